import { Link } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { countText } from "../../kit/amount.tsx";
import { WordChip } from "../../kit/status-chip.tsx";
import { type StatusWord, wordFor } from "../../kit/status-words.ts";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { fullMomentText, momentText } from "../../kit/time-text.ts";
import { cursorText } from "./cursor-text.ts";

export type CursorMove = RouterOutputs["connections"]["cursorHistory"]["rows"][number];

const causes: Readonly<Record<string, StatusWord>> = {
	page: { word: "Page", icon: "circle-check", tone: "ok" },
	skip: { word: "Skipped", icon: "circle-minus", tone: "idle" },
	rewind: { word: "Rewound", icon: "history", tone: "replay" },
};

export const causeWord = (cause: string): StatusWord => wordFor(causes, cause);

const column = columnsOf<CursorMove>();

export const cursorColumns = (zone: string, now: string) =>
	column.columns([
		column.accessor("no", {
			header: "Move",
			meta: { kind: "count", width: "76px" },
			cell: ({ getValue }) => <span className="num">{countText(getValue())}</span>,
		}),
		column.accessor("cause", {
			header: "Cause",
			meta: { kind: "status", width: "108px", phone: "b" },
			cell: ({ getValue }) => <WordChip {...causeWord(getValue())} />,
		}),
		column.accessor("cursorAfter", {
			header: "Cursor after it",
			meta: { kind: "id", width: "minmax(200px, 1.4fr)", rowHeader: true, phone: "a" },
			cell: ({ getValue }) => (
				<span className="mono trunc" title={getValue()}>
					{cursorText(getValue())}
				</span>
			),
		}),
		column.accessor("rows", {
			header: "Rows",
			meta: { kind: "count", width: "84px" },
			cell: ({ getValue }) => <span className="num">{countText(getValue())}</span>,
		}),
		column.accessor("reason", {
			header: "Why",
			meta: { kind: "text", width: "minmax(160px, 1.2fr)", spare: true, phone: "c" },
			cell: ({ row, getValue }) => (
				<span className="sec" title={getValue()}>
					{getValue() === "" ? (row.original.cause === "page" ? "a page was saved" : "") : getValue()}
				</span>
			),
		}),
		column.accessor("actorName", {
			header: "By",
			meta: { kind: "text", width: "140px", spare: true },
			cell: ({ getValue }) => <span className="sec">{getValue() ?? "Tieout"}</span>,
		}),
		column.display({
			id: "links",
			header: "From",
			meta: { kind: "text", width: "132px", spare: true },
			cell: ({ row: { original } }) =>
				original.pageId !== null ? (
					<Link to="/pages/$pageId" params={{ pageId: original.pageId }}>
						the stored page
					</Link>
				) : original.jobId !== null ? (
					<Link to="/jobs/$jobId" params={{ jobId: original.jobId }}>
						the run
					</Link>
				) : (
					<span className="dim">{"\u2013"}</span>
				),
		}),
		column.accessor("movedAt", {
			header: "At",
			meta: { kind: "count", width: "132px", phone: "d" },
			cell: ({ getValue }) => (
				<span className="sec num" title={fullMomentText(getValue(), zone)}>
					{momentText(getValue(), zone, now)}
				</span>
			),
		}),
	]);
