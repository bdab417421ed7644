// One STMTTRN of OFX 1.x or 2.x: tags whose end tags may be missing, values that may hold bare ampersands. The sign is that of
// TRNAMT, whatever TRNTYPE says.
import { isLedgerDate, type LedgerDate } from "../../../core/dates.ts";
import { refuse } from "../../record-reader.ts";
import { type BankMovement, bankDecimal, knownCurrency } from "../bank/bank-record.ts";
import type { RecordContext } from "../format.ts";

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** A value as people read it. "&" is often written bare, so only what is an entity is taken for one. */
export const plainValue = (text: string): string =>
	text
		.trim()
		.replace(/&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g, (_all, name?: string, decimal?: string, hex?: string) => {
			if (name !== undefined) return named[name] ?? "";
			const point = decimal === undefined ? Number.parseInt(hex ?? "20", 16) : Number(decimal);
			return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : "\uFFFD";
		});

/** Tags with a value, the first of a name wins: what is nested (PAYEE, CURRENCY) comes behind what isn't. */
export function valuesOf(text: string): ReadonlyMap<string, string> {
	const values = new Map<string, string>();
	for (const [, tag = "", value = ""] of text.matchAll(/<([A-Za-z0-9.]+)>([^<]*)/g)) {
		const name = tag.toUpperCase();
		if (value.trim() !== "" && !values.has(name)) values.set(name, plainValue(value));
	}
	return values;
}

/** "20261002", "20261002120000.000[-5:EST]": the day as the bank writes it. */
export function ofxDate(text: string): LedgerDate | null {
	const parts = /^(\d{4})(\d{2})(\d{2})/.exec(text.trim());
	const date = parts === null ? "" : `${parts[1]}-${parts[2]}-${parts[3]}`;
	return isLedgerDate(date) ? date : null;
}

/** Some banks write the comma of their country, in one file beside points; OFX has no thousands. */
export const ofxAmount = (text: string, currency: string, on: string): bigint => {
	const cell = text.replaceAll(" ", "");
	const last = Math.max(cell.lastIndexOf("."), cell.lastIndexOf(","));
	return bankDecimal(last < 0 ? cell : `${cell.slice(0, last).replace(/[.,]/g, "")}.${cell.slice(last + 1)}`, currency, on);
};

/** @throws Unreadable */
export function readTransaction(text: string, context: RecordContext): BankMovement {
	const values = valuesOf(text);
	const of = (name: string): string => values.get(name) ?? "";
	if (of("CORRECTFITID") !== "")
		refuse(
			"OFX_CORRECTION",
			`The bank ${of("CORRECTACTION") === "DELETE" ? "withdraws" : "corrects"} its line ${of("CORRECTFITID").slice(0, 60)}. Compare that line with the bank and correct it by hand.`,
		);
	const currency = knownCurrency(context.currency ?? "");
	const date = ofxDate(of("DTPOSTED")) ?? refuse("DATE_UNREADABLE", `"${of("DTPOSTED").slice(0, 40)}" is not a calendar date.`);
	if (of("TRNAMT") === "") refuse("AMOUNT_MISSING", "The amount is blank; a blank is not zero.");
	const name = of("NAME") || of("PAYEE");
	const memo = of("MEMO");
	// A name longer than 32 characters goes on in the memo, which then often begins with all of it.
	const description = name === "" || memo.startsWith(name) ? memo || name : memo === "" ? name : `${name} · ${memo}`;
	return {
		account: context.account ?? "",
		currency,
		date,
		minor: ofxAmount(of("TRNAMT"), currency, date),
		reference: of("CHECKNUM") || of("REFNUM") || of("FITID"),
		// Ids repeat within files of several banks; date, amount and count are in the key beside it.
		bankReference: of("FITID"),
		description,
	};
}
