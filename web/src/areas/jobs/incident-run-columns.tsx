import { Link } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { IconButton } from "../../kit/button.tsx";
import { StatusChip } from "../../kit/status-chip.tsx";
import { jobWords } from "../../kit/status-words.ts";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { fullMomentText, momentText } from "../../kit/time-text.ts";
import { runStateWords } from "./incident-words.ts";

export type IncidentRun = RouterOutputs["incidents"]["jobs"]["rows"][number];

const column = columnsOf<IncidentRun>();

/** @param drop null where the set can't change any more */
export const incidentRunColumns = (zone: string, now: string, drop: ((jobId: string) => void) | null) =>
	column.columns([
		column.accessor("state", {
			header: "Replay",
			meta: { kind: "status", width: "152px", phone: "b" },
			cell: ({ getValue }) => <StatusChip words={runStateWords} status={getValue()} />,
		}),
		column.accessor("title", {
			header: "Run",
			meta: { kind: "text", width: "minmax(180px, 1.1fr)", rowHeader: true, phone: "a" },
			cell: ({ row, getValue }) => (
				<Link to="/jobs/$jobId" params={{ jobId: row.original.jobId }} className="med" title={getValue()}>
					{getValue()}
				</Link>
			),
		}),
		column.accessor("status", {
			header: "Ended as",
			meta: { kind: "status", width: "112px" },
			cell: ({ getValue }) => <StatusChip words={jobWords} status={getValue()} />,
		}),
		column.accessor("failureMessage", {
			header: "What it said",
			meta: { kind: "text", width: "minmax(220px, 1.6fr)", phone: "c" },
			cell: ({ getValue }) => (
				<span className="sec" title={getValue() ?? ""}>
					{getValue() ?? "nothing failed"}
				</span>
			),
		}),
		column.accessor("replayJobId", {
			header: "Its replay",
			meta: { kind: "text", width: "120px" },
			cell: ({ row, getValue }) => {
				const jobId = getValue();
				const { nothing } = row.original;
				if (nothing !== null)
					return (
						<span className="sec" title={nothing}>
							{nothing}
						</span>
					);
				if (jobId === null) return <span className="dim">none yet</span>;
				return (
					<Link to="/jobs/$jobId/outcome" params={{ jobId }}>
						{row.original.state === "replaced" ? "Plan, outcome" : "Follow it"}
					</Link>
				);
			},
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
		...(drop === null
			? []
			: [
					column.display({
						id: "drop",
						header: () => <span className="vh">Take out</span>,
						meta: { kind: "mark" as const, width: "56px" },
						cell: ({ row }) => (
							<IconButton icon="x" label={`Take “${row.original.title}” out of the incident`} onClick={() => drop(row.original.jobId)} />
						),
					}),
				]),
	]);
