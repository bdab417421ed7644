// CSV: any delimiter, any alphabet that exports use, quoted cells over several lines, in bounded memory.
import type { Detection, FileFormat, FileSource } from "../format.ts";
import { firstRows, kindOf, layoutIn, matchesOf, proposed, readCells, settled, unsettled } from "../table-format.ts";
import { tableItems } from "../table-items.ts";
import type { TableMapping } from "../table-mapping.ts";
import { type TableRow, unreadable } from "../table-row.ts";
import { tableSettingsOf, withRemembered } from "../table-settings.ts";
import { delimiterNames, sniffDelimiter } from "./sniff.ts";
import { type Encoding, encodingNames, encodingOfHead, markedEncoding, Utf8Check } from "./encoding.ts";
import { csvRows, looksBinary, parseRows } from "./rows.ts";

const rowsOf = (source: FileSource, mapping: Pick<TableMapping, "encoding" | "delimiter">) => (): AsyncIterable<TableRow> =>
	csvRows(source.bytes(), mapping);

/** Strict UTF-8 is only known at the file's end. */
async function encodingOf(source: FileSource, given: Encoding): Promise<Encoding> {
	const check = new Utf8Check();
	let first = true;
	for await (const chunk of source.bytes()) {
		if (first && chunk.length > 2) {
			const marked = markedEncoding(chunk);
			if (marked !== null && marked !== "utf-8") return marked;
			first = false;
		}
		if (!check.accepts(chunk)) return "windows-1252";
	}
	return check.whole() ? (given === "windows-1252" ? "utf-8" : given) : "windows-1252";
}

const plainName = (name: string): boolean => /\.(?:csv|tsv|txt|tab)$/i.test(name);

export const csvFormat: FileFormat<TableMapping> = {
	id: "csv",
	title: "CSV",
	reads: [
		"Comma, semicolon, tab or bar between cells; UTF-8 with or without a byte order mark, UTF-16, Windows-1252 (Latin-1).",
		"The header up to 26 rows down; titles above it and totals below it are counted and shown.",
		"Cells as text: leading zeros, long references and formulas (=HYPERLINK…) stay what is written.",
		"Files of any length, in bounded memory.",
	],
	refuses: [
		"A quoted cell that is never closed, a row of more than 1,000,000 characters, a file that isn’t text.",
		"Day and month, and decimal point or comma, are decided once per file from all its rows, else asked.",
	],
	settingsOf: (stored) => tableSettingsOf(stored, "csv"),
	detect(head): Detection<TableMapping> | null {
		const encoding = encodingOfHead(head.bytes);
		const named = plainName(head.name);
		if (looksBinary(head.bytes, encoding, named)) return null;
		const delimiter = sniffDelimiter(head.text);
		const parted = head.text.slice(0, 20_000).includes(delimiter);
		if (!named && !parted) return null;
		const why = [`Text in ${encodingNames[encoding]}, cells parted by a ${delimiterNames[delimiter] ?? "character"}.`];
		// The layout shows in the rows, which `settle` reads.
		const settings = unsettled({ format: "csv", encoding, delimiter, sheet: "" });
		return { confidence: named && parted ? 0.6 : 0.4, why, settings };
	},
	async settle(source, given, chosen) {
		const encoding = await encodingOf(source, given.encoding);
		const rows = rowsOf(source, { ...given, encoding });
		const top = await firstRows(rows());
		if (top.length === 0) throw unreadable("CSV_EMPTY", "The file has no rows. Upload the file that holds them.");
		const matches = matchesOf(top);
		const table = { format: "csv", encoding, delimiter: given.delimiter, sheet: "" } as const;
		return settled(rows, top, proposed({ given, chosen, matches, top, name: source.name, table }), matches);
	},
	remember: withRemembered,
	kind: kindOf,
	open: (source, settings) => tableItems(rowsOf(source, settings)(), settings, layoutIn(settings)),
	read: (record, settings, of) => readCells(parseRows(record.text, settings.delimiter), record, settings, of),
};
