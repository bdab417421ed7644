// Totals of the whole filtered set, a line per currency. Items of one payout with the payout's own row must come to zero.
import type { RouterOutputs } from "../../../../api/app-router.ts";
import type { CanonicalKind } from "../../../../domain/sync/canonical.ts";
import { Amount, counted } from "../../kit/amount.tsx";
import type { TotalLine } from "../../kit/table/totals-row.tsx";
import { TieMark } from "../../kit/tie-mark.tsx";
import { leadColumns, rowColumns } from "./row-columns.tsx";

type Sum = RouterOutputs["explorer"]["rows"]["sums"][number];

const firstColumn = (kind: CanonicalKind): string => {
	const column = rowColumns[kind][0] as { accessorKey?: string; id?: string };
	return column.accessorKey ?? column.id ?? "";
};

export function explorerTotals(kind: CanonicalKind, sums: readonly Sum[], group: string | undefined): readonly TotalLine[] {
	const provesPayout = kind === "payout_item" && group !== undefined;
	return sums.map((sum) => ({
		id: sum.currency,
		cells: {
			[firstColumn(kind)]: {
				kind: "text",
				span: leadColumns[kind],
				content: (
					<span className="row">
						Total <span className="num sec">{counted(sum.count, "row")}</span>
						{provesPayout ? (
							<TieMark difference={sum.net}>{BigInt(sum.net.minor) === 0n ? `items and payout ${group} tie, 0.00` : undefined}</TieMark>
						) : null}
					</span>
				),
			},
			amount: { kind: "money", content: <Amount value={sum.amount} strong /> },
			fee: { kind: "money", content: <Amount value={sum.fee} strong /> },
			net: { kind: "money", content: <Amount value={sum.net} strong final={provesPayout && BigInt(sum.net.minor) === 0n} /> },
			currency: { kind: "text", content: <span className="sec small">{sum.currency}</span> },
		},
	}));
}
