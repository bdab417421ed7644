// Which known export a table is: by the headers it must have and the look of its values, never by its whole header or by positions,
// because vendors add, drop and move columns every year.
import { currencyCode } from "../../core/currency.ts";
import { looksLikeDate } from "../statement/row-dates.ts";
import { isBlank, type TableRow } from "./table-row.ts";
import type { Layout } from "./layout.ts";
import { layouts } from "./layouts/layouts.ts";
import { rowFields } from "./row-fields.ts";
import { noColumns, type TableColumns, type TableField, tableFields, type TableMapping } from "./table-mapping.ts";

export interface LayoutMatch {
	readonly layout: Layout;
	/** 0 to 1. */
	readonly confidence: number;
	readonly why: readonly string[];
	readonly headerRow: number;
	readonly columns: TableColumns;
}

/** The header may lie this many rows down, blank ones not counted. */
const deepestHeader = 26;
const sampleRows = 200;

export const plainHeader = (cell: string): string =>
	cell.replaceAll("\uFEFF", "").replaceAll("\u00a0", " ").trim().toLowerCase().replace(/\s+/g, " ");

const currencyWords = /^(?:euros?|€|\$|£|us dollars?)$/;

/** Without the unit that banks write beside a header's word: "amount (gbp)", "gutschrift in chf", "débit euros", "#kwota". */
function withoutUnit(header: string): string {
	const plain = header.replace(/^[#*]+\s*/, "").replace(/\s*[*:]+$/, "");
	const behind = /^(.+?)\s+(?:in )?\(?\s*([^\s()]+)\s*\)?$/.exec(plain);
	const [, word = "", unit = ""] = behind ?? [];
	return currencyCode(unit) !== null || currencyWords.test(unit) ? word : plain;
}

/** The currency that a header names beside its word; null when it names none. */
export function currencyInHeader(header: string): string | null {
	const plain = plainHeader(header);
	const bare = withoutUnit(plain);
	const unit = plain.slice(plain.indexOf(bare) + bare.length);
	if (/euros?|€/.test(unit)) return "EUR";
	return currencyCode(/([a-z]{3})\s*\)?$/.exec(unit)?.[1] ?? "");
}

/** The first column with the best name of each field. A column may serve two fields of a known export, as a charge's id does. */
export function columnsIn(header: readonly string[], layout: Layout): TableColumns {
	const columns = { ...noColumns };
	// A known export's names are exact; any bank's come with units.
	const words = layout.id === "generic" ? header.map(withoutUnit) : header;
	for (const field of tableFields)
		for (const name of layout.names[field] ?? []) {
			const at = header.includes(name) ? header.indexOf(name) : words.indexOf(name);
			if (at < 0) continue;
			columns[field] = at;
			break;
		}
	return columns;
}

const has = (columns: TableColumns, need: TableField | readonly TableField[]): boolean =>
	typeof need === "string" ? columns[need] !== null : need.some((field) => columns[field] !== null);

const listed = (names: readonly string[]): string => names.slice(0, 5).join(", ");

const anyMapping: TableMapping = {
	format: "csv",
	layout: "",
	encoding: "utf-8",
	delimiter: ",",
	sheet: "",
	headerRow: -1,
	columns: noColumns,
	dateOrder: null,
	decimalMark: null,
	currency: "",
	account: "",
	signs: null,
};

/** How many of the sampled values look as they should; null where the layout says nothing about them. */
function shapesOf(
	rows: readonly TableRow[],
	layout: Layout,
	columns: TableColumns,
): { readonly fits: number; readonly field: TableField } | null {
	let worst: { fits: number; field: TableField } | null = null;
	// Headings, totals and footers are no values.
	const records = rows.filter(({ cells }) => layout.classify(rowFields(cells, { ...anyMapping, columns }), null).kind === "record");
	for (const field of tableFields) {
		const shape = layout.shapes[field];
		const column = columns[field];
		if (shape === undefined || column === null) continue;
		const cells = records.map(({ cells }) => (cells[column] ?? "").trim()).filter((cell) => cell !== "");
		if (cells.length === 0) continue;
		const fits = cells.filter((cell) => shape.test(cell)).length / cells.length;
		if (worst === null || fits < worst.fits) worst = { fits, field };
	}
	return worst;
}

function headed(rows: readonly TableRow[], layout: Layout): LayoutMatch | null {
	const at = rows.slice(0, deepestHeader).findIndex(({ cells }) => {
		const columns = columnsIn(cells.map(plainHeader), layout);
		return layout.required.every((need) => has(columns, need));
	});
	const row = rows[at];
	if (row === undefined || layout.required.length === 0) return null;
	const header = row.cells.map(plainHeader).filter((cell) => cell !== "");
	if (layout.never.some((name) => header.includes(name))) return null;
	const below = rows.slice(at + 1, at + 1 + sampleRows);
	const { columns, why: seen } = completed(layout, row.cells.map(plainHeader), below);
	const mapped = new Set(Object.values(columns).filter((column) => column !== null));
	// A layout with nothing of its own is only meant when nothing else is there.
	if (layout.telling.length === 0 && layout.id !== "generic" && mapped.size !== header.length) return null;
	const told = layout.telling.filter((name) => header.includes(name));
	const shapes = shapesOf(below, layout, columns);
	const confidence = confidenceOf(layout, told.length, shapes?.fits ?? null);
	const title = row.cells[columns[shapes?.field ?? "date"] ?? 0]?.trim() ?? "";
	const names = told.length > 0 ? told : header.filter((_name, column) => mapped.has(column));
	const why = [
		layout.id === "generic"
			? `Its columns read as a bank statement’s: ${listed(names)}.`
			: `It has the columns that ${layout.issuer} writes: ${listed(names)}.`,
		...(shapes === null
			? []
			: shapes.fits >= trusted
				? [`The values of ${title} look as ${layout.issuer} writes them.`]
				: [`The values of ${title} don’t look as ${layout.issuer} writes them.`]),
		...seen,
		...(at === 0 ? [] : [`The header is in row ${at + 1}; what stands above it is no part of the table.`]),
	];
	return { layout, confidence, why, headerRow: row.index, columns };
}

/** The columns by name, completed by what the layout sees in their values. */
function completed(layout: Layout, header: readonly string[], below: readonly TableRow[]) {
	const columns = columnsIn(header, layout);
	if (layout.byValues === null) return { columns, why: [] };
	const records = below.filter(({ cells }) => layout.classify(rowFields(cells, { ...anyMapping, columns }), null).kind === "record");
	return layout.byValues({ header, columns, values: (column) => records.map(({ cells }) => (cells[column] ?? "").trim()) });
}

const trusted = 0.8;

function confidenceOf(layout: Layout, told: number, fits: number | null): number {
	if (layout.id === "generic") return 0.5;
	const share = layout.telling.length === 0 ? 0 : Math.min(1, told / Math.min(3, layout.telling.length));
	const shape = fits === null ? 0.05 : fits >= trusted ? 0.1 : fits >= 0.5 ? -0.15 : -0.4;
	return Math.max(0, Math.round((0.6 + 0.27 * share + shape) * 100) / 100);
}

function headerless(rows: readonly TableRow[], layout: Layout): LayoutMatch | null {
	const known = layout.headerless;
	const sample = rows.slice(0, sampleRows);
	if (known === null || sample.length === 0 || sample.some(({ cells }) => cells.length !== known.width)) return null;
	const columns = { ...noColumns, ...known.columns };
	const shapes = shapesOf(sample, layout, columns);
	if (shapes === null || shapes.fits < 1) return null;
	const why = [`It has no header; its ${known.width} columns look as ${layout.issuer} writes them: ${layout.title.toLowerCase()}.`];
	return { layout, confidence: 0.6, why, headerRow: -1, columns };
}

/** All layouts that the rows may follow, surest first; of equals the one that knows more columns. */
export function detectLayouts(rows: readonly TableRow[]): readonly LayoutMatch[] {
	const useful = rows.filter(({ cells }) => !isBlank(cells));
	const width = (match: LayoutMatch): number => Object.values(match.columns).filter((column) => column !== null).length;
	return layouts
		.map((layout) => headed(useful, layout) ?? headerless(useful, layout))
		.filter((match) => match !== null)
		.sort((a, b) => b.confidence - a.confidence || width(b) - width(a));
}

/** A row with a date and an amount is no header: the file has none, and its first row is a movement. */
const isMovement = (cells: readonly string[]): boolean =>
	cells.some((cell) => looksLikeDate(cell)) && cells.some((cell) => /^[-+(]?\d[\d.,]*[.,]\d{2}\)?$/.test(cell.trim()));

/** A row that names two columns is a header, though an incomplete one: what it does name is not asked again. */
export function proposedHeader(rows: readonly TableRow[], layout: Layout): { readonly headerRow: number; readonly columns: TableColumns } {
	const found = rows
		.slice(0, deepestHeader)
		.map((row) => ({ headerRow: row.index, columns: columnsIn(row.cells.map(plainHeader), layout) }))
		.find(({ columns }) => Object.values(columns).filter((column) => column !== null).length >= 2);
	return found ?? { headerRow: rows[0] !== undefined && isMovement(rows[0].cells) ? -1 : 0, columns: noColumns };
}
