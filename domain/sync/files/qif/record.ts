// One QIF record: lines that each begin with a letter. It has no ids, no currency and no stated order of day and month, so these
// come from the whole file and from a person.
import { refuse } from "../../record-reader.ts";
import { type DecimalMark, readAmount } from "../../statement/amounts.ts";
import { type DateOrder, readDate } from "../../statement/row-dates.ts";
import { type BankMovement, knownCurrency } from "../bank/bank-record.ts";
import type { RecordContext } from "../format.ts";

/** "2/ 4'19", "28.02'2009", "02/28/98": with four digits for the year. An apostrophe means 2000 and later; without it 70–99 are 1970–1999. */
export function plainDate(text: string): string {
	const parts = /^(\d{1,4})[-/.](\d{1,2})([-/.'])(\d{1,4})$/.exec(text.replace(/\s/g, ""));
	if (parts === null) return text.trim();
	const [, first = "", second = "", mark, third = ""] = parts;
	if (first.length === 4) return `${first}-${second}-${third}`;
	const year = third.length > 2 ? third : String(Number(third) + (mark !== "'" && Number(third) >= 70 ? 1900 : 2000));
	return `${first}/${second}/${year}`;
}

export type QifFields = ReadonlyMap<string, string>;

/** The first line of each letter; splits (S, E, $) repeat and are left to the text. */
export function fieldsOf(text: string): QifFields {
	const fields = new Map<string, string>();
	for (const line of text.split(/\r\n|\r|\n/)) {
		const letter = line.charAt(0);
		if (letter !== "" && !fields.has(letter)) fields.set(letter, line.slice(1).trim());
	}
	return fields;
}

export const amountText = (fields: QifFields): string => fields.get("T") || fields.get("U") || "";

/** A register begins with its balance as if it were a payment. */
export const isOpening = (fields: QifFields): boolean => /^opening balance$/i.test(fields.get("P") ?? "");

/** @param context account, currency, dateOrder, decimalMark @throws Unreadable */
export function readRecord(text: string, context: RecordContext): BankMovement {
	const fields = fieldsOf(text);
	const { dateOrder = "", decimalMark = "" } = context;
	if (dateOrder === "" || decimalMark === "")
		refuse("MAPPING_OPEN", "The file's date order or decimal mark has not been settled; answer the questions of its mapping.");
	const currency = knownCurrency(context.currency ?? "");
	const date = readDate(plainDate(fields.get("D") ?? ""), dateOrder as DateOrder);
	const minor = readAmount(amountText(fields), decimalMark as DecimalMark, currency, date);
	const payee = fields.get("P") ?? "";
	const memo = fields.get("M") ?? "";
	return {
		account: context.account ?? "",
		currency,
		date,
		minor,
		reference: fields.get("N") ?? "",
		bankReference: "",
		description: [payee, memo].filter((each, n, all) => each !== "" && all.indexOf(each) === n).join(" · "),
	};
}
