// What the bank formats have in common: a movement as read from a record, its natural key, its canonical row, and how a record
// that can't be read is still named and kept.
import { derivedId } from "../../../core/ids.ts";
import { ok, type Result } from "../../../core/result.ts";
import type { LedgerDate } from "../../../core/dates.ts";
import { currencyCode, exponentOf } from "../../../core/currency.ts";
import { minorFromDecimal } from "../../../core/money.ts";
import type { CanonicalRow, Refused } from "../../canonical.ts";
import { readOrRefuse, refuse } from "../../record-reader.ts";
import { bankLineStem } from "../../statement/bank-line-key.ts";
import type { ByteSpan, FileRecord, FileStatement, RecordContext } from "../format.ts";
import { occurrences } from "../occurrence.ts";

export interface BankMovement {
	readonly account: string;
	readonly currency: string;
	/** Booking date; the value date where the bank gives no other. */
	readonly date: LedgerDate;
	/** Signed as the company sees it: money in is positive. */
	readonly minor: bigint;
	/** What the payment is known by outside the bank: end-to-end id, customer reference, check number; '' without one. */
	readonly reference: string;
	/** What tells this line from the next at the bank, '' without one: part of the natural key. */
	readonly bankReference: string;
	readonly description: string;
}

export type ReadMovement = (text: string, context: RecordContext) => BankMovement;

export const bankLineRow = (naturalKey: string, fileId: string, movement: BankMovement): CanonicalRow => ({
	kind: "bank_line",
	naturalKey,
	ledgerDate: movement.date,
	dateKind: "ledger_date",
	occurredAt: null,
	currency: movement.currency,
	amountMinor: movement.minor,
	feeMinor: 0n,
	netMinor: movement.minor,
	category: "",
	status: "",
	reference: movement.reference,
	groupKey: fileId,
	groupReference: "",
	relatedKey: "",
	document: "",
	documentKind: "",
	account: movement.account,
	description: movement.description,
});

/** A format's `read`: the record's text once more through its reader. */
export const rowsOf =
	(readMovement: ReadMovement) =>
	(record: Pick<FileRecord, "naturalKey" | "text" | "context">, fileId: string): Result<readonly CanonicalRow[], Refused> => {
		const movement = readOrRefuse(record.naturalKey, () => readMovement(record.text, record.context ?? {}));
		return movement.ok ? ok([bankLineRow(record.naturalKey, fileId, movement.value)]) : movement;
	};

/** Numbers and names a file's records in the order they are given to it. */
export function recordNamer(
	readMovement: ReadMovement,
): (of: { readonly text: string; readonly span: ByteSpan | null; readonly group: string; readonly context: RecordContext }) => FileRecord {
	const count = occurrences();
	let index = 0;
	return ({ text, span, group, context }) => {
		const movement = readOrRefuse("", () => readMovement(text, context));
		const stem = movement.ok
			? bankLineStem({ ...movement.value, reference: movement.value.bankReference || movement.value.reference })
			: `unread:${derivedId("statement-row", text).slice(0, 13)}`;
		return { what: "record", naturalKey: `${stem}:${count(stem)}`, index: index++, text, span, group, context };
	};
}

/** A decimal as banks write it: digits with at most one "." or "," as decimal mark, no thousands. @throws Unreadable */
export function bankDecimal(text: string, currency: string, on: string): bigint {
	const cell = text.trim();
	const parts = /^([+-]?)0*(\d*)(?:[.,](\d*))?$/.exec(cell);
	if (parts === null || !/\d/.test(cell)) return refuse("AMOUNT_UNREADABLE", `"${cell.slice(0, 40)}" is not an amount.`);
	const [, sign = "", whole = "", fraction = ""] = parts;
	const minor = minorFromDecimal(`${whole || "0"}${fraction === "" ? "" : `.${fraction}`}`, exponentOf(currency, on));
	if (minor.ok) return sign === "-" ? -minor.value : minor.value;
	if (minor.error.code === "TOO_MANY_DECIMALS") return refuse("TOO_MANY_DECIMALS", `${cell} has more decimals than ${currency} has.`);
	return refuse("AMOUNT_UNREADABLE", `"${cell.slice(0, 40)}" is not an amount.`);
}

/** @throws Unreadable */
export const knownCurrency = (text: string): string =>
	currencyCode(text.trim()) ?? refuse("CURRENCY_UNKNOWN", `"${text.trim().slice(0, 10)}" is not a currency that Tieout knows.`);

export const noStatement: Omit<FileStatement, "group" | "account" | "currency"> = {
	what: "statement",
	number: "",
	openingMinor: null,
	openingDate: null,
	closingMinor: null,
	closingDate: null,
};
