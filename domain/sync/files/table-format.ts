// What CSV and XLSX share once their rows are text: the layout is found, completed and settled, then rows become records.
import { currencyCode } from "../../core/currency.ts";
import { err, type Result } from "../../core/result.ts";
import { sha256 } from "../../core/sha256.ts";
import type { CanonicalKind, CanonicalRow, Refused } from "../canonical.ts";
import { readOrRefuse, refuse } from "../record-reader.ts";
import { currencyInHeader, detectLayouts, type LayoutMatch, plainHeader, proposedHeader } from "./detect-layout.ts";
import type { FileRecord, LayoutChoice, RowsContext, Settled } from "./format.ts";
import type { Layout, RecordRows } from "./layout.ts";
import { genericStatement } from "./layouts/generic.ts";
import { layoutOf } from "./layouts/layouts.ts";
import { rowFields } from "./row-fields.ts";
import { settleTable } from "./settle-table.ts";
import { noColumns, type TableMapping } from "./table-mapping.ts";
import type { TableRow } from "./table-row.ts";

export const layoutIn = (mapping: TableMapping): Layout => layoutOf(mapping.layout) ?? genericStatement;

export const choiceOf = ({ layout, confidence, why }: LayoutMatch): LayoutChoice => ({
	layout: layout.id,
	issuer: layout.issuer,
	title: layout.title,
	kind: layout.kind,
	confidence,
	why,
});

/** Rows at the top of a table, enough to know it by. */
export const topRows = 260;

export async function firstRows(rows: AsyncIterable<TableRow>, most = topRows): Promise<readonly TableRow[]> {
	const first: TableRow[] = [];
	for await (const row of rows) if (first.push(row) >= most) break;
	return first;
}

