// A list as a file: the chosen columns of every row that matches, and for a workbook a last sheet that says what it is.
import type { ExportColumn, ExportRow } from "../domain/core/export-cell.ts";
import type { ExportFormat, ExportState, StoredFormat } from "../db/sync/export.store.ts";
import type { ExportSource, ExportTotal } from "../db/sync/export-source.ts";
import { csvFile } from "./csv-file.ts";
import { xlsxFile } from "./xlsx-file.ts";

export interface ExportFile {
	readonly format: ExportFormat;
	readonly state: ExportState;
	readonly source: Pick<ExportSource, "columns">;
	/** Every row that matches, in the source's columns. */
	readonly batches: AsyncIterable<readonly ExportRow[]>;
	readonly summary: { readonly count: number; readonly totals: readonly ExportTotal[] };
	/** When the reading began, ISO 8601. */
	readonly at: string;
}

export function exportFile(file: ExportFile): AsyncGenerator<Uint8Array> {
	const { columns } = file.state;
	const places = columns.map(({ id }) => file.source.columns.findIndex((column) => column.id === id));
	const rows = chosen(file.batches, places);
	if (file.format === "csv") return csvFile(columns, rows);
	return xlsxFile([
		{ name: file.state.title, columns, batches: rows },
		{ name: "About this file", columns: aboutColumns, batches: [about(file)] },
	]);
}

async function* chosen(batches: ExportFile["batches"], places: readonly number[]): AsyncGenerator<readonly ExportRow[]> {
	for await (const rows of batches) yield rows.map((row) => places.map((place) => row[place] ?? null));
}

const aboutColumns: readonly ExportColumn[] = [
	{ id: "what", title: "What", kind: "text" },
	{ id: "value", title: "Value", kind: "text" },
];

function about({ state, summary, at }: ExportFile): readonly ExportRow[] {
	const totals = summary.totals.flatMap(({ currency, count, sums }): ExportRow[] => [
		[`Rows in ${currency}`, String(count)],
		...state.columns.flatMap(({ id, title }): ExportRow[] => (sums[id] === undefined ? [] : [[`Total ${title}, ${currency}`, sums[id]]])),
	]);
	return [
		["List", state.title],
		["Company", state.company],
		...(state.words.length === 0 ? [["Filters", "none"] as const] : state.words.map(({ label, value }): ExportRow => [label, value])),
		["Rows", String(summary.count)],
		...totals,
		["Read at", at],
		["Asked for by", state.askedBy],
	];
}

const fileTypes = {
	zip: "application/zip",
	ndjson: "application/x-ndjson",
	csv: "text/csv; charset=utf-8",
	xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

export const contentTypeOf = (format: StoredFormat): string => fileTypes[format];

/** "Balance entries 2026-11-21.csv", without what a header or a file system could act on. */
export const fileNameOf = (title: string, at: string, format: StoredFormat): string =>
	`${title
		.replaceAll(/[^\p{L}\p{N}&._-]+/gu, " ")
		.trim()
		.slice(0, 80)} ${at.slice(0, 10)}.${format}`;
