// A list as an export reads it: every column it can give, how many rows match, their totals, and the rows batch by batch.
import type { ExportColumn, ExportRow } from "../../domain/core/export-cell.ts";
import { exponentOf } from "../../domain/core/currency.ts";
import { decimalFromMinor } from "../../domain/core/money.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export interface ExportBatch {
	/** In the order of `columns`. */
	readonly rows: readonly ExportRow[];
	readonly next: string | null;
}

/** A line of totals: "USD", 50,000 rows, figures by the column they stand under. */
export interface ExportTotal {
	readonly currency: string;
	readonly count: number;
	readonly sums: Readonly<Record<string, string>>;
}

export interface ExportSource {
	readonly columns: readonly Omit<ExportColumn, "title">[];
	readonly summary: (em: ScopedEm, tenantId: string) => Promise<{ readonly count: number; readonly totals: readonly ExportTotal[] }>;
	readonly batch: (em: ScopedEm, tenantId: string, cursor: string | null) => Promise<ExportBatch>;
}

export const batchRows = 2_000;

/** Minor units as the decimal that a file carries: "-1277.36". */
export const moneyCell = (minor: string | null, currency: string): string | null =>
	minor === null ? null : decimalFromMinor(BigInt(minor), exponentOf(currency));

export const textCell = (text: string | null): string | null => (text === null || text === "" ? null : text);
