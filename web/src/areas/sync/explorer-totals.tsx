// Totals of the whole filtered set, a line per currency. Items of one payout with the payout's own row must come to zero.
import type { RouterOutputs } from "../../../../api/app-router.ts";
import type { CanonicalKind } from "../../../../domain/sync/canonical.ts";
import { Amount, counted } from "../../kit/amount.tsx";
import type { TieoutColumnMeta } from "../../kit/table/column-meta.ts";
import type { TotalLine } from "../../kit/table/totals-row.tsx";
import { TieMark } from "../../kit/tie-mark.tsx";
import { rowColumns } from "./row-columns.tsx";

type Sum = RouterOutputs["explorer"]["rows"]["sums"][number];

const columnFacts = (kind: CanonicalKind, narrow: boolean): { readonly first: string; readonly lead: number } => {
	const columns = (rowColumns[kind] as readonly { accessorKey?: string; id?: string; meta?: TieoutColumnMeta }[]).filter(
		(column) => !(narrow && column.meta?.spare === true),
	);
	return { first: columns[0]?.accessorKey ?? columns[0]?.id ?? "", lead: columns.findIndex((column) => column.meta?.kind === "money") };
};

export function explorerTotals(
	kind: CanonicalKind,
	sums: readonly Sum[],
	group: string | undefined,
	narrow: boolean,
): readonly TotalLine[] {
	const { first, lead } = columnFacts(kind, narrow);
	const provesPayout = kind === "payout_item" && group !== undefined;
	return sums.map((sum) => ({
		id: sum.currency,
		cells: {
			[first]: {
				kind: "text",
				span: lead,
				content: (
					<span className="row">
						Total {sum.currency} <span className="num sec">{counted(sum.count, "row")}</span>
						{provesPayout ? (
							<TieMark difference={sum.net}>{BigInt(sum.net.minor) === 0n ? `items and payout ${group} tie, 0.00` : undefined}</TieMark>
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
