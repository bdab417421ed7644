// XLSX: the sheet that reads best is taken, cells as text, dates by their style, formulas by the result that was saved with them.
import type { FileFormat, FileSource } from "../format.ts";
import { firstRows, kindOf, layoutIn, matchesOf, proposed, readCells, settled, unsettled } from "../table-format.ts";
import { tableItems } from "../table-items.ts";
import type { TableMapping } from "../table-mapping.ts";
import { type TableRow, unreadable } from "../table-row.ts";
import { tableSettingsOf, withRemembered } from "../table-settings.ts";
import { sheetRows } from "./rows.ts";
import { collected, isZip, openWorkbook, type Workbook } from "./workbook.ts";

const open = async (source: FileSource): Promise<Workbook> => openWorkbook(await collected(source.bytes()));

async function* rowsOf(source: FileSource, sheet: string): AsyncGenerator<TableRow> {
	yield* sheetRows(await open(source), sheet);
}

interface Chosen {
	readonly sheet: string;
	readonly top: readonly TableRow[];
	readonly matches: ReturnType<typeof matchesOf>;
}

/** The sheet whose rows are surest to be a known export; of equals the first. */
async function bestSheet(workbook: Workbook, wanted: string): Promise<Chosen> {
	const sheets = workbook.sheets.some(({ name }) => name === wanted)
		? workbook.sheets.filter(({ name }) => name === wanted)
		: workbook.sheets;
	let best: Chosen | null = null;
	for (const { name } of sheets) {
		const top = await firstRows(sheetRows(workbook, name));
		if (top.length === 0) continue;
		const matches = matchesOf(top);
		if (best === null || matches[0].confidence > best.matches[0].confidence) best = { sheet: name, top, matches };
	}
	if (best === null) throw unreadable("CSV_EMPTY", "The workbook has no rows. Upload the file that holds them.");
	return best;
}

const table = (sheet: string) => ({ format: "xlsx", encoding: "utf-8", delimiter: ",", sheet }) as const;

/** A record's text is its rows as JSON lists, one a line. */
function cellsOf(text: string): readonly (readonly string[])[] | null {
	try {
		return text.split("\n").map((line) => JSON.parse(line) as string[]);
	} catch {
		return null;
	}
}

export const xlsxFormat: FileFormat<TableMapping> = {
	id: "xlsx",
	title: "XLSX",
	reads: [
		"The visible sheet that reads best as a known export; rows and headers as in CSV.",
		"Cells as text, never coerced: numbers with the 15 digits that a workbook keeps, dates and times by the cell’s style (both date systems), numbers with leading zeros by theirs.",
		"Formulas by the result that was saved with them; they are never evaluated.",
	],
	refuses: [
		"Old workbooks (.xls) and locked ones: save them as XLSX or CSV.",
		"More than 100 MB packed, a part that unpacks to more than 200 times its size or 1.5 GB, parts that overlap, names that point elsewhere, a document type or entities of its own.",
	],
	settingsOf: (stored) => tableSettingsOf(stored, "xlsx"),
	detect(head) {
		if (!isZip(head.bytes)) return null;
		const named = /\.xls[xm]$/i.test(head.name);
		const inside = head.text.includes("xl/") || head.text.includes("[Content_Types].xml");
		if (!named && !inside) return null;
		return { confidence: inside ? 0.95 : 0.6, why: ["A workbook in the XLSX format."], settings: unsettled(table("")) };
	},
	async settle(source, given, chosen) {
		const workbook = await open(source);
		const { sheet, top, matches } = await bestSheet(workbook, given.sheet);
		const mapping = proposed({ given, chosen, matches, top, name: source.name, table: table(sheet) });
		const found = await settled(() => sheetRows(workbook, sheet), top, mapping, matches);
		const of = workbook.sheets.length === 1 ? "its only sheet" : `one of ${workbook.sheets.length} sheets`;
		const formulas = top.reduce((sum, row) => sum + ("formulas" in row && typeof row.formulas === "number" ? row.formulas : 0), 0);
		const why = [
			...found.why,
			`Read from “${sheet}”, ${of}.`,
			...(formulas === 0 ? [] : [`${formulas} cells hold formulas: the results that were saved with them are read, nothing is computed.`]),
		];
		return { ...found, why };
	},
	remember: withRemembered,
	kind: kindOf,
	open: (source, settings) => tableItems(rowsOf(source, settings.sheet), settings, layoutIn(settings)),
	read: (record, settings, of) => readCells(cellsOf(record.text), record, settings, of),
};
