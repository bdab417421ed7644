// A CSV file piece by piece: UTF-8 with its mark, commas, CRLF, quotes where they are needed (RFC 4180).
import { stringify } from "csv-stringify/sync";
import { type ExportColumn, type ExportRow, inertText, plainCellText } from "../domain/core/export-cell.ts";

const byteOrderMark = "\uFEFF";

const lines = (rows: readonly (readonly string[])[]): Uint8Array =>
	new TextEncoder().encode(stringify([...rows], { record_delimiter: "\r\n" }));

/** @param batches rows in the columns' order */
export async function* csvFile(columns: readonly ExportColumn[], batches: AsyncIterable<readonly ExportRow[]>): AsyncGenerator<Uint8Array> {
	// Excel takes a file without the mark for its system's own encoding.
	yield new TextEncoder().encode(byteOrderMark);
	yield lines([columns.map(({ title }) => inertText(title))]);
	for await (const rows of batches) {
		if (rows.length > 0) yield lines(rows.map((row) => columns.map(({ kind }, at) => plainCellText(kind, row[at] ?? null))));
	}
}
