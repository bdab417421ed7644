// Totals of the whole filtered set, a line per currency. Items of one payout with the payout's own row must come to zero.
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { Amount, counted } from "../../kit/amount.tsx";
import type { TieoutColumns } from "../../kit/table/tieout-table.ts";
import type { TotalLine } from "../../kit/table/totals-row.tsx";
import { columnId } from "../../kit/table/use-column-layout.ts";
import { TieMark } from "../../kit/tie-mark.tsx";
import type { CanonicalView } from "./row-columns.tsx";

type Sum = RouterOutputs["explorer"]["rows"]["sums"][number];

interface Shown {
	readonly first: string;
	/** Columns from there to the next one with a figure. */
	readonly lead: number;
}

function shownOf(columns: TieoutColumns<CanonicalView>, narrow: boolean): Shown {
	const shown = columns.filter((column) => !(narrow && column.meta?.spare === true));
	const isFigure = (column: (typeof shown)[number]): boolean => column.meta?.kind === "money" || column.meta?.kind === "unit";
	// The line is named where there is room: in the first columns that hold no figure.
	const from = shown.findIndex((column) => !isFigure(column));
	const behind = shown.slice(Math.max(0, from));
	const figure = behind.findIndex(isFigure);
	return { first: from < 0 ? "" : columnId(shown[from]), lead: figure < 0 ? behind.length : figure };
}

/**
 * @param sums undefined while the server adds up: never a partial sum in a total's place
 * @param payout whose items are listed
 */
export function explorerTotals(
	columns: TieoutColumns<CanonicalView>,
	sums: readonly Sum[] | undefined,
	payout: string | undefined,
	narrow: boolean,
): readonly TotalLine[] {
	const { first, lead } = shownOf(columns, narrow);
	if (sums === undefined)
		return [
			{ id: "adding", cells: { [first]: { kind: "text", span: Math.max(1, lead), content: <span className="dim">adding up…</span> } } },
		];
	const provesPayout = payout !== undefined;
	return sums.map((sum) => ({
		id: sum.currency,
		cells: {
			[first]: {
				kind: "text",
				span: Math.max(1, lead),
				content: (
					<span className="row">
						Total {sum.currency} <span className="num sec">{counted(sum.count, "row")}</span>
						{provesPayout ? (
							<TieMark difference={sum.net}>{BigInt(sum.net.minor) === 0n ? `items and payout ${payout} tie, 0.00` : undefined}</TieMark>
						) : null}
					</span>
				),
			},
			amount: { kind: "money", content: <Amount value={sum.amount} strong /> },
			fee: { kind: "money", content: <Amount value={sum.fee} strong /> },
			net: { kind: "money", content: <Amount value={sum.net} strong final={provesPayout && BigInt(sum.net.minor) === 0n} /> },
			currency: { kind: "unit", content: <span className="sec small">{sum.currency}</span> },
		},
	}));
}
