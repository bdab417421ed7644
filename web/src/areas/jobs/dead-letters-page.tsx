// What was given up on: runs, files, records and decisions that nothing retries any more, each with why and what to do.
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { api, trpc } from "../../app/api-client.ts";
import { Freshness } from "../../app/freshness.tsx";
import { useNow } from "../../app/now.ts";
import { useZone } from "../../app/session.ts";
import { counted } from "../../kit/amount.tsx";
import { ListCount } from "../../kit/list-count.tsx";
import { FootBar, PageHead, Split, TopBar } from "../../kit/page.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { readingOf, useKeysetRows } from "../../kit/table/use-keyset-rows.ts";
import { zoneText } from "../../kit/time-text.ts";
import { ViewTabs } from "../../kit/view-tabs.tsx";
import { DeadLetterPanel } from "./dead-letter-panel.tsx";
import { type DeadKind, type DeadLetter, deadKinds, deadLetterColumns } from "./dead-letters-columns.tsx";

const route = getRouteApi("/shell/dead-letters");
const kindLabels: Readonly<Record<DeadKind, string>> = { job: "Runs", file: "Files", quarantine: "Records", decision: "Decisions" };
const keyOf = (row: DeadLetter): string => `${row.kind} ${row.id}`;

export function DeadLettersPage() {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/dead-letters" });
	const zone = useZone();
	const now = useNow(60_000);
	const [byKeyboard, setByKeyboard] = useState(false);
	const kind = deadKinds.find((each) => each === search.kind);
	const list = useKeysetRows<DeadLetter, RouterOutputs["deadLetters"]["list"]>({
		key: [...trpc.deadLetters.list.pathKey(), { list: kind ?? "all" }],
		fetch: (after, signal) => api.deadLetters.list.query({ kind, after }, { signal }),
	});
	const minute = now.slice(0, 16);
	const columns = useMemo(() => deadLetterColumns(zone, `${minute}:00Z`), [zone, minute]);
	const open = list.rows.find((row) => keyOf(row) === search.open);
	const counts = list.first?.counts;
	const total = counts === undefined ? null : deadKinds.reduce((sum, each) => sum + counts[each], 0);
	const show = (key: string | undefined): void =>
		void navigate({ search: (before) => ({ ...before, open: key }), replace: search.open !== undefined });
	return (
		<>
			<TopBar crumbs={[{ label: "Dead letter" }]} meta={<Freshness />} />
			<PageHead
				title="Dead letter"
				beside={total === null ? null : <span className="dim num desk">{counted(total, "thing")} given up on</span>}
			/>
			<ViewTabs
				label="Kinds"
				value={kind ?? "all"}
				onChange={(next) => void navigate({ search: { kind: next === "all" ? undefined : next }, replace: true })}
				tabs={[
					{ value: "all", label: "All", count: total, alarm: true },
					...deadKinds.map((each) => ({ value: each, label: kindLabels[each], count: counts?.[each] ?? null })),
				]}
			>
				<Split
					width={380}
					panel={
						open === undefined ? null : <DeadLetterPanel row={open} zone={zone} takeFocus={byKeyboard} onClose={() => show(undefined)} />
					}
				>
					<DataTable
						label="Given up on"
						memory={`dead letters ${kind ?? "all"}`}
						columns={columns}
						narrow={open !== undefined}
						rows={list.rows}
						idOf={keyOf}
						height={36}
						total={list.first?.total ?? null}
						openId={search.open ?? null}
						onOpen={(row, by) => {
							setByKeyboard(by === "keyboard");
							show(row === null ? undefined : keyOf(row));
						}}
						{...readingOf(list)}
						empty={
							kind === undefined ? (
								<EmptyState title="Nothing was given up on">
									Runs that failed for good, refused files, records in quarantine and decisions that nobody took are gathered here until
									they are replayed, corrected or dismissed.
								</EmptyState>
							) : (
								<EmptyState title={`No ${kindLabels[kind].toLowerCase()} here`}>The other kinds may have some.</EmptyState>
							)
						}
					/>
					<FootBar>
						<ListCount total={list.first?.total} one="row" />
						<span className="grow" />
						<span className="dim desk">All times {zoneText(zone, now)}</span>
					</FootBar>
				</Split>
			</ViewTabs>
		</>
	);
}
