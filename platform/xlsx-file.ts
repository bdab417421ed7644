// An XLSX file piece by piece (ECMA-376): text cells are text and never formulas, numbers are numbers while a double keeps
// every digit, days are dates. 100,000 rows take as much memory as one batch; libraries that build the whole sheet took 776 MB.
import type { ExportColumn, ExportKind, ExportRow } from "../domain/core/export-cell.ts";
import { type ZipEntry, zipStream } from "./zip-stream.ts";

export interface Sheet {
	/** At most 31 characters, none of []:*?/\ . */
	readonly name: string;
	readonly columns: readonly ExportColumn[];
	readonly batches: AsyncIterable<readonly ExportRow[]> | Iterable<readonly ExportRow[]>;
}

/** Rows that a sheet holds, its head included. */
export const mostSheetRows = 1_048_576;
const mostCellCharacters = 32_767;

const styles = { head: 1, date: 2 } as const;

export async function* xlsxFile(sheets: readonly Sheet[]): AsyncGenerator<Uint8Array> {
	yield* zipStream([
		fixed("[Content_Types].xml", contentTypes(sheets.length)),
		fixed("_rels/.rels", relations([["officeDocument", "xl/workbook.xml"]])),
		fixed("xl/workbook.xml", workbook(sheets.map(({ name }) => name))),
		fixed(
			"xl/_rels/workbook.xml.rels",
			relations([...sheets.map((_, at): [string, string] => ["worksheet", `worksheets/sheet${at + 1}.xml`]), ["styles", "styles.xml"]]),
		),
		fixed("xl/styles.xml", styleSheet),
		...sheets.map((sheet, at): ZipEntry => ({ name: `xl/worksheets/sheet${at + 1}.xml`, content: sheetXml(sheet) })),
	]);
}

async function* sheetXml({ columns, batches }: Sheet): AsyncGenerator<Uint8Array> {
	const widths = columns.map(({ kind }, at) => `<col min="${at + 1}" max="${at + 1}" width="${columnWidths[kind]}" customWidth="1"/>`);
	yield bytes(
		`${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
			`<cols>${widths.join("")}</cols><sheetData><row r="1">${columns.map(({ title }) => textCell(title, styles.head)).join("")}</row>`,
	);
	for await (const rows of batches) {
		if (rows.length > 0)
			yield bytes(rows.map((row) => `<row>${columns.map(({ kind }, at) => cell(kind, row[at] ?? null)).join("")}</row>`).join(""));
	}
	yield bytes("</sheetData></worksheet>");
}

const columnWidths: Readonly<Record<ExportKind, number>> = { text: 24, money: 16, count: 12, date: 12, instant: 26 };

function cell(kind: ExportKind, text: string | null): string {
	if (text === null) return "<c/>";
	if (kind === "date" && /^\d{4}-\d{2}-\d{2}$/.test(text)) return `<c s="${styles.date}"><v>${dayNumber(text)}</v></c>`;
	if ((kind === "money" || kind === "count") && isExact(text)) return `<c><v>${text}</v></c>`;
	return textCell(text);
}

/** A spreadsheet keeps fifteen digits; a longer number stays text, so that none is lost. */
const isExact = (text: string): boolean => /^-?\d+(?:\.\d+)?$/.test(text) && text.replaceAll(/\D/g, "").replace(/^0+/, "").length <= 15;

/** Days since 30 December 1899, which is how a sheet counts them. */
const dayNumber = (date: string): number => Math.round((Date.parse(`${date}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000);

const textCell = (text: string, style?: number): string =>
	`<c t="inlineStr"${style === undefined ? "" : ` s="${style}"`}><is><t xml:space="preserve">${escape(text.slice(0, mostCellCharacters))}</t></is></c>`;

/** XML 1.0 has no other control characters, and no halves of surrogate pairs. */
const escape = (text: string): string =>
	text
		.toWellFormed()
		.replaceAll(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, "")
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;");

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const part = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const fixed = (name: string, text: string): ZipEntry => ({ name, content: once(declaration + text) });

async function* once(text: string): AsyncGenerator<Uint8Array> {
	yield bytes(text);
}

const contentTypes = (sheets: number): string =>
	`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${part}.sheet.main+xml"/>` +
	`<Override PartName="/xl/styles.xml" ContentType="${part}.styles+xml"/>` +
	Array.from(
		{ length: sheets },
		(_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${part}.worksheet+xml"/>`,
	).join("") +
	"</Types>";

const relations = (targets: readonly (readonly [string, string])[]): string =>
	`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets
		.map(([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${office}/${type}" Target="${target}"/>`)
		.join("")}</Relationships>`;

const workbook = (names: readonly string[]): string =>
	`<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${names
		.map(
			(name, at) => `<sheet name="${escape(name.replaceAll(/[[\]:*?/\\]/g, " ").slice(0, 31))}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`,
		)
		.join("")}</sheets></workbook>`;

const styleSheet =
	`<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>` +
	`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>` +
	`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>` +
	`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
