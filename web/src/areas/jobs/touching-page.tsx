// Which jobs touched this: a payout, a record, a month or some days of a connection; newest first, and which of them to replay.
import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import type { RouterInputs, RouterOutputs } from "../../../../api/app-router.ts";
import { trpc } from "../../app/api-client.ts";
import { useNow } from "../../app/now.ts";
import { useEntities, useMay, useZone } from "../../app/session.ts";
import type { SearchOf } from "../../app/url-search.ts";
import { countText } from "../../kit/amount.tsx";
import { buttonClass } from "../../kit/button.tsx";
import { ListCount } from "../../kit/list-count.tsx";
import { FootBar, PageHead, Toolbar, TopBar } from "../../kit/page.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { StatusChip } from "../../kit/status-chip.tsx";
import { jobWords } from "../../kit/status-words.ts";
import { DataTable } from "../../kit/table/data-table.tsx";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { fullMomentText, momentText, monthText, periodText, zoneText } from "../../kit/time-text.ts";

const route = getRouteApi("/shell/jobs/touching");

export const touchingNames = ["payout", "record", "connection", "entity", "month", "from", "to"] as const;
type TouchingSearch = SearchOf<(typeof touchingNames)[number]>;
type Key = RouterInputs["replays"]["touching"]["key"];
type TouchingRow = RouterOutputs["replays"]["touching"]["rows"][number];

function keyOf({ payout, record, connection, entity, month, from, to }: TouchingSearch): Key | null {
	if (payout !== undefined) return { by: "payout", payout };
	if (record !== undefined) return { by: "record", naturalKey: record, ...(connection === undefined ? {} : { connectionId: connection }) };
	if (entity !== undefined && month !== undefined) return { by: "period", entityId: entity, month };
	if (connection !== undefined && from !== undefined && to !== undefined) return { by: "connection", connectionId: connection, from, to };
	return null;
}

const column = columnsOf<TouchingRow>();

const touchingColumns = (zone: string, now: string, mayReplay: boolean) =>
	column.columns([
		column.accessor("status", {
			header: "Status",
			meta: { kind: "status", width: "112px", phone: "b" },
			cell: ({ getValue }) => <StatusChip words={jobWords} status={getValue()} />,
		}),
		column.accessor("title", {
			header: "Job",
			meta: { kind: "text", width: "minmax(180px, 1fr)", rowHeader: true, phone: "a" },
			cell: ({ row, getValue }) => (
				<Link to="/jobs/$jobId" params={{ jobId: row.original.id }} className="med" title={getValue()}>
					{getValue()}
				</Link>
			),
		}),
		column.accessor("touched", {
			header: "Rows touched",
			meta: { kind: "count", width: "112px" },
			cell: ({ getValue }) => <span className="num">{countText(getValue())}</span>,
		}),
		column.accessor((row) => row.replay.why, {
			id: "why",
			header: "Would a replay help?",
			meta: { kind: "text", width: "minmax(220px, 1.6fr)", phone: "c" },
			cell: ({ row, getValue }) => (
				<span className={row.original.replay.makesSense ? undefined : "sec"} title={getValue()}>
					{getValue()}
				</span>
			),
		}),
		column.display({
			id: "replay",
			header: () => <span className="vh">Replay</span>,
			meta: { kind: "text", width: "132px" },
			cell: ({ row }) =>
				row.original.replay.makesSense && mayReplay ? (
					<Link to="/jobs/$jobId/replay" params={{ jobId: row.original.id }} className={buttonClass({ size: "small" })}>
						Plan a replay
					</Link>
				) : null,
		}),
		column.accessor("requestedAt", {
			header: "Started",
			meta: { kind: "count", width: "124px", phone: "d" },
			cell: ({ getValue }) => (
				<span className="sec num" title={fullMomentText(getValue(), zone)}>
					{momentText(getValue(), zone, now)}
				</span>
			),
		}),
	]);

export function TouchingPage() {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/jobs/touching" });
	const zone = useZone();
	const now = useNow(60_000);
	const mayReplay = useMay("jobs.replay");
	const key = keyOf(search);
	const subject = useSubject(key);
	const query = useQuery(trpc.replays.touching.queryOptions({ key: key ?? { by: "payout", payout: "" } }, { enabled: key !== null }));
	const minute = now.slice(0, 16);
	const columns = useMemo(() => touchingColumns(zone, `${minute}:00Z`, mayReplay), [zone, minute, mayReplay]);
	const rows = query.data?.rows ?? [];
	const setDays = (days: Pick<TouchingSearch, "from" | "to">): void =>
		void navigate({ search: (before) => ({ ...before, ...days }), replace: true });
	return (
		<>
			<TopBar crumbs={[{ label: "Jobs", to: "/jobs" }, { label: "Which jobs touched this" }]} />
			<PageHead title="Which jobs touched this" beside={<span className="sec">{subject}</span>} />
			{key === null ? (
				<EmptyState title="Touched what?">Come here from a payout, a record, a month or the days of a connection.</EmptyState>
			) : (
				<>
					{key.by === "connection" ? (
						<Toolbar label="Days">
							<TextInput
								type="date"
								size="xs"
								aria-label="From"
								value={key.from}
								onChange={(event) => setDays({ from: event.currentTarget.value })}
							/>
							<span className="dim">to</span>
							<TextInput
								type="date"
								size="xs"
								aria-label="To"
								value={key.to}
								onChange={(event) => setDays({ to: event.currentTarget.value })}
							/>
						</Toolbar>
					) : null}
					<DataTable
						label="Jobs that touched this"
						memory={`touching ${JSON.stringify(key)}`}
						columns={columns}
						rows={rows}
						idOf={(row) => row.id}
						height={36}
						total={query.data === undefined ? null : rows.length}
						loading={query.isPending}
						error={query.error}
						again={() => void query.refetch()}
						onOpen={(row, by) => {
							if (row !== null && by !== "walk") void navigate({ to: "/jobs/$jobId", params: { jobId: row.id } });
						}}
						onReplay={(row) => {
							if (mayReplay && row.replay.makesSense) void navigate({ to: "/jobs/$jobId/replay", params: { jobId: row.id } });
						}}
						empty={
							<EmptyState title="No job touched it">Nothing that is kept here came from a run, so there is nothing to replay.</EmptyState>
						}
					/>
					<FootBar>
						<ListCount total={query.data === undefined ? undefined : rows.length} one="job" />
						<span className="grow" />
						<span className="dim desk">All times {zoneText(zone, now)}</span>
					</FootBar>
				</>
			)}
		</>
	);
}

/** What "this" is, in words. */
function useSubject(key: Key | null): string {
	const entities = useEntities();
	const connections = useQuery(trpc.connections.list.queryOptions(undefined, { enabled: key?.by === "connection" })).data?.rows ?? [];
	if (key === null) return "";
	switch (key.by) {
		case "payout":
			return `Payout ${key.payout}`;
		case "record":
			return `Record ${key.naturalKey}`;
		case "period":
			return `${entities.find((entity) => entity.id === key.entityId)?.name ?? "Period"}, ${monthText(key.month)}`;
		case "connection":
			return `${connections.find((connection) => connection.id === key.connectionId)?.name ?? "Connection"}, ${periodText(key.from, key.to)}`;
	}
}
