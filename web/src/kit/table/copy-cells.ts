// Cells as plain text for the clipboard, so that figures paste into a spreadsheet as numbers.
import { exponentOf } from "../../../../domain/core/currency.ts";
import { inertText } from "../../../../domain/core/export-cell.ts";
import { type MoneyWire, decimalFromMinor } from "../../../../domain/core/money.ts";
import type { CellKind } from "./column-meta.ts";

const isMoney = (value: unknown): value is MoneyWire =>
	typeof value === "object" && value !== null && "minor" in value && "currency" in value && typeof value.minor === "string";

/** ASCII minus, no grouping, no currency word: "-1277.36". Nothing is an empty cell, a real zero is "0.00". */
export function plainCell(kind: CellKind, value: unknown): string {
	if (value === null || value === undefined) return "";
	if (isMoney(value)) return decimalFromMinor(BigInt(value.minor), exponentOf(value.currency));
	if (kind === "count" && typeof value === "number") return String(value);
	const text = typeof value === "object" ? JSON.stringify(value) : String(value as string | number | boolean);
	return inertText(text.replaceAll(/[\t\r\n]+/g, " "));
}

/** Rows of cells as tab-separated lines, the form spreadsheets read from the clipboard. */
export const plainCells = (rows: readonly (readonly string[])[]): string => rows.map((row) => row.join("\t")).join("\n");
