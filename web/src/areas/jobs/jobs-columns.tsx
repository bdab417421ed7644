import { Link } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { countText } from "../../kit/amount.tsx";
import { StatusChip, WordChip } from "../../kit/status-chip.tsx";
import { jobWords } from "../../kit/status-words.ts";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { durationText, fullMomentText, momentText } from "../../kit/time-text.ts";
import { resultText } from "./result-text.ts";

export type JobRow = RouterOutputs["jobs"]["list"]["rows"][number];

const column = columnsOf<JobRow>();

export const tookMs = (job: Pick<JobRow, "startedAt" | "requestedAt" | "closedAt">, now: string): number =>
	Date.parse(job.closedAt ?? now) - Date.parse(job.startedAt ?? job.requestedAt);

export const jobColumns = (zone: string, now: string) =>
	column.columns([
		column.accessor("status", {
			header: "Status",
			meta: { kind: "status", width: "112px", phone: "b", sort: "status" },
			cell: ({ row, getValue }) =>
				row.original.supersededByJobId === null ? (
					<StatusChip words={jobWords} status={getValue()} />
				) : (
					<WordChip word="Replaced" icon="history" tone="replay" />
				),
		}),
		column.accessor("title", {
			header: "Job",
			meta: { kind: "text", width: "minmax(180px, 1.1fr)", rowHeader: true, phone: "a", sort: "title" },
			cell: ({ row, getValue }) => (
				<Link to="/jobs/$jobId" params={{ jobId: row.original.id }} className="med job-name" title={getValue()}>
					{getValue()}
				</Link>
			),
		}),
		column.accessor((row) => resultText(row), {
			id: "result",
			header: "Result",
			meta: { kind: "text", width: "minmax(220px, 1.6fr)", phone: "c" },
			cell: ({ row, getValue }) => (
				<span className={row.original.status === "failed" || row.original.status === "timed_out" ? "fail-text" : "sec"} title={getValue()}>
					{getValue()}
				</span>
			),
		}),
		column.accessor("requestedBy", {
			header: "Started by",
			meta: { kind: "text", width: "150px" },
			cell: ({ getValue }) => <span className="sec">{getValue() ?? "Tieout"}</span>,
		}),
		column.accessor("requestedAt", {
			header: "Started",
			meta: { kind: "count", width: "124px", phone: "d", sort: "requestedAt" },
			cell: ({ getValue }) => (
				<span className="sec num" title={fullMomentText(getValue(), zone)}>
					{momentText(getValue(), zone, now)}
				</span>
			),
		}),
		column.accessor((row) => tookMs(row, now), {
			id: "took",
			header: "Took",
			meta: { kind: "count", width: "84px" },
			cell: ({ getValue }) => <span className="sec num">{durationText(getValue())}</span>,
		}),
		column.accessor("rowsRead", {
			header: "Read",
			meta: { kind: "count", width: "84px" },
			cell: ({ getValue }) => <Count value={getValue()} />,
		}),
		column.accessor("rowsWritten", {
			header: "Written",
			meta: { kind: "count", width: "88px" },
			cell: ({ getValue }) => <Count value={getValue()} />,
		}),
	]);

export function Count({ value }: { readonly value: number | null | undefined }) {
	return value === null || value === undefined ? <span className="dim">{"\u2013"}</span> : <span className="num">{countText(value)}</span>;
}