const accountPatterns = [
	/\baccount\s*(?:no|number|nr|#)?\s*\.?\s*[:-]?\s*([0-9][0-9Xx* -]{4,30}[0-9Xx])/i,
	/\b([A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){3,7}(?: ?[0-9A-Z]{1,3})?)\b/,
];

const currencyPattern = /(?:currency|währung|devise|divisa|moneda|munt|bewertet in)[^A-Za-z]{0,5}([A-Z]{3})\b/i;

/** The currency that the headers of the amounts name: "Betrag (EUR)", "Paid in GBP"; "" when they name none, or several. */
function currencyOfHeaders(rows: readonly TableRow[], { headerRow, columns }: LayoutMatch): string {
	const header = rows.find((row) => row.index === headerRow)?.cells ?? [];
	const named = [columns.amount, columns.debit, columns.credit, columns.balance].map((column) =>
		column === null ? null : currencyInHeader(header[column] ?? ""),
	);
	const codes = new Set(named.filter((code) => code !== null));
	return codes.size === 1 ? ([...codes][0] ?? "") : "";
}

/** What stands above the header or in the file's name: the account's number and currency. */
function surroundings(
	rows: readonly TableRow[],
	headerRow: number,
	name: string,
	layout: Layout,
): { readonly account: string; readonly currency: string } {
	const named = layout.accountInName?.exec(name)?.[1] ?? "";
	const above = rows.filter((row) => row.index < headerRow).map((row) => row.cells.join(" "));
	const account = above
		.flatMap((line) => accountPatterns.map((pattern) => pattern.exec(line)?.[1]?.trim()))
		.find((found) => found !== undefined);
	const currency = above.map((line) => currencyCode(currencyPattern.exec(line)?.[1] ?? "")).find((found) => found !== null);
	return { account: named || account || "", currency: currency ?? "" };
}

/** The mapping that a match proposes; what it leaves open is settled over all rows. */
export function mappingOf(match: LayoutMatch, rows: readonly TableRow[], name: string, table: Table): TableMapping {
	const { layout, headerRow, columns } = match;
	const around = surroundings(rows, headerRow, name, layout);
	return {
		...table,
		layout: layout.id,
		headerRow,
		columns,
		dateOrder: null,
		decimalMark: null,
		currency: columns.currency === null ? around.currency || currencyOfHeaders(rows, match) || (layout.currency ?? "") : "",
		account: columns.account === null ? around.account || (layout.account ?? "") : "",
		signs: null,
	};
}

type Table = Pick<TableMapping, "format" | "encoding" | "delimiter" | "sheet">;

/** Settings of a table whose layout has not been looked for yet. */
export const unsettled = (table: Table): TableMapping => ({
	...table,
	layout: "",
	headerRow: 0,
	columns: noColumns,
	dateOrder: null,
	decimalMark: null,
	currency: "",
	account: "",
	signs: null,
});

/** The mapping to settle: a person's own, the one of a layout that a person chose, or that of the surest match. */
export function proposed(of: {
	readonly given: TableMapping;
	readonly chosen: string | undefined;
	readonly matches: readonly [LayoutMatch, ...LayoutMatch[]];
	readonly top: readonly TableRow[];
	readonly name: string;
	readonly table: Table;
}): TableMapping {
	const chosen = of.chosen === undefined ? null : layoutOf(of.chosen);
	if (chosen !== null) return mappingOf(matchWith(of.top, chosen), of.top, of.name, of.table);
	return layoutOf(of.given.layout) === null ? mappingOf(of.matches[0], of.top, of.name, of.table) : { ...of.given, ...of.table };
}

/** What the rows are taken for: the surest layout, or a bank statement whose columns a person must name. */
export function matchesOf(rows: readonly TableRow[]): readonly [LayoutMatch, ...LayoutMatch[]] {
	const [surest, ...others] = detectLayouts(rows);
	if (surest !== undefined) return [surest, ...others];
	const why = ["Its columns are none that Tieout knows: say which is which."];
	return [{ layout: genericStatement, confidence: 0.2, why, ...proposedHeader(rows, genericStatement) }];
}

/** The match with a layout that a person chose: its own header and columns where they are found, else those given. */
export function matchWith(rows: readonly TableRow[], layout: Layout): LayoutMatch {
	const found = detectLayouts(rows).find((match) => match.layout.id === layout.id);
	return found ?? { layout, confidence: 0, why: ["Chosen by a person."], ...proposedHeader(rows, layout) };
}

/** Names tables of one kind, whoever's they are: format, delimiter and the header's words. */
export function fingerprintOf(rows: readonly TableRow[], mapping: TableMapping): string {
	const header = rows.find((row) => row.index === mapping.headerRow);
	const cells = header?.cells.map(plainHeader) ?? [];
	// Some exports end every row, the header too, with a comma too many.
	const last = cells.findLastIndex((cell) => cell !== "");
	const words = header === undefined ? `no header, ${rows[0]?.cells.length ?? 0} columns` : cells.slice(0, last + 1).join("\u001f");
	return sha256(`${mapping.format}\u001e${mapping.delimiter}\u001e${words}`);
}

/** Settles what a match proposes, with what else the file may be. */
export async function settled(
	rows: () => AsyncIterable<TableRow>,
	top: readonly TableRow[],
	mapping: TableMapping,
	matches: readonly LayoutMatch[],
): Promise<Settled<TableMapping>> {
	const layout = layoutIn(mapping);
	const { mapping: settings, questions, why } = await settleTable(rows, mapping, layout);
	const match = matches.find((each) => each.layout.id === layout.id);
	const known = match ?? { ...matchWith(top, layout) };
	const others = matches.filter((each) => each.layout.id !== layout.id).map(choiceOf);
	return {
		settings,
		questions,
		why: [...known.why, ...why],
		confidence: known.confidence,
		layout: choiceOf(known),
		alternatives: others,
		fingerprint: fingerprintOf(top, settings),
		// Without a header the first row stands for it, so that a person knows the columns by what is in them.
		header: (top.find((row) => row.index === Math.max(0, settings.headerRow))?.cells ?? [])
			.slice(0, 500)
			.map((cell) => cell.slice(0, 200).toWellFormed()),
	};
}

/** One record's cells to canonical rows, or why not. */
export function readCells(
	rows: readonly (readonly string[])[] | null,
	record: Pick<FileRecord, "naturalKey" | "context">,
	mapping: TableMapping,
	of: RowsContext,
): Result<readonly CanonicalRow[], Refused> {
	const layout = layoutIn(mapping);
	const [first, ...rest] = (rows ?? []).map((cells) => rowFields(cells, mapping));
	if (first === undefined) return err({ naturalKey: record.naturalKey, code: "CSV_BROKEN", reason: "The row is not readable CSV." });
	if (mapping.signs === null)
		return readOrRefuse(record.naturalKey, () =>
			refuse("MAPPING_OPEN", "Which column is money in has not been settled; answer the question about it."),
		);
	const given: RecordRows = { section: record.context?.section ?? "", rows: [first, ...rest] };
	return readOrRefuse(record.naturalKey, () => layout.read(given, { ...of, naturalKey: record.naturalKey }).rows);
}

export const kindOf = (mapping: TableMapping): CanonicalKind => layoutIn(mapping).kind;
