// One row of a table, whatever file it came in: cells as text, never coerced, with the place they were found at.
import { TieoutError } from "../../core/errors.ts";
import type { ByteSpan } from "./format.ts";

export interface TableRow {
	/** Position among the rows that aren't blank, from 0. */
	readonly index: number;
	/** The row as it is kept: a CSV row exactly as in the file, a workbook's row as a JSON list of its cells. */
	readonly text: string;
	/** Where the text stands in the file; null in a workbook. */
	readonly span: ByteSpan | null;
	readonly cells: readonly string[];
}

export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === "");

/** A row is never longer than this: no export writes such a one, and whoever reads it holds it whole. */
export const maxRowCharacters = 1_000_000;
export const maxColumns = 2_000;

/** The file as a whole can't be read on. `fileId` in the facts, put there by whoever knows it, refuses the file for good. */
export const unreadable = (code: TableProblemCode, sentence: string): TieoutError => new TieoutError(code, sentence);

export type TableProblemCode =
	| "CSV_EMPTY"
	| "CSV_BROKEN"
	| "CSV_NOT_TEXT"
	| "CSV_NUL"
	| "CSV_LINE_TOO_LONG"
	| "XLSX_BROKEN"
	| "XLSX_TOO_LARGE"
	| "XLSX_UNSAFE"
	| "XLSX_LOCKED";
