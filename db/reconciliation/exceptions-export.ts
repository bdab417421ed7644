// A reconciliation's exceptions for a file: the list as its page shows it.
import type { ExportRow } from "../../domain/core/export-cell.ts";
import { batchRows, type ExportSource, moneyCell, textCell } from "../sync/export-source.ts";
import { type ExceptionFilter, type ExceptionRow, exceptionsOf, exceptionSums } from "./exception.store.ts";

export interface ExceptionsExport {
	readonly list: "exceptions";
	readonly filter: Omit<ExceptionFilter, "tenantId" | "after" | "limit">;
}

const cells: Readonly<
	Record<string, { readonly kind: ExportSource["columns"][number]["kind"]; readonly of: (row: ExceptionRow) => string | null }>
> = {
	type: { kind: "text", of: (row) => row.type },
	date: { kind: "date", of: (row) => row.ledgerDate },
	leaf: { kind: "text", of: (row) => textCell(row.leaf) },
	sentence: { kind: "text", of: (row) => textCell(row.sentence) },
	payoutKey: { kind: "text", of: (row) => textCell(row.payoutKey) },
	amount: { kind: "money", of: (row) => moneyCell(row.amountMinor, row.currency) },
	difference: { kind: "money", of: (row) => moneyCell(row.differenceMinor, row.currency) },
	currency: { kind: "text", of: (row) => row.currency },
};

export function exceptionsExport({ filter }: ExceptionsExport): ExportSource {
	return {
		columns: Object.entries(cells).map(([id, { kind }]) => ({ id, kind })),
		summary: async (em, tenantId) => {
			const sums = await exceptionSums(em, { ...filter, tenantId });
			return {
				count: sums.reduce((total, { count }) => total + count, 0),
				totals: sums.map(({ currency, count, differenceMinor }) => ({
					currency,
					count,
					sums: { difference: moneyCell(differenceMinor, currency) ?? "" },
				})),
			};
		},
		batch: async (em, tenantId, after) => {
			const page = await exceptionsOf(em, { ...filter, tenantId, after, limit: batchRows });
			return { rows: page.rows.map((row): ExportRow => Object.values(cells).map(({ of }) => of(row))), next: page.next };
		},
	};
}
