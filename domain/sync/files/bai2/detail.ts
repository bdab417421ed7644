// One 16 of BAI2: an amount without a sign, whose direction is its type code's, in minor units of the account's currency.
import { isLedgerDate, type LedgerDate } from "../../../core/dates.ts";
import { refuse } from "../../record-reader.ts";
import { type BankMovement, knownCurrency } from "../bank/bank-record.ts";
import type { RecordContext } from "../format.ts";
import { type Bai2Record, fundsFields, RecordJoiner, textStart } from "./records.ts";

/** "261002". */
export function baiDate(text: string): LedgerDate | null {
	const parts = /^(\d\d)(\d\d)(\d\d)$/.exec(text.trim());
	const date = parts === null ? "" : `${Number(parts[1]) >= 80 ? "19" : "20"}${parts[1]}-${parts[2]}-${parts[3]}`;
	return isLedgerDate(date) ? date : null;
}

/** Whole minor units, as BAI2 writes them: no decimal mark; a sign only in balances. Null for a blank. @throws Unreadable */
export function baiAmount(text: string): bigint | null {
	const cell = text.trim();
	if (cell === "") return null;
	if (!/^[+-]?\d{1,18}$/.test(cell))
		return refuse("AMOUNT_UNREADABLE", `"${cell.slice(0, 40)}" is not a BAI2 amount (digits without a decimal mark).`);
	return BigInt(cell.replace("+", ""));
}

/** 100–399 are credits, 400–699 debits; loans and a bank's own codes (700 and up) don't say which way the money went. */
export function directionOf(type: string): 1n | -1n | null {
	const code = Number(type);
	if (!/^\d{3}$/.test(type)) return null;
	return code >= 100 && code <= 399 ? 1n : code >= 400 && code <= 699 ? -1n : null;
}

/** A record's text, as it stands in the file, as one logical record. */
export function logicalRecord(text: string): Bai2Record | null {
	const joiner = new RecordJoiner();
	text.split(/\r\n|\r|\n/).forEach((raw, n) => joiner.take({ no: n + 1, raw, span: { start: 0, end: raw.length }, next: 0 }));
	return joiner.end()[0] ?? null;
}

const tidy = (text: string): string =>
	text
		.replace(/\s*\n\s*/g, " ")
		.replace(/\s+/g, " ")
		.trim();

/** @param context account, currency, date (the group's) @throws Unreadable */
export function readDetail(text: string, context: RecordContext): BankMovement {
	const fields = (logicalRecord(text)?.body ?? "").split(",");
	const type = (fields[0] ?? "").trim();
	const direction =
		directionOf(type) ??
		refuse(
			"BAI2_TYPE",
			`The type code ${type.slice(0, 10)} doesn't say whether money came in or went out. Ask the bank what it means and book it by hand.`,
		);
	const currency = knownCurrency(context.currency ?? "");
	const amount = baiAmount(fields[1] ?? "") ?? refuse("AMOUNT_MISSING", "The amount is blank; a blank is not zero.");
	if (amount < 0n) refuse("AMOUNT_UNREADABLE", "The amount has a sign; in BAI2 the type code is the direction.");
	const date = baiDate(context.date ?? "") ?? refuse("DATE_UNREADABLE", `"${(context.date ?? "").slice(0, 10)}" is not a calendar date.`);
	const references = 2 + fundsFields(fields, 2);
	const at = textStart(fields);
	const bank = (fields[references] ?? "").trim();
	const customer = (fields[references + 1] ?? "").trim();
	return {
		account: context.account ?? "",
		currency,
		date,
		minor: amount * direction,
		reference: customer || bank,
		bankReference: [bank, customer].filter((each) => each !== "").join(" "),
		description: at === null ? "" : tidy(fields.slice(at).join(",")),
	};
}
