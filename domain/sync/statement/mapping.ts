// Which column of a statement means what: proposed from the header, confirmed by a person, kept with the file as data.
import { type DecimalMark, decideDecimalMark } from "./amounts.ts";
import type { CsvRow } from "./csv.ts";
import { type DateOrder, decideDateOrder } from "./row-dates.ts";

export const statementFields = ["date", "description", "reference", "amount", "debit", "credit", "currency", "balance", "account"] as const;
export type StatementField = (typeof statementFields)[number];

/** Column positions are from 0; a header name may occur twice, so names do not identify columns. */
export interface StatementMapping {
	readonly delimiter: string;
	/** Row of the header, from 0; −1 when the file has none. */
	readonly headerRow: number;
	readonly columns: Readonly<Record<StatementField, number | null>>;
	readonly dateOrder: DateOrder | null;
	readonly decimalMark: DecimalMark | null;
	/** Used where the file has no such column. */
	readonly currency: string;
	readonly account: string;
}

/** What a person must answer before the file can be imported. */
export interface MappingQuestion {
	readonly field: "date" | "amount" | "dateOrder" | "decimalMark" | "currency" | "account";
	readonly sentence: string;
}

const names: Readonly<Record<StatementField, readonly string[]>> = {
	date: ["date", "booking date", "posting date", "transaction date", "value date", "date completed (utc)", "date (utc)", "posted date"],
	description: ["description", "narration", "details", "memo", "transaction remarks", "bank description", "payee", "text"],
	reference: [
		"reference",
		"payment reference",
		"bank reference",
		"chq./ref.no.",
		"cheque number",
		"check or slip #",
		"transaction id",
		"ref",
	],
	amount: ["amount", "value", "signed amount"],
	debit: ["debit", "paid out", "withdrawal", "withdrawal amt.", "withdrawals", "money out"],
	credit: ["credit", "paid in", "deposit", "deposit amt.", "deposits", "money in"],
	currency: ["currency", "ccy", "payment currency"],
	balance: ["balance", "running balance", "closing balance", "account balance"],
	account: ["account", "account number", "source account", "iban"],
};

const plain = (cell: string): string => cell.trim().toLowerCase().replace(/\s+/g, " ");

const noColumns: Record<StatementField, number | null> = {
	date: null,
	description: null,
	reference: null,
	amount: null,
	debit: null,
	credit: null,
	currency: null,
	balance: null,
	account: null,
};

function columnsOf(header: readonly string[]): Record<StatementField, number | null> {
	const cells = header.map(plain);
	const columns = { ...noColumns };
	const taken = new Set<number>();
	for (const field of statementFields)
		for (const name of names[field]) {
			const at = cells.findIndex((cell, index) => cell === name && !taken.has(index));
			if (at < 0) continue;
			columns[field] = at;
			taken.add(at);
			break;
		}
	return columns;
}

const hasEssentials = (columns: Readonly<Record<StatementField, number | null>>): boolean =>
	columns.date !== null && (columns.amount !== null || columns.debit !== null || columns.credit !== null);

function* cellsOf(rows: readonly CsvRow[], headerRow: number, columns: readonly (number | null)[]): Generator<string> {
	for (const row of rows)
		if (row.index > headerRow)
			for (const column of columns) {
				const cell = column === null ? undefined : row.cells[column];
				if (cell !== undefined && cell.trim() !== "") yield cell;
			}
}

/** Settles what the cells themselves prove: day and month order, and the decimal mark. */
export function decideFormats(rows: readonly CsvRow[], mapping: StatementMapping): StatementMapping {
	const { date, amount, debit, credit, balance } = mapping.columns;
	return {
		...mapping,
		dateOrder: mapping.dateOrder ?? decideDateOrder(cellsOf(rows, mapping.headerRow, [date])),
		decimalMark: mapping.decimalMark ?? decideDecimalMark(cellsOf(rows, mapping.headerRow, [amount, debit, credit, balance])),
	};
}

/** A row that names two columns is a header, though an incomplete one: what it does name is not asked again. */
const namesTwo = (columns: Readonly<Record<StatementField, number | null>>): boolean =>
	Object.values(columns).filter((column) => column !== null).length >= 2;

/** The header is the first of the first 26 rows that names a date and an amount: required columns, never the whole header. */
export function proposeMapping(rows: readonly CsvRow[], delimiter: string): StatementMapping {
	const top = rows.slice(0, 26);
	const found = top.find((row) => hasEssentials(columnsOf(row.cells))) ?? top.find((row) => namesTwo(columnsOf(row.cells)));
	return decideFormats(rows, {
		delimiter,
		headerRow: found?.index ?? 0,
		columns: found === undefined ? noColumns : columnsOf(found.cells),
		dateOrder: null,
		decimalMark: null,
		currency: "",
		account: "",
	});
}

/** Empty when the file can be imported with this mapping. */
export function openQuestions(mapping: StatementMapping): readonly MappingQuestion[] {
	const { columns } = mapping;
	const questions: MappingQuestion[] = [];
	const ask = (field: MappingQuestion["field"], sentence: string): number => questions.push({ field, sentence });
	if (columns.date === null) ask("date", "Which column is the booking date?");
	if (columns.amount === null && columns.debit === null && columns.credit === null)
		ask("amount", "Which column is the amount, or which two are debit and credit?");
	if (mapping.dateOrder === null) ask("dateOrder", "Every day in this file is 12 or less: is 03/04 the 3rd of April or the 4th of March?");
	if (mapping.decimalMark === null) ask("decimalMark", "Is the comma or the point the decimal mark in this file?");
	if (columns.currency === null && mapping.currency === "") ask("currency", "The file names no currency: which one is it in?");
	if (columns.account === null && mapping.account === "") ask("account", "The file names no account: which one is it of?");
	return questions;
}
