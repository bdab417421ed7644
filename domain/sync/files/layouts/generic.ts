// Any bank's statement with a date and an amount: columns are proposed from the words banks use, corrected by their values, and
// confirmed by a person.
import { currencyCode } from "../../../core/currency.ts";
import { looksLikeDate } from "../../statement/row-dates.ts";
import { type FoundColumns, note, record, type RowClass } from "../layout.ts";
import type { RowFields } from "../row-fields.ts";
import type { TableColumns } from "../table-mapping.ts";
import { bankLayout, bankLineOf, classifyBalanceRow, noAmount } from "./bank-layout.ts";
import {
	bankHeaders,
	closingWords,
	daysOrAmounts,
	failedWords,
	openHeaders,
	openingWords,
	pendingWords,
	totalWords,
} from "./bank-words.ts";
import { directed, directionColumn } from "./direction.ts";

/** Rows that move nothing: balances, totals, what is still pending, and what stands below the table. */
function classifyRow(row: RowFields): RowClass {
	const balance = classifyBalanceRow(row);
	if (balance !== record) return balance;
	const status = row.text("status");
	if (pendingWords.test(status)) return note("pending", "Still pending: the bank may change or drop it.");
	if (failedWords.test(status)) return note("failed", `${status}: the money has not moved.`);
	// Without any date column mapped yet nothing can be said of a row.
	if (!row.has("date") || looksLikeDate(row.text("date"))) return record;
	const first = row.cells.find((cell) => cell.trim() !== "")?.trim() ?? "";
	if (totalWords.test(first)) return note("total", "A total of the rows above, not a movement.");
	if (!noAmount(row)) return record;
	if (openingWords.test(first)) return note("opening", "States the balance before the first movement.");
	if (closingWords.test(first)) return note("closing", "States the balance after the last movement.");
	return /\d/.test(row.text("date")) ? record : note("footer", "It has neither a date nor an amount, so it moves nothing.");
}

const constant = (values: readonly string[]): boolean => values.length > 0 && values.every((value) => value !== "" && value === values[0]);
const currencies = (values: readonly string[]): boolean =>
	values.length > 0 && values.every((value) => /^[A-Z]{3}$/.test(value) && currencyCode(value) !== null);

const days = (values: readonly string[]): boolean => {
	const written = values.filter((value) => value !== "");
	return written.length > 0 && written.every((value) => looksLikeDate(value));
};

/** What a header alone leaves open: whose IBAN it is, whether “Valuta” is a currency or a day, which column says in or out. */
function byValues(found: FoundColumns): { readonly columns: TableColumns; readonly why: readonly string[] } {
	const { header, values } = found;
	const open = (names: readonly string[], fits: (values: readonly string[]) => boolean): number | null => {
		const at = header.findIndex((name, column) => names.includes(name) && fits(values(column)));
		return at < 0 ? null : at;
	};
	// “Valor” and “Value” are an amount at one bank and the day of value at another.
	const amount = found.columns.amount;
	const isDay = amount !== null && daysOrAmounts.includes(header[amount] ?? "") && days(values(amount));
	const columns = {
		...found.columns,
		amount: isDay ? null : amount,
		account: found.columns.account ?? open(openHeaders.account, constant),
		currency: found.columns.currency ?? open(openHeaders.currency, currencies),
	};
	const direction = directionColumn({ ...found, columns });
	const why = direction === null ? [] : [`Money in or out is said by the words of “${header[direction] ?? "a column"}”.`];
	return { columns: { ...columns, direction }, why };
}

export const genericStatement = bankLayout({
	id: "generic",
	title: "Bank statement",
	issuer: "Any bank",
	names: bankHeaders,
	required: ["date", ["amount", "debit", "credit"]],
	byValues,
	classify: classifyRow,
	line: ({ rows: [row] }) => directed(bankLineOf(row), row),
	notes: {
		reads: [
			"One row a movement: a date, and a signed amount, an amount beside a word for its direction (D/C, Af/Bij, Soll/Haben), or a pair of debit and credit.",
			"Headers in English, German, French, Spanish, Italian, Dutch, Portuguese, Polish and the Nordic languages, in any column order; a person confirms the columns and answers what the file leaves open.",
		],
		apart: [
			"Rows of opening and closing balance, which prove the movements.",
			"Rows that the bank calls pending or failed, totals, and text below the table.",
		],
		refuses: [
			"A row with a blank or unreadable amount or date, more decimals than its currency has, an unknown currency or one that differs from the amount’s own.",
			"A word for the direction that says neither in nor out, or that contradicts the amount’s sign.",
		],
	},
});
