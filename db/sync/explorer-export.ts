// Canonical rows for a file: the explorer's own list, read by the same store functions.
import type { ExportRow } from "../../domain/core/export-cell.ts";
import type { ExplorerFilters, ExplorerOrder } from "./explorer-source.ts";
import { type ExplorerRow, explorerRows, explorerTotals } from "./explorer.store.ts";
import { batchRows, type ExportSource, moneyCell, textCell } from "./export-source.ts";

export interface ExplorerExport {
	readonly list: "explorer";
	readonly filters: ExplorerFilters;
	readonly sort: readonly ExplorerOrder[];
}

const cells: Readonly<
	Record<string, { readonly kind: ExportSource["columns"][number]["kind"]; readonly of: (row: ExplorerRow) => string | null }>
> = {
	ledgerDate: { kind: "date", of: (row) => row.ledgerDate },
	occurredAt: { kind: "instant", of: (row) => row.occurredAt },
	naturalKey: { kind: "text", of: (row) => textCell(row.naturalKey) },
	category: { kind: "text", of: (row) => textCell(row.category) },
	status: { kind: "text", of: (row) => textCell(row.status) },
	reference: { kind: "text", of: (row) => textCell(row.reference) },
	groupKey: { kind: "text", of: (row) => textCell(row.groupKey) },
	groupReference: { kind: "text", of: (row) => textCell(row.groupReference) },
	relatedKey: { kind: "text", of: (row) => textCell(row.relatedKey) },
	document: { kind: "text", of: (row) => textCell(row.document) },
	documentKind: { kind: "text", of: (row) => textCell(row.documentKind) },
	account: { kind: "text", of: (row) => textCell(row.account) },
	description: { kind: "text", of: (row) => textCell(row.description) },
	connectionName: { kind: "text", of: (row) => row.connectionName },
	stream: { kind: "text", of: (row) => row.stream },
	amount: { kind: "money", of: (row) => moneyCell(row.amountMinor, row.currency) },
	fee: { kind: "money", of: (row) => moneyCell(row.feeMinor, row.currency) },
	net: { kind: "money", of: (row) => moneyCell(row.netMinor, row.currency) },
	currency: { kind: "text", of: (row) => row.currency },
};

export function explorerExport({ filters, sort }: ExplorerExport): ExportSource {
	return {
		columns: Object.entries(cells).map(([id, { kind }]) => ({ id, kind })),
		summary: async (em, tenantId) => {
			const { total, sums } = await explorerTotals(em, { tenantId, filters });
			return {
				count: total,
				totals: sums.map(({ currency, count, amountMinor, feeMinor, netMinor }) => ({
					currency,
					count,
					sums: {
						amount: moneyCell(amountMinor, currency) ?? "",
						fee: moneyCell(feeMinor, currency) ?? "",
						net: moneyCell(netMinor, currency) ?? "",
					},
				})),
			};
		},
		batch: async (em, tenantId, cursor) => {
			const page = await explorerRows(em, { tenantId, filters, sort, cursor, limit: batchRows });
			return { rows: page.rows.map((row): ExportRow => Object.values(cells).map(({ of }) => of(row))), next: page.next };
		},
	};
}
