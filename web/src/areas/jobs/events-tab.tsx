// The run's history as a table: the screen reader's way to the timeline, and the way to each event.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { trpc } from "../../app/api-client.ts";
import { counted } from "../../kit/amount.tsx";
import { FootBar } from "../../kit/page.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { fullMomentText, momentText } from "../../kit/time-text.ts";
import { activityText } from "./job-kinds.ts";

type HistoryEvent = RouterOutputs["jobs"]["events"][number];

const column = columnsOf<HistoryEvent>();

const eventColumns = (jobId: string, zone: string, now: string) =>
	column.columns([
		column.accessor("eventId", {
			header: "Event",
			meta: { kind: "id", width: "84px", phone: "b" },
			cell: ({ getValue }) => <span className="num">{getValue()}</span>,
		}),
		column.accessor("type", {
			header: "Type",
			meta: { kind: "text", width: "minmax(220px, 1fr)", rowHeader: true, phone: "a" },
			cell: ({ row, getValue }) => (
				<Link to="/jobs/$jobId/events/$eventId" params={{ jobId, eventId: row.original.eventId }} className="med">
					{getValue()}
				</Link>
			),
		}),
		column.accessor((event) => (event.activityType === null ? "" : activityText(event.activityType)), {
			id: "activity",
			header: "Activity",
			meta: { kind: "text", width: "minmax(160px, 1fr)", phone: "c" },
			cell: ({ getValue }) => <span className="sec">{getValue()}</span>,
		}),
		column.accessor("at", {
			header: "At",
			meta: { kind: "count", width: "140px", phone: "d" },
			cell: ({ getValue }) => (
				<span className="sec num" title={fullMomentText(getValue(), zone)}>
					{momentText(getValue(), zone, now)}
				</span>
			),
		}),
	]);

interface EventsTabProps {
	readonly jobId: string;
	readonly zone: string;
	readonly now: string;
}

export function EventsTab({ jobId, zone, now }: EventsTabProps) {
	const query = useQuery(trpc.jobs.events.queryOptions({ jobId }));
	const navigate = useNavigate();
	const minute = now.slice(0, 16);
	const columns = useMemo(() => eventColumns(jobId, zone, `${minute}:00Z`), [jobId, zone, minute]);
	const events = query.data ?? [];
	return (
		<>
			<DataTable
				label="Events of the run"
				memory={`events ${jobId}`}
				columns={columns}
				rows={events}
				idOf={(event) => event.eventId}
				height={36}
				total={events.length}
				loading={query.isPending}
				error={query.error}
				again={() => void query.refetch()}
				onOpen={(event, by) => {
					if (event !== null && by !== "walk")
						void navigate({ to: "/jobs/$jobId/events/$eventId", params: { jobId, eventId: event.eventId } });
				}}
				empty={<EmptyState title="No events yet">The history begins when a worker takes the run.</EmptyState>}
			/>
			<FootBar>
				<span className="num">{counted(events.length, "event")}</span>
			</FootBar>
		</>
	);
}
