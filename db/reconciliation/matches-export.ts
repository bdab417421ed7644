// A reconciliation's matches for a file: the list as its page shows it, and every row that a match ties.
import type { ExportRow } from "../../domain/core/export-cell.ts";
import { batchRows, type ExportSource, moneyCell, textCell } from "../sync/export-source.ts";
import { type MatchFilter, matchesOf, type MatchRowView, matchSums } from "./match.store.ts";

export interface MatchesExport {
	readonly list: "matches";
	readonly filter: Omit<MatchFilter, "tenantId" | "after" | "limit">;
}

const sideOf = ({ members }: MatchRowView, side: "a" | "b"): string | null =>
	textCell(
		members
			.filter((member) => member.side === side)
			.map(({ label }) => label)
			.join(", "),
	);

const cells: Readonly<
	Record<string, { readonly kind: ExportSource["columns"][number]["kind"]; readonly of: (row: MatchRowView) => string | null }>
> = {
	leaf: { kind: "text", of: (row) => textCell(row.leaf) },
	category: { kind: "text", of: (row) => textCell(row.category) },
	level: { kind: "text", of: (row) => row.level },
	payoutKey: { kind: "text", of: (row) => textCell(row.payoutKey) },
	why: { kind: "text", of: (row) => textCell(`${row.pass}: ${row.reasons.join(", ")}`) },
	currency: { kind: "text", of: (row) => row.currency },
	a: { kind: "money", of: (row) => moneyCell(row.aMinor, row.currency) },
	b: { kind: "money", of: (row) => moneyCell(row.bMinor, row.currency) },
	residual: { kind: "money", of: (row) => moneyCell(row.residualMinor, row.currency) },
	aRows: { kind: "text", of: (row) => sideOf(row, "a") },
	bRows: { kind: "text", of: (row) => sideOf(row, "b") },
};

export function matchesExport({ filter }: MatchesExport): ExportSource {
	return {
		columns: Object.entries(cells).map(([id, { kind }]) => ({ id, kind })),
		summary: async (em, tenantId) => {
			const sums = await matchSums(em, { ...filter, tenantId });
			return {
				count: sums.reduce((total, { count }) => total + count, 0),
				totals: sums.map(({ currency, count, aMinor, bMinor, residualMinor }) => ({
					currency,
					count,
					sums: {
						a: moneyCell(aMinor, currency) ?? "",
						b: moneyCell(bMinor, currency) ?? "",
						residual: moneyCell(residualMinor, currency) ?? "",
					},
				})),
			};
		},
		batch: async (em, tenantId, after) => {
			const page = await matchesOf(em, { ...filter, tenantId, after, limit: batchRows });
			return { rows: page.rows.map((row): ExportRow => Object.values(cells).map(({ of }) => of(row))), next: page.next };
		},
	};
}
