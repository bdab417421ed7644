// What a person can do about a record that could not be read, by the code of its reason. The reason says what is wrong with this one.

export interface QuarantineFix {
	/** The kind of trouble, in a few words. */
	readonly title: string;
	readonly fix: string;
}

const atSource = "Correct it at the source, then fetch it again: the source is asked once more, from before this record.";
const retryLater = "Retry it once Tieout reads this shape; until then it is kept as received.";

const fixes: Readonly<Record<string, QuarantineFix>> = {
	FIELD_MISSING: { title: "A field is missing", fix: `${atSource} If the source has renamed the field, look under schema changes.` },
	FIELD_NOT_TEXT: {
		title: "A field is not text",
		fix: `Look under schema changes whether the source sends it otherwise now. ${retryLater}`,
	},
	FIELD_NOT_WHOLE_NUMBER: { title: "An amount is not a whole number", fix: atSource },
	FIELD_NOT_NUMBER: { title: "A field is not a number", fix: atSource },
	FIELD_NOT_FLAG: { title: "A field is not true or false", fix: `Look under schema changes. ${retryLater}` },
	CURRENCY_UNKNOWN: {
		title: "The currency is unknown",
		fix: "Check the currency code at the source. Tieout knows the currencies of ISO 4217; a code that is none of them can't be added up.",
	},
	TOO_MANY_DECIMALS: {
		title: "More decimals than the currency has",
		fix: "Round the amount at the source to what the currency has, then fetch it again. Tieout never rounds it for you.",
	},
	AMOUNT_OUT_OF_RANGE: {
		title: "The amount is too large",
		fix: "Check the amount at the source: it is larger than any that Tieout keeps.",
	},
	NET_DIFFERS: {
		title: "Net isn't amount less fee",
		fix: "Ask the source's support about this record: its own figures contradict each other.",
	},
	DATE_UNREADABLE: { title: "The date can't be read", fix: atSource },
	DATE_OUT_OF_RANGE: { title: "The date is out of range", fix: atSource },
	DATE_IN_FUTURE: {
		title: "The date lies in the future",
		fix: "Correct the date at the source, then fetch it again. If the date is right, retry the record when it has come.",
	},
	NOT_JSON: {
		title: "The record is not readable",
		fix: "Fetch it again: the source is asked anew. If it stays, ask the source's support.",
	},
	NOT_AN_OBJECT: {
		title: "The record is not a record",
		fix: "Fetch it again: the source is asked anew. If it stays, ask the source's support.",
	},
	KEY_TWICE: {
		title: "Two records have one name",
		fix: "Ask the source's support: an id must be given once. The first of them was taken.",
	},
	TEXT_UNREADABLE: { title: "A text holds what isn't text", fix: atSource },
	TEXT_TOO_LONG: { title: "A text is too long", fix: "Shorten it at the source, then fetch it again." },
	AMOUNT_MISSING: { title: "The amount is blank", fix: `A blank is not zero. ${atSource}` },
	AMOUNT_UNREADABLE: { title: "The amount can't be read", fix: atSource },
	DIRECTION_MISSING: {
		title: "The entry doesn't say in or out",
		fix: "Ask the bank for the file again: each entry must say credit or debit.",
	},
	ENTRY_CURRENCY: { title: "The entry is in another currency", fix: "Ask the bank: an entry must be in its account's currency." },
	MT940_ENTRY: {
		title: "The statement line can't be read",
		fix: "Ask the bank for the statement again, or for CAMT.053, and upload that.",
	},
	OFX_CORRECTION: {
		title: "The bank corrects an earlier line",
		fix: "Compare the earlier line with the bank, correct it by hand, then dismiss this record.",
	},
	BAI2_TYPE: {
		title: "The type code has no direction",
		fix: "Ask the bank what the code means, book the line by hand, then dismiss this record.",
	},
	CSV_BROKEN: {
		title: "The row isn't readable CSV",
		fix: "Correct the row in the file and upload it again: rows that are known already come once.",
	},
};

const other: QuarantineFix = { title: "The record could not be read", fix: `${atSource} ${retryLater}` };

export const quarantineFix = (code: string): QuarantineFix => fixes[code] ?? other;

/** The field that a reason names, where it names one. */
export const fieldOfReason = (reason: string): string | null => /^The field "([^"]+)"/.exec(reason)?.[1] ?? null;

/** Where the field's name stands in the record's text, as positions [from, to). */
export function markField(text: string, field: string | null): { readonly from: number; readonly to: number } | null {
	if (field === null) return null;
	const name = JSON.stringify(field);
	const at = text.indexOf(`${name}:`);
	const from = at < 0 ? text.indexOf(`${name} :`) : at;
	return from < 0 ? null : { from, to: from + name.length };
}
