// Cells of an exported file, as plain text: ISO dates, plain numbers, an ASCII minus; a source's text never runs as a formula.

/** "money" and "count" are numbers; "date" is a calendar day, "instant" a moment, both ISO 8601. */
export type ExportKind = "text" | "money" | "count" | "date" | "instant";

export interface ExportColumn {
	readonly id: string;
	readonly title: string;
	readonly kind: ExportKind;
}

/** null is an empty cell; a real zero is "0" or "0.00". */
export type ExportRow = readonly (string | null)[];

/** Spreadsheet programs run text that begins so as a formula, also after blanks and with full-width signs. */
const runs = /^[\s\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;
/** What begins a new cell where a program parts columns at something else than commas, as Excel does in most of Europe. */
const runsBehind = /([;\t\r\n|]\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/gu;
const plainNumber = /^[+-]?\d+(?:[.,]\d+)*$/;

/** Text that a spreadsheet would run is marked as text with an apostrophe in front; a number stays one. */
export const inertText = (text: string): string =>
	plainNumber.test(text) ? text : `${runs.test(text) ? "'" : ""}${text.replaceAll(runsBehind, "$1'")}`;

/** A cell of a CSV file or of the clipboard. Numbers are ours, so they need no mark. */
export const plainCellText = (kind: ExportKind, text: string | null): string =>
	text === null ? "" : kind === "text" ? inertText(text) : text;
