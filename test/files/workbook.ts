// Workbooks for tests, part by part, so that a test can write what a spreadsheet program does and what only an attack does.
import { zipOf } from "./zip-of.ts";

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export interface WorkbookParts {
	/** Name and the XML between <sheetData> and its end. */
	readonly sheets: readonly (readonly [name: string, rows: string])[];
	readonly shared?: readonly string[];
	/** numFmts and cellXfs of styles.xml. */
	readonly formats?: readonly (readonly [id: number, code: string])[];
	readonly styles?: readonly number[];
	readonly from1904?: boolean;
	/** Attributes of a sheet in workbook.xml, by name. */
	readonly hidden?: readonly string[];
	readonly extra?: readonly (readonly [name: string, bytes: Uint8Array])[];
	/** Put in front of sheet 1. */
	readonly prologue?: string;
}

export function workbookEntries(parts: WorkbookParts): (readonly [string, Uint8Array])[] {
	const sheets = parts.sheets.map(
		([name], n) =>
			`<sheet name="${name}" sheetId="${n + 1}"${parts.hidden?.includes(name) === true ? ' state="hidden"' : ""} r:id="rId${n + 1}"/>`,
	);
	const relationships = parts.sheets.map(
		(_sheet, n) => `<Relationship Id="rId${n + 1}" Type="worksheet" Target="worksheets/sheet${n + 1}.xml"/>`,
	);
	const formats = (parts.formats ?? []).map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`);
	const styles = (parts.styles ?? [0]).map((id) => `<xf numFmtId="${id}"/>`);
	return [
		["[Content_Types].xml", text(`${head}<Types/>`)],
		[
			"xl/workbook.xml",
			text(
				`${head}<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr${parts.from1904 === true ? ' date1904="1"' : ""}/><sheets>${sheets.join("")}</sheets></workbook>`,
			),
		],
		["xl/_rels/workbook.xml.rels", text(`${head}<Relationships>${relationships.join("")}</Relationships>`)],
		["xl/sharedStrings.xml", text(`${head}<sst>${(parts.shared ?? []).map((each) => `<si>${each}</si>`).join("")}</sst>`)],
		["xl/styles.xml", text(`${head}<styleSheet><numFmts>${formats.join("")}</numFmts><cellXfs>${styles.join("")}</cellXfs></styleSheet>`)],
		...parts.sheets.map(
			([, rows], n) =>
				[
					`xl/worksheets/sheet${n + 1}.xml`,
					text(`${head}${n === 0 ? (parts.prologue ?? "") : ""}<worksheet><sheetData>${rows}</sheetData></worksheet>`),
				] as const,
		),
		...(parts.extra ?? []),
	];
}

export const workbookOf = (parts: WorkbookParts): Uint8Array => zipOf(workbookEntries(parts));

/** A row of inline texts: A1, B1, … */
export const textRow = (...cells: readonly string[]): string =>
	`<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</t></is></c>`).join("")}</row>`;
