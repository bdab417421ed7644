// What only all rows together can decide: the order of day and month, the decimal mark, the signs. Each is proved by the file, or known
// of its vendor, or asked; never guessed from a cell.
import { DecimalEvidence, type DecimalMark } from "../statement/amounts.ts";
import { DateEvidence, type DateOrder } from "../statement/row-dates.ts";
import { BalanceChain } from "./balance-chain.ts";
import type { Layout } from "./layout.ts";
import { rowFields } from "./row-fields.ts";
import { isTableRecord, tableItems } from "./table-items.ts";
import type { MappingQuestion, TableField, TableMapping } from "./table-mapping.ts";
import type { TableRow } from "./table-row.ts";

type Rows = () => AsyncIterable<TableRow>;

const amountFields: readonly TableField[] = ["amount", "debit", "credit", "balance", "fee", "net", "otherAmount", "otherFee"];
const signRecords = 2_000;

export interface SettledTable {
	readonly mapping: TableMapping;
	readonly questions: readonly MappingQuestion[];
	readonly why: readonly string[];
}

export async function settleTable(rows: Rows, given: TableMapping, layout: Layout): Promise<SettledTable> {
	const why: string[] = [];
	const found = given.dateOrder === null || given.decimalMark === null ? await evidenceIn(rows(), given, layout) : null;
	// A column that nobody has named proves nothing.
	const dateOrder = given.dateOrder ?? (found === null || given.columns.date === null ? null : orderOf(found.dates, layout, why));
	const decimalMark = given.decimalMark ?? (found === null || !hasAmount(given) ? null : markOf(found.decimals, layout, why));
	const mapping = { ...given, dateOrder, decimalMark };
	const contradictory = given.dateOrder === null && found !== null && found.dates.contradicts();
	// Signs show whatever the account is called.
	const trial = { ...mapping, account: mapping.account || "-", currency: mapping.currency || "USD" };
	const proven = given.signs === null && canRead(mapping) ? await provenSigns(rows(), trial, layout, why) : null;
	const settled = { ...mapping, signs: given.signs ?? proven ?? unproven(layout) };
	return { mapping: settled, questions: questionsOf(settled, layout, contradictory), why };
}

const unproven = (layout: Layout): TableMapping["signs"] => (layout.signs === "asked" ? null : "as_written");

async function evidenceIn(rows: AsyncIterable<TableRow>, mapping: TableMapping, layout: Layout) {
	const dates = new DateEvidence();
	const decimals = new DecimalEvidence();
	for await (const row of rows) {
		if (row.index <= mapping.headerRow) continue;
		const fields = rowFields(row.cells, mapping);
		if (layout.classify(fields, null).kind === "note") continue;
		dates.add(fields.text("date"));
		for (const field of amountFields) {
			const cell = fields.text(field);
			if (cell !== "") decimals.add(cell);
		}
	}
	return { dates, decimals };
}

const orderWords: Readonly<Record<DateOrder, string>> = { ymd: "year first", dmy: "day before month", mdy: "month before day" };

function orderOf(dates: DateEvidence, layout: Layout, why: string[]): DateOrder | null {
	const decided = dates.decided();
	if (decided !== null) {
		if (decided !== "ymd") why.push(`Dates are ${orderWords[decided]}: some have a part above 12.`);
		return decided;
	}
	if (layout.dateOrder !== null && !dates.contradicts()) {
		why.push(`Dates are read ${orderWords[layout.dateOrder]}, as ${layout.issuer} writes them: none in this file has a part above 12.`);
		return layout.dateOrder;
	}
	return null;
}

function markOf(decimals: DecimalEvidence, layout: Layout, why: string[]): DecimalMark | null {
	const decided = decimals.decided();
	if (decided === ",") why.push("The comma is the decimal mark: the amounts prove it.");
	if (decided !== null) return decided;
	if (layout.decimalMark !== null && !decimals.contradicts()) {
		why.push(`The ${layout.decimalMark === "." ? "point" : "comma"} is the decimal mark, as ${layout.issuer} writes it.`);
		return layout.decimalMark;
	}
	return null;
}

/** Signs that the balances prove; null where there are none, or they prove neither. */
async function provenSigns(
	rows: AsyncIterable<TableRow>,
	mapping: TableMapping,
	layout: Layout,
	why: string[],
): Promise<TableMapping["signs"]> {
	if (mapping.columns.balance === null) return null;
	const chains = new Map<string, BalanceChain>();
	let read = 0;
	for await (const item of tableItems(rows, { ...mapping, signs: "as_written" }, layout)) {
		if (!isTableRecord(item)) continue;
		for (const movement of item.movements) {
			const chain = chains.get(item.group) ?? new BalanceChain();
			chains.set(item.group, chain);
			chain.add(movement);
		}
		if (++read >= signRecords) break;
	}
	let asWritten = 0;
	let reversed = 0;
	for (const chain of chains.values()) {
		const verdict = chain.verdict();
		asWritten += verdict.asWritten;
		reversed += verdict.reversed;
	}
	if (asWritten > reversed) {
		why.push(
			`Signs are confirmed by ${asWritten} ${asWritten === 1 ? "balance that follows" : "balances that follow"} from the movements.`,
		);
		return "as_written";
	}
	if (reversed > asWritten && reversed >= 2 && layout.kind === "bank_line") {
		why.push(`Signs are turned round: only so do ${reversed} balances follow from the movements.`);
		return "reversed";
	}
	return null;
}

const hasAmount = ({ columns }: TableMapping): boolean => columns.amount !== null || columns.debit !== null || columns.credit !== null;

const canRead = (mapping: TableMapping): boolean =>
	mapping.columns.date !== null && hasAmount(mapping) && mapping.dateOrder !== null && mapping.decimalMark !== null;

/** Empty when the file can be imported with this mapping. */
export function questionsOf(mapping: TableMapping, layout: Layout, contradictory: boolean): readonly MappingQuestion[] {
	const { columns } = mapping;
	const questions: MappingQuestion[] = [];
	const ask = (field: MappingQuestion["field"], sentence: string): number => questions.push({ field, sentence });
	if (columns.date === null) ask("date", "Which column is the booking date?");
	if (!hasAmount(mapping)) ask("amount", "Which column is the amount, or which two are debit and credit?");
	if (mapping.dateOrder === null && columns.date !== null)
		ask(
			"dateOrder",
			contradictory
				? "Some dates can only be day first and others only month first: the file mixes two ways of writing. Export it again with one date format, or say which one to read."
				: "Every day in this file is 12 or less: is 03/04 the 3rd of April or the 4th of March?",
		);
	if (mapping.decimalMark === null && hasAmount(mapping)) ask("decimalMark", "Is the comma or the point the decimal mark in this file?");
	if (columns.currency === null && mapping.currency === "") ask("currency", "The file names no currency: which one is it in?");
	if (columns.account === null && mapping.account === "" && layout.account === null)
		ask("account", "The file names no account: which one is it of?");
	if (mapping.signs === null)
		ask(
			"signs",
			"Which column is money in? Exports of this kind use “Credit” in both senses, and the file has no balance that would tell.",
		);
	return questions;
}
