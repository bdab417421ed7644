import { Link } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { StatusChip } from "../../kit/status-chip.tsx";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { fullMomentText, momentText } from "../../kit/time-text.ts";
import { incidentWords } from "./incident-words.ts";
import { ReplayedBar } from "./replayed-bar.tsx";

export type IncidentRow = RouterOutputs["incidents"]["list"]["rows"][number];

const column = columnsOf<IncidentRow>();

export const incidentColumns = (zone: string, now: string) =>
	column.columns([
		column.accessor("status", {
			header: "Status",
			meta: { kind: "status", width: "112px", phone: "b" },
			cell: ({ getValue }) => <StatusChip words={incidentWords} status={getValue()} />,
		}),
		column.accessor("label", {
			header: "No.",
			meta: { kind: "id", width: "84px" },
			cell: ({ getValue }) => <span className="mono">{getValue()}</span>,
		}),
		column.accessor("name", {
			header: "Incident",
			meta: { kind: "text", width: "minmax(180px, 1.2fr)", rowHeader: true, phone: "a" },
			cell: ({ row, getValue }) => (
				<Link to="/incidents/$incidentId" params={{ incidentId: row.original.id }} className="med" title={getValue()}>
					{getValue()}
				</Link>
			),
		}),
		column.accessor("cause", {
			header: "Cause",
			meta: { kind: "text", width: "minmax(200px, 1.6fr)", phone: "c" },
			cell: ({ getValue }) => (
				<span className="sec" title={getValue()}>
					{getValue()}
				</span>
			),
		}),
		column.accessor((row) => row.progress.replaced, {
			id: "replaced",
			header: "Replaced",
			meta: { kind: "count", width: "168px", phone: "d" },
			cell: ({ row }) => (
				<ReplayedBar done={row.original.progress.replaced} total={row.original.progress.total - row.original.progress.nothing} />
			),
		}),
		column.accessor("createdBy", {
			header: "Opened by",
			meta: { kind: "text", width: "150px" },
			cell: ({ getValue }) => <span className="sec">{getValue()}</span>,
		}),
		column.accessor("createdAt", {
			header: "Opened",
			meta: { kind: "count", width: "124px" },
			cell: ({ getValue }) => (
				<span className="sec num" title={fullMomentText(getValue(), zone)}>
					{momentText(getValue(), zone, now)}
				</span>
			),
		}),
	]);
