// Every record that could not be read, over all connections: why, what to do, and the record itself.
import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { api, queryClient, trpc } from "../../app/api-client.ts";
import { Freshness } from "../../app/freshness.tsx";
import { useNow } from "../../app/now.ts";
import { useMay, useZone } from "../../app/session.ts";
import { counted } from "../../kit/amount.tsx";
import { Button } from "../../kit/button.tsx";
import { failureOf } from "../../kit/failure.ts";
import { FilterChip, SearchField } from "../../kit/filter-chips.tsx";
import { ListCount } from "../../kit/list-count.tsx";
import { FootBar, PageHead, Split, Toolbar, TopBar } from "../../kit/page.tsx";
import { EmptyState, NoticeBar } from "../../kit/states.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { readingOf, useKeysetRows } from "../../kit/table/use-keyset-rows.ts";
import { zoneText } from "../../kit/time-text.ts";
import { ViewTabs } from "../../kit/view-tabs.tsx";
import { quarantineColumns, type Quarantined } from "./quarantine-columns.tsx";
import { QuarantinePanel } from "./quarantine-panel.tsx";

const route = getRouteApi("/shell/quarantine");
const states = ["open", "dismissed", "resolved"] as const;
const stateLabels = { open: "Open", dismissed: "Set aside", resolved: "Read later" } as const;

export function QuarantinePage() {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/quarantine" });
	const zone = useZone();
	const now = useNow(60_000);
	const [byKeyboard, setByKeyboard] = useState(false);
	const status = states.find((each) => each === search.status) ?? "open";
	const input = { status, connectionId: search.connection, code: search.code, search: search.q };
	const list = useKeysetRows<Quarantined, RouterOutputs["quarantine"]["list"]>({
		key: [...trpc.quarantine.list.pathKey(), { list: input }],
		fetch: (cursor, signal) => api.quarantine.list.query({ ...input, cursor }, { signal }),
	});
	const connections = useQuery(trpc.connections.list.queryOptions()).data?.rows ?? [];
	const minute = now.slice(0, 16);
	const columns = useMemo(() => quarantineColumns(zone, `${minute}:00Z`), [zone, minute]);
	const open = list.rows.find((row) => row.id === search.open);
	const set = (change: Partial<typeof search>, replace = true): void =>
		void navigate({ search: (before) => ({ ...before, ...change }), replace });
	const counts = list.first?.counts;
	const filtered = search.connection !== undefined || search.code !== undefined || search.q !== undefined;
	const clear = (): void => set({ connection: undefined, code: undefined, q: undefined });
	return (
		<>
			<TopBar crumbs={[{ label: "Connections", to: "/connections" }, { label: "Quarantine" }]} meta={<Freshness />} />
			<PageHead
				title="Quarantine"
				beside={counts === undefined ? null : <span className="dim num desk">{counted(counts.open, "record")} open</span>}
			>
				{status === "open" && (list.first?.total ?? 0) > 0 ? <RetryAll input={input} total={list.first?.total ?? 0} /> : null}
			</PageHead>
			<ViewTabs
				label="States"
				value={status}
				onChange={(next) => set({ status: next === "open" ? undefined : next, open: undefined })}
				tabs={states.map((value) => ({ value, label: stateLabels[value], count: counts?.[value] ?? null, alarm: value === "open" }))}
			>
				<Toolbar label="Search and filters">
					<SearchField label="Search record or reason" value={search.q} onChange={(q) => set({ q })} />
					<FilterChip
						label="Connection"
						value={search.connection}
						options={connections.map((each) => ({ value: each.id, label: each.name, count: each.quarantined }))}
						onChange={(connection) => set({ connection })}
					/>
					<FilterChip
						label="Cause"
						value={search.code}
						options={(list.first?.byCode ?? []).map((each) => ({ value: each.code, label: each.code, count: each.count }))}
						onChange={(code) => set({ code })}
					/>
					{filtered ? (
						<Button size="small" tone="quiet" onClick={clear}>
							Clear
						</Button>
					) : null}
				</Toolbar>
				<Split
					width={404}
					panel={
						open === undefined ? null : (
							<QuarantinePanel row={open} zone={zone} takeFocus={byKeyboard} onClose={() => set({ open: undefined })} />
						)
					}
				>
					<DataTable
						label="Records in quarantine"
						memory={`quarantine ${JSON.stringify(input)}`}
						columns={columns}
						narrow={open !== undefined}
						rows={list.rows}
						idOf={(row) => row.id}
						height={36}
						total={list.first?.total ?? null}
						openId={search.open ?? null}
						onOpen={(row, by) => {
							setByKeyboard(by === "keyboard");
							set({ open: row?.id }, search.open !== undefined);
						}}
						{...readingOf(list)}
						empty={
							filtered ? (
								<EmptyState title="No record matches" action={<Button onClick={clear}>Drop the filters</Button>}>
									Drop a filter or search for another word.
								</EmptyState>
							) : (
								<EmptyState title={status === "open" ? "No record is in quarantine" : "None"}>
									{status === "open"
										? "A record that can’t be read is kept here with its reason, and never counted as if it had been."
										: "Records that were set aside, or could be read later, are listed here with who and when."}
								</EmptyState>
							)
						}
					/>
					<FootBar>
						<ListCount total={list.first?.total} one="record" />
						<span className="grow" />
						<span className="dim desk">All times {zoneText(zone, now)}</span>
					</FootBar>
				</Split>
			</ViewTabs>
		</>
	);
}

interface RetryAllProps {
	readonly input: { readonly connectionId: string | undefined; readonly code: string | undefined; readonly search: string | undefined };
	readonly total: number;
}

function RetryAll({ input, total }: RetryAllProps) {
	const may = useMay("quarantine.retry");
	const navigate = useNavigate();
	const retry = useMutation(
		trpc.quarantine.retry.mutationOptions({
			onSuccess: ({ jobId }) => {
				void queryClient.invalidateQueries();
				void navigate({ to: "/jobs/$jobId", params: { jobId } });
			},
		}),
	);
	// One run reads one connection; over several the person chooses first.
	if (!may || input.connectionId === undefined) return null;
	const { connectionId, code, search } = input;
	return (
		<>
			{retry.error === null ? null : <NoticeBar tone="fail">{failureOf(retry.error).sentence}</NoticeBar>}
			<Button
				tone="primary"
				icon="player-track-next"
				busy={retry.isPending}
				onClick={() => retry.mutate({ filter: { connectionId, code, search } })}
			>
				Read {counted(total, "record")} again
			</Button>
		</>
	);
}
