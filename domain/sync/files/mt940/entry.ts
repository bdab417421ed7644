// One :61: of an MT940 with its :86:, as SWIFT's field 61 has it (value date, entry date, mark, amount, type, references), and the
// ways banks bend it: breaks inside the field, spaces, references that are too long, the 30th of February.
import { type LedgerDate, isLedgerDate } from "../../../core/dates.ts";
import { refuse } from "../../record-reader.ts";
import { type BankMovement, bankDecimal, knownCurrency } from "../bank/bank-record.ts";
import type { RecordContext } from "../format.ts";
import { readInformation } from "./information.ts";

const lastDay = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** "260228" as a date; the 30th of February (banks that count thirty days a month) is the month's last day. */
export function shortDate(text: string): LedgerDate | null {
	const parts = /^(\d\d)(\d\d)(\d\d)$/.exec(text);
	if (parts === null) return null;
	const year = Number(parts[1]) + (Number(parts[1]) >= 80 ? 1900 : 2000);
	const month = Number(parts[2]);
	if (month < 1 || month > 12 || Number(parts[3]) > 31) return null;
	const day = Math.min(Number(parts[3]), lastDay(year, month));
	const date = `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
	return isLedgerDate(date) ? date : null;
}

/** The entry date has no year: it is the one nearest to the value date, over New Year too. */
function entryDate(monthDay: string, value: LedgerDate): LedgerDate {
	const year = Number(value.slice(0, 4));
	const distance = (date: string): number => Math.abs(Date.parse(date) - Date.parse(value));
	const dates = [year - 1, year, year + 1].flatMap((each) => shortDate(`${String(each).slice(2)}${monthDay}`) ?? []);
	return dates.sort((a, b) => distance(a) - distance(b))[0] ?? value;
}

const field61 = /^(\d{6})(\d{4})?\s*(RC|RD|EC|ED|C|D)\s*([A-Z])?\s*(\d[\d ]*[,.]?\d*)\s*([A-Z][A-Z0-9]{3})?([^\n]*)(?:\n([\s\S]*))?$/;

interface Field61 {
	readonly value: LedgerDate;
	readonly entry: LedgerDate;
	readonly mark: string;
	readonly amount: string;
	readonly customerReference: string;
	readonly bankReference: string;
	readonly supplement: string;
}

function readField61(content: string): Field61 {
	const lines = content.split("\n");
	// Some banks break the line before the amount; joined again it reads as the standard has it.
	const joined = [content, `${lines[0] ?? ""}${lines[1] ?? ""}${lines.length > 2 ? `\n${lines.slice(2).join("\n")}` : ""}`];
	for (const text of joined) {
		const found = field61.exec(text);
		if (found === null) continue;
		const [, valueText = "", monthDay, mark = "", , amount = "", , references = "", supplement = ""] = found;
		const value = shortDate(valueText) ?? refuse("DATE_UNREADABLE", `"${valueText}" is not a calendar date.`);
		const [customer = "", ...bank] = references.split("//");
		return {
			value,
			entry: monthDay === undefined ? value : entryDate(monthDay, value),
			mark,
			amount: amount.replaceAll(" ", ""),
			customerReference: customer.trim(),
			bankReference: bank.join("//").trim(),
			supplement: supplement.trim(),
		};
	}
	return refuse("MT940_ENTRY", `"${(lines[0] ?? "").slice(0, 60)}" is not a statement line of an MT940 (field 61).`);
}

/** A record's fields: the text behind ":61:" and behind ":86:", line ends as \n. */
export function entryFields(text: string): { readonly line: string; readonly information: string } {
	const plain = text.replace(/\r\n?/g, "\n").replace(/:\n86:/, "\n:86:");
	const at = plain.search(/\n:86:/);
	return { line: (at < 0 ? plain : plain.slice(0, at)).replace(/^:61:/, ""), information: at < 0 ? "" : plain.slice(at + 5) };
}

/** EC and ED are announced, not booked (MT942). */
export const isExpected = (text: string): boolean => /^\d{6}(?:\d{4})?\s*E[CD]/.test(entryFields(text).line);

const given = (reference: string): string => (/^(?:NONREF|NOTPROVIDED|)$/i.test(reference) ? "" : reference);

/** @throws Unreadable */
export function readEntry(text: string, context: RecordContext): BankMovement {
	const { line, information } = entryFields(text);
	const field = readField61(line);
	const currency = knownCurrency(context.currency ?? "");
	const amount = bankDecimal(field.amount, currency, field.entry);
	const info = readInformation(information);
	// RC takes back a credit, RD a debit: the money goes the other way.
	const credit = field.mark === "C" || field.mark === "RD";
	return {
		account: context.account ?? "",
		currency,
		date: field.entry,
		minor: credit ? amount : -amount,
		reference: given(info.endToEnd) || given(field.customerReference) || given(field.bankReference),
		bankReference: [given(field.bankReference), given(field.customerReference)].filter((each) => each !== "").join(" "),
		description: [info.name, info.purpose || field.supplement].filter((each) => each !== "").join(" · "),
	};
}
