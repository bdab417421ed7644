import { Link } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { countText } from "../../kit/amount.tsx";
import { WordChip } from "../../kit/status-chip.tsx";
import type { StatusWord } from "../../kit/status-words.ts";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { fullMomentText, momentText } from "../../kit/time-text.ts";

export type DeadLetter = RouterOutputs["deadLetters"]["list"]["rows"][number];

export const deadKinds = ["job", "file", "quarantine", "decision"] as const;
export type DeadKind = (typeof deadKinds)[number];

export const deadWords: Readonly<Record<DeadKind, StatusWord>> = {
	job: { word: "Run", icon: "alert-triangle", tone: "fail" },
	file: { word: "File", icon: "file-off", tone: "fail" },
	quarantine: { word: "Records", icon: "eye-alert", tone: "wait" },
	decision: { word: "Decision", icon: "user-question", tone: "idle" },
};

const column = columnsOf<DeadLetter>();

export const deadLetterColumns = (zone: string, now: string) =>
	column.columns([
		column.accessor("kind", {
			header: "Kind",
			meta: { kind: "status", width: "112px", phone: "b" },
			cell: ({ getValue }) => <WordChip {...deadWords[getValue()]} />,
		}),
		column.accessor("title", {
			header: "Given up on",
			meta: { kind: "text", width: "minmax(180px, 1fr)", rowHeader: true, phone: "a" },
			cell: ({ row, getValue }) => <Target row={row.original} text={getValue()} />,
		}),
		column.accessor("why", {
			header: "Why",
			meta: { kind: "text", width: "minmax(220px, 1.6fr)", phone: "c" },
			cell: ({ getValue }) => (
				<span className="sec" title={getValue()}>
					{getValue()}
				</span>
			),
		}),
		column.accessor("fix", {
			header: "What to do",
			meta: { kind: "text", width: "minmax(200px, 1.4fr)", spare: true },
			cell: ({ getValue }) => (
				<span className="sec" title={getValue()}>
					{getValue()}
				</span>
			),
		}),
		column.accessor("count", {
			header: "How many",
			meta: { kind: "count", width: "92px" },
			cell: ({ getValue }) => <span className="num">{countText(getValue())}</span>,
		}),
		column.accessor("since", {
			header: "Since",
			meta: { kind: "count", width: "124px", phone: "d" },
			cell: ({ getValue }) => (
				<span className="sec num" title={fullMomentText(getValue(), zone)}>
					{momentText(getValue(), zone, now)}
				</span>
			),
		}),
	]);

/** The page where the thing can be seen whole. */
export function Target({ row, text }: { readonly row: DeadLetter; readonly text: string }) {
	if (row.kind === "file" && row.fileId !== null && row.connectionId !== null) {
		return (
			<Link
				to="/connections/$connectionId/files/$fileId"
				params={{ connectionId: row.connectionId, fileId: row.fileId }}
				className="med"
				title={text}
			>
				{text}
			</Link>
		);
	}
	if (row.kind === "quarantine" && row.connectionId !== null) {
		return (
			<Link to="/quarantine" search={{ connection: row.connectionId, code: row.code }} className="med" title={text}>
				{text}
			</Link>
		);
	}
	if (row.jobId === null) return <span className="med">{text}</span>;
	return (
		<Link to="/jobs/$jobId" params={{ jobId: row.jobId }} className="med" title={text}>
			{text}
		</Link>
	);
}
