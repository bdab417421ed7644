// One row of a statement under its mapping: a movement, a balance row carried apart, or a refusal in words.
import { currencyCode } from "../../core/currency.ts";
import type { LedgerDate } from "../../core/dates.ts";
import { refuse } from "../record-reader.ts";
import { readAmount } from "./amounts.ts";
import type { StatementField, StatementMapping } from "./mapping.ts";
import { readDate } from "./row-dates.ts";

interface LineFacts {
	readonly date: LedgerDate;
	readonly description: string;
	readonly reference: string;
	readonly currency: string;
	readonly account: string;
}

export type StatementLine =
	| (LineFacts & { readonly kind: "movement"; readonly minor: bigint; readonly balanceMinor: bigint | null })
	| (LineFacts & { readonly kind: "opening" | "closing"; readonly balanceMinor: bigint });

const balanceWords: readonly (readonly [RegExp, "opening" | "closing"])[] = [
	[/^(?:opening|starting|previous) balance\b|^balance brought forward\b/i, "opening"],
	[/^(?:closing|ending|final) balance\b|^balance carried forward\b/i, "closing"],
];

/** Money in less money out; one of the two columns, or both where the other is an explicit zero. */
function fromTwoColumns(debit: string, credit: string, read: (cell: string) => bigint): bigint {
	const out = debit.trim() === "" ? null : read(debit);
	const into = credit.trim() === "" ? null : read(credit);
	if (out === null && into === null) return refuse("AMOUNT_MISSING", "Debit and credit are both blank; a blank is not zero.");
	if ((out ?? 0n) !== 0n && (into ?? 0n) !== 0n)
		return refuse("AMOUNT_TWICE", "The row has a debit and a credit; one of them must be blank.");
	// Banks write the debit column with or without a minus; both mean money out.
	const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
	return (into ?? 0n) - magnitude(out ?? 0n);
}

/** @throws Unreadable inside `readOrRefuse` */
export function readStatementLine(cells: readonly string[], mapping: StatementMapping): StatementLine {
	const { columns, dateOrder, decimalMark } = mapping;
	if (dateOrder === null || decimalMark === null)
		return refuse("MAPPING_OPEN", "The file's date order or decimal mark has not been settled; answer the questions of its mapping.");
	const cell = (field: StatementField): string => {
		const column = columns[field];
		return column === null ? "" : (cells[column] ?? "").trim();
	};
	const date = readDate(cell("date"), dateOrder);
	const currencyText = columns.currency === null ? mapping.currency : cell("currency");
	const currency = currencyCode(currencyText) ?? refuse("CURRENCY_UNKNOWN", `"${currencyText}" is not a currency that Tieout knows.`);
	const account = columns.account === null ? mapping.account : cell("account");
	if (account === "") refuse("ACCOUNT_MISSING", "The account is blank.");
	const read = (text: string): bigint => readAmount(text, decimalMark, currency, date);
	const facts: LineFacts = { date, description: cell("description"), reference: cell("reference"), currency, account };
	const balanceText = cell("balance");
	const noAmount = cell("amount") === "" && cell("debit") === "" && cell("credit") === "";
	const word = balanceWords.find(([pattern]) => pattern.test(facts.description));
	if (word !== undefined && noAmount) return { ...facts, kind: word[1], balanceMinor: read(balanceText) };
	const minor = columns.amount === null ? fromTwoColumns(cell("debit"), cell("credit"), read) : read(cell("amount"));
	return { ...facts, kind: "movement", minor, balanceMinor: balanceText === "" ? null : read(balanceText) };
}
