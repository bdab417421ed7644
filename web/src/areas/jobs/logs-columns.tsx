import { Link } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { WordChip } from "../../kit/status-chip.tsx";
import type { StatusWord } from "../../kit/status-words.ts";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { fullMomentText, momentText } from "../../kit/time-text.ts";
import { activityText, streamText } from "./job-kinds.ts";

export type LogRow = RouterOutputs["jobs"]["logs"]["rows"][number];
export const logLevels = ["error", "warn", "info", "debug"] as const;
export type LogLevel = (typeof logLevels)[number];

export const logWords: Readonly<Record<LogLevel, StatusWord>> = {
	error: { word: "Error", icon: "alert-triangle", tone: "fail" },
	warn: { word: "Warning", icon: "alert-circle", tone: "wait" },
	info: { word: "Note", icon: "circle-dotted", tone: "run" },
	debug: { word: "Detail", icon: "minus", tone: "idle" },
};

const factsText = (facts: LogRow["facts"]): string =>
	Object.entries(facts)
		.map(([name, value]) => `${name} ${String(value)}`)
		.join(" \u00b7 ");

const column = columnsOf<LogRow>();

export const logColumns = (jobId: string, zone: string, now: string) =>
	column.columns([
		column.accessor("at", {
			header: "At",
			meta: { kind: "instant", width: "128px", phone: "d" },
			cell: ({ getValue }) => (
				<span className="sec num" title={fullMomentText(getValue(), zone)}>
					{momentText(getValue(), zone, now)}
				</span>
			),
		}),
		column.accessor("level", {
			header: "Level",
			meta: { kind: "status", width: "104px", phone: "b" },
			cell: ({ getValue }) => <WordChip {...logWords[getValue()]} />,
		}),
		column.accessor("message", {
			header: "What it said",
			meta: { kind: "text", width: "minmax(220px, 1fr)", rowHeader: true, phone: "a" },
			cell: ({ getValue }) => (
				<span className="med" title={getValue()}>
					{getValue()}
				</span>
			),
		}),
		column.accessor((row) => factsText(row.facts), {
			id: "facts",
			header: "Facts",
			meta: { kind: "text", width: "minmax(160px, 2fr)", phone: "c" },
			cell: ({ getValue }) => (
				<span className="sec num" title={getValue()}>
					{getValue()}
				</span>
			),
		}),
		column.accessor("stream", {
			header: "Stream",
			meta: { kind: "text", width: "132px" },
			cell: ({ getValue }) =>
				getValue() === null ? <span className="dim">{"\u2013"}</span> : <span className="sec">{streamText(getValue() ?? "")}</span>,
		}),
		column.accessor("activityType", {
			header: "Step",
			meta: { kind: "text", width: "152px" },
			cell: ({ row }) => <Step jobId={jobId} row={row.original} />,
		}),
		column.accessor("attempt", {
			header: "Try",
			meta: { kind: "count", width: "52px" },
			cell: ({ getValue }) => (getValue() === null ? <span className="dim">{"\u2013"}</span> : <span className="num">{getValue()}</span>),
		}),
	]);

function Step({ jobId, row }: { readonly jobId: string; readonly row: LogRow }) {
	if (row.activityType === null) return <span className="dim">{"\u2013"}</span>;
	if (row.activityId === null) return <span className="sec">{activityText(row.activityType)}</span>;
	return (
		<Link to="/jobs/$jobId" params={{ jobId }} search={{ step: row.activityId }}>
			{activityText(row.activityType)}
		</Link>
	);
}
