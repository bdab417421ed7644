// One row under its mapping: fields by what they mean, read strictly. Whatever can't be read refuses the row with its reason.
import { currencyCode } from "../../core/currency.ts";
import type { Instant, LedgerDate } from "../../core/dates.ts";
import { refuse } from "../record-reader.ts";
import { readAmount } from "../statement/amounts.ts";
import { readDate } from "../statement/row-dates.ts";
import type { TableField, TableMapping } from "./table-mapping.ts";

export interface RowFields {
	readonly cells: readonly string[];
	readonly mapping: TableMapping;
	/** Whether the file has such a column. */
	readonly has: (field: TableField) => boolean;
	/** Trimmed text of the column; '' when the cell is blank or there is no such column. */
	readonly text: (field: TableField) => string;
	/** @throws Unreadable when blank or no calendar date */
	readonly date: (field?: TableField) => LedgerDate;
	/** The column's currency, or the file's. @throws Unreadable when it is none that Tieout knows */
	readonly currency: (field?: TableField) => string;
	/** Minor units, signed as written. @throws Unreadable when blank or no amount */
	readonly amount: (field: TableField, currency: string, on: LedgerDate) => bigint;
	/** As `amount`, 0 when the cell is blank or there is no such column. */
	readonly amountOrZero: (field: TableField, currency: string, on: LedgerDate) => bigint;
	/** The column's account, or the file's. @throws Unreadable when blank */
	readonly account: () => string;
}

/** Some banks write ="00123", so that a spreadsheet keeps the zeros: the text is what stands between the quotes. */
const withoutGuard = (text: string): string => /^="([^"]*)"$/.exec(text)?.[1] ?? text;

export function rowFields(cells: readonly string[], mapping: TableMapping): RowFields {
	const { columns, dateOrder, decimalMark } = mapping;
	const has = (field: TableField): boolean => columns[field] !== null;
	const text = (field: TableField): string => {
		const column = columns[field];
		return column === null ? "" : withoutGuard((cells[column] ?? "").trim());
	};
	const amount = (field: TableField, currency: string, on: LedgerDate): bigint =>
		decimalMark === null
			? refuse("MAPPING_OPEN", "The file's decimal mark has not been settled; answer the question about it.")
			: readAmount(text(field), decimalMark, currency, on);
	return {
		cells,
		mapping,
		has,
		text,
		date: (field = "date") =>
			dateOrder === null
				? refuse("MAPPING_OPEN", "The file's date order has not been settled; answer the question about it.")
				: readDate(text(field), dateOrder),
		currency: (field = "currency") => {
			const written = has(field) ? text(field) : mapping.currency;
			return currencyCode(written) ?? refuse("CURRENCY_UNKNOWN", `"${written.slice(0, 40)}" is not a currency that Tieout knows.`);
		},
		amount,
		amountOrZero: (field, currency, on) => (text(field) === "" ? 0n : amount(field, currency, on)),
		account: () => {
			const account = has("account") ? text("account") : mapping.account;
			return account === "" ? refuse("ACCOUNT_MISSING", "The account is blank.") : account;
		},
	};
}

/** "2026-10-02 13:05:00" that is known to be UTC, as an instant; null when the cell gives no time. */
export function utcInstant(text: string, date: LedgerDate): Instant | null {
	const time = /(?:^|[T ])(\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(?: ?(?:Z|UTC))?$/.exec(text.trim());
	if (time === null) return null;
	const [, hours = "", minutes = "", seconds = "00"] = time;
	return hours < "24" && minutes < "60" && seconds < "60" ? `${date}T${hours}:${minutes}:${seconds}Z` : null;
}

const magnitude = (minor: bigint): bigint => (minor < 0n ? -minor : minor);

/** Money in less money out, from one signed column or two unsigned ones. A reversed file writes money out as positive, or swaps the two. */
export function movementOf(row: RowFields, currency: string, on: LedgerDate): bigint {
	const minor = row.has("amount") && row.text("amount") !== "" ? row.amount("amount", currency, on) : fromTwoColumns(row, currency, on);
	return row.mapping.signs === "reversed" ? -minor : minor;
}

function fromTwoColumns(row: RowFields, currency: string, on: LedgerDate): bigint {
	if (!row.has("debit") && !row.has("credit")) return row.amount("amount", currency, on);
	const out = row.text("debit") === "" ? null : row.amount("debit", currency, on);
	const into = row.text("credit") === "" ? null : row.amount("credit", currency, on);
	if (out === null && into === null) return refuse("AMOUNT_MISSING", "Debit and credit are both blank; a blank is not zero.");
	if ((out ?? 0n) !== 0n && (into ?? 0n) !== 0n)
		return refuse("AMOUNT_TWICE", "The row has a debit and a credit; one of them must be blank.");
	// Banks write the debit column with or without a minus; both mean money out.
	return (into ?? 0n) - magnitude(out ?? 0n);
}
