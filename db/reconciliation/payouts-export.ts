// A reconciliation's payouts for a file: the list as its page shows it.
import type { ExportRow } from "../../domain/core/export-cell.ts";
import { batchRows, type ExportSource, moneyCell, textCell } from "../sync/export-source.ts";
import { type PayoutFilter, type PayoutListRow, payoutRows } from "./payout-row.store.ts";

export interface PayoutsExport {
	readonly list: "payouts";
	readonly filter: Omit<PayoutFilter, "tenantId" | "after" | "limit">;
}

const cells: Readonly<
	Record<string, { readonly kind: ExportSource["columns"][number]["kind"]; readonly of: (row: PayoutListRow) => string | null }>
> = {
	status: { kind: "text", of: (row) => row.status },
	ledgerDate: { kind: "date", of: (row) => row.ledgerDate },
	payoutKey: { kind: "text", of: (row) => textCell(row.label) },
	kind: { kind: "text", of: (row) => row.kind ?? row.rowKind },
	payout: { kind: "money", of: (row) => moneyCell(row.aMinor, row.currency) },
	booked: { kind: "money", of: (row) => moneyCell(row.bMinor, row.currency) },
	difference: { kind: "money", of: (row) => moneyCell(row.differenceMinor, row.currency) },
	currency: { kind: "text", of: (row) => row.currency },
	sentence: { kind: "text", of: (row) => textCell(row.sentence) },
};

export function payoutsExport({ filter }: PayoutsExport): ExportSource {
	return {
		columns: Object.entries(cells).map(([id, { kind }]) => ({ id, kind })),
		summary: async (em, tenantId) => {
			const { total, sums } = await payoutRows(em, { ...filter, tenantId, after: null, limit: 1 });
			return {
				count: total ?? 0,
				totals: sums.map(({ currency, count, aMinor, bMinor, differenceMinor }) => ({
					currency,
					count,
					sums: {
						payout: moneyCell(aMinor, currency) ?? "",
						booked: moneyCell(bMinor, currency) ?? "",
						difference: moneyCell(differenceMinor, currency) ?? "",
					},
				})),
			};
		},
		batch: async (em, tenantId, after) => {
			const page = await payoutRows(em, { ...filter, tenantId, after, limit: batchRows });
			return { rows: page.rows.map((row): ExportRow => Object.values(cells).map(({ of }) => of(row))), next: page.next };
		},
	};
}
