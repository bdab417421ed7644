// A new incident over everything that a filter finds: the count and the newest runs are shown before it is opened.
import { TextInput } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { RouterInputs } from "../../../../api/app-router.ts";
import { trpc } from "../../app/api-client.ts";
import { useNow } from "../../app/now.ts";
import { useMay, useMe, useZone } from "../../app/session.ts";
import { listOf, type SearchOf } from "../../app/url-search.ts";
import { counted } from "../../kit/amount.tsx";
import { Button } from "../../kit/button.tsx";
import { ListBar } from "../../kit/list-bar.tsx";
import { FootBar, PageHead, TopBar } from "../../kit/page.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { jobWords } from "../../kit/status-words.ts";
import { DataTable } from "../../kit/table/data-table.tsx";
import { IncidentForm } from "./incident-form.tsx";
import { incidentRunColumns } from "./incident-run-columns.tsx";
import { kindText } from "./job-kinds.ts";

const route = getRouteApi("/shell/incidents/new");

export const findNames = ["kind", "status", "code", "connection", "q", "from", "to"] as const;
type Filter = RouterInputs["incidents"]["find"]["filter"];

const kinds = ["sync", "import", "reconcile", "reprocess", "replay"] as const;
const statuses = ["failed", "timed_out", "check", "stopped", "done"] as const;

function filterOf({ kind, status, code, connection, q, from, to }: SearchOf<(typeof findNames)[number]>): Filter {
	const chosen = listOf(status);
	const kept = statuses.filter((each) => chosen.includes(each));
	return {
		kind: kinds.find((each) => each === kind),
		...(kept.length === 0 ? { statuses: ["failed", "timed_out"] } : { statuses: [...kept] }),
		failureCode: code,
		connectionId: connection,
		search: q,
		from: dayStart(from, 0),
		to: dayStart(to, 1),
	};
}

/** The day itself counts: its end is the beginning of the next. */
function dayStart(day: string | undefined, later: number): string | undefined {
	const at = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`);
	return Number.isNaN(at) ? undefined : new Date(at + later * 86_400_000).toISOString();
}

export function IncidentNewPage() {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/incidents/new" });
	const zone = useZone();
	const now = useNow(60_000);
	const may = useMay("incidents.manage");
	const limited = useMe().entityIds !== null;
	const [naming, setNaming] = useState(false);
	const filter = filterOf(search);
	const query = useQuery(trpc.incidents.find.queryOptions({ filter, limit: 200 }, { enabled: may, placeholderData: keepPreviousData }));
	const connections = useQuery(trpc.connections.list.queryOptions()).data?.rows ?? [];
	const minute = now.slice(0, 16);
	const columns = useMemo(() => incidentRunColumns(zone, `${minute}:00Z`, null), [zone, minute]);
	const set = (change: Partial<typeof search>): void => void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
	const total = query.data?.total ?? 0;
	return (
		<>
			<TopBar crumbs={[{ label: "Incidents", to: "/incidents" }, { label: "New" }]} />
			<PageHead title="Open an incident">
				{may ? (
					<Button tone="primary" icon="siren" disabled={total === 0 || query.isFetching} onClick={() => setNaming(true)}>
						Gather {counted(total, "run")}
					</Button>
				) : null}
			</PageHead>
			{may ? (
				<>
					<ListBar
						search={{ label: "Search job, key or id", value: search.q, onChange: (q) => set({ q }) }}
						filters={[
							{
								id: "kind",
								label: "Kind",
								value: search.kind,
								options: kinds.map((kind) => ({ value: kind, label: kindText(kind) })),
								onChange: (kind) => set({ kind }),
							},
							{
								id: "status",
								label: "Ended as",
								several: true,
								value: search.status ?? "failed,timed_out",
								options: statuses.map((status) => ({
									value: status,
									label: status === "timed_out" ? "Failed by its time limit" : jobWords[status].word,
								})),
								onChange: (status) => set({ status }),
							},
							{
								id: "connection",
								label: "Connection",
								value: search.connection,
								options: connections.map((each) => ({ value: each.id, label: each.name })),
								onChange: (connection) => set({ connection }),
							},
						]}
						given={search.code === undefined ? [] : [{ label: "Cause", value: search.code, onDrop: () => set({ code: undefined }) }]}
					>
						<span className="row wrap">
							<DayInput word="Started" label="Started from" value={search.from} onChange={(from) => set({ from })} />
							<DayInput word="to" label="Started to" value={search.to} onChange={(to) => set({ to })} />
						</span>
					</ListBar>
					<DataTable
						label="Runs that the incident would gather"
						memory={`incident new ${JSON.stringify(filter)}`}
						columns={columns}
						rows={query.data?.rows ?? []}
						idOf={(row) => row.jobId}
						height={36}
						total={query.data?.total ?? null}
						loading={query.isPending}
						stale={query.isPlaceholderData}
						error={query.error}
						again={() => void query.refetch()}
						onOpen={(row, by) => {
							if (row !== null && by !== "walk") void navigate({ to: "/jobs/$jobId", params: { jobId: row.jobId } });
						}}
						empty={
							<EmptyState title="No run matches">Widen the filter. Runs that are open, or replaced already, are never gathered.</EmptyState>
						}
					/>
					<FootBar>
						<span className="num">
							{total > 200 ? `The newest 200 of ${counted(total, "run")}; all are gathered` : counted(total, "run")}
						</span>
					</FootBar>
				</>
			) : (
				<EmptyState title={limited ? "Incidents concern the whole company" : "Your role can’t open incidents"}>
					{limited
						? "You are limited to some of its entities. A controller, a preparer or an engineer who sees the whole company can open one."
						: "A controller, a preparer or an engineer of this company can."}
				</EmptyState>
			)}
			{naming ? (
				<IncidentForm title={`Open an incident over ${counted(total, "run")}`} jobs={{ filter }} onClose={() => setNaming(false)} />
			) : null}
		</>
	);
}

interface DayInputProps {
	/** Seen before the field; `label` says it whole. */
	readonly word: string;
	readonly label: string;
	/** YYYY-MM-DD, also what `onChange` gets; empty: none. */
	readonly value: string | undefined;
	readonly onChange: (day: string) => void;
}

function DayInput({ word, label, value, onChange }: DayInputProps) {
	return (
		<span className="row">
			<span className="sec small" aria-hidden="true">
				{word}
			</span>
			<TextInput type="date" size="xs" aria-label={label} value={value ?? ""} onChange={(event) => onChange(event.currentTarget.value)} />
		</span>
	);
}
