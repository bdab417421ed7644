import { Link } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { countText } from "../../kit/amount.tsx";
import { StatusChip, WordChip } from "../../kit/status-chip.tsx";
import { runWords } from "../../kit/status-words.ts";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { fullMomentText, hashText, momentText, periodText } from "../../kit/time-text.ts";

export type RunRow = RouterOutputs["reconciliations"]["list"]["rows"][number];

const column = columnsOf<RunRow>();

export const runColumns = (zone: string, now: string) =>
	column.columns([
		column.accessor("status", {
			header: "Status",
			meta: { kind: "status", width: "130px", phone: "b" },
			cell: ({ row }) => <RunChip run={row.original} />,
		}),
		column.accessor((run) => periodText(run.periodFrom, run.periodTo), {
			id: "period",
			header: "Period",
			meta: { kind: "text", width: "minmax(160px, 1fr)", rowHeader: true, phone: "a" },
			cell: ({ row, getValue }) => (
				<Link to="/reconciliation/$runId" params={{ runId: row.original.id }} className="med">
					{getValue()}
				</Link>
			),
		}),
		column.accessor("entityName", {
			header: "Entity",
			meta: { kind: "text", width: "minmax(140px, 1fr)", phone: "c" },
			cell: ({ getValue }) => <span className="sec">{getValue()}</span>,
		}),
		column.accessor((run) => run.counts.payouts, {
			id: "payouts",
			header: "Payouts",
			meta: { kind: "count", width: "92px" },
			cell: ({ getValue }) => <span className="num">{countText(getValue())}</span>,
		}),
		column.accessor((run) => run.counts.exceptions, {
			id: "exceptions",
			header: "Exceptions",
			meta: { kind: "count", width: "104px" },
			cell: ({ getValue }) => <span className={getValue() > 0 ? "num strong fail-text" : "num dim"}>{countText(getValue())}</span>,
		}),
		column.accessor("resultHash", {
			header: "Result hash",
			meta: { kind: "id", width: "130px" },
			cell: ({ getValue }) => <span className="mono dim">{getValue() === null ? "\u2013" : hashText(getValue() ?? "")}</span>,
		}),
		column.accessor("asOf", {
			header: "As of",
			meta: { kind: "count", width: "150px", phone: "d" },
			cell: ({ getValue }) => (
				<span className="num sec" title={fullMomentText(getValue(), zone)}>
					{momentText(getValue(), zone, now)}
				</span>
			),
		}),
	]);

export function RunChip({ run }: { readonly run: Pick<RunRow, "status" | "counts"> }) {
	const { payouts, matches, exceptions } = run.counts;
	if (run.status === "done" && payouts + matches + exceptions === 0)
		return <WordChip word="Nothing in it" icon="circle-minus" tone="idle" />;
	if (run.status === "done" && exceptions > 0)
		return <WordChip word={`${countText(exceptions)} to decide`} icon="alert-circle" tone="wait" />;
	return <StatusChip words={runWords} status={run.status} />;
}
