// What the database cannot hold, found record by record before a page is written. Without this one record that carries a NUL or
// a text too long for an index would stop its whole page, and with it every later sync of its stream.
import type { CanonicalRow } from "./canonical.ts";

export interface Unstorable {
	readonly code: "TEXT_UNREADABLE" | "TEXT_TOO_LONG" | "AMOUNT_OUT_OF_RANGE";
	readonly reason: string;
}

/** Ids, codes and names stand in indexes, whose entries are bounded; the vendors' own are far shorter. */
export const maxKeyLength = 500;
/** As much as a spreadsheet's cell holds. */
const maxTextLength = 32_767;
const maxReasonLength = 500;
const maxMinor = 9_223_372_036_854_775_807n;

const fields = ["category", "status", "reference", "groupKey", "groupReference", "relatedKey", "document", "documentKind"] as const;
const longFields = { account: maxKeyLength, description: maxTextLength } as const;

/** PostgreSQL text holds neither a NUL nor half a surrogate pair. */
const isText = (text: string): boolean => !text.includes("\0") && text.isWellFormed();

function unstorableText(name: string, text: string, most: number): Unstorable | null {
	if (!isText(text)) return { code: "TEXT_UNREADABLE", reason: `The ${name} holds a character that is not text.` };
	if (text.length <= most) return null;
	return {
		code: "TEXT_TOO_LONG",
		reason: `The ${name} has ${text.length.toLocaleString("en-US")} characters; Tieout keeps ${most.toLocaleString("en-US")} at most.`,
	};
}

/** Why this record can't be kept as rows, or null when it can. */
export function unstorable(naturalKey: string, rows: readonly CanonicalRow[]): Unstorable | null {
	const ofKey = unstorableText("record's name", naturalKey, maxKeyLength);
	if (ofKey !== null) return ofKey;
	for (const row of rows) {
		const found =
			unstorableText("record's name", row.naturalKey, maxKeyLength) ??
			fields.map((name) => unstorableText(name, row[name], maxKeyLength)).find((each) => each !== null) ??
			Object.entries(longFields)
				.map(([name, most]) => unstorableText(name, row[name as keyof typeof longFields], most))
				.find((each) => each !== null);
		if (found !== undefined) return found;
		const amounts = [row.amountMinor, row.feeMinor, row.netMinor];
		if (amounts.some((minor) => minor > maxMinor || minor < -maxMinor))
			return { code: "AMOUNT_OUT_OF_RANGE", reason: "The amount is larger than any that Tieout keeps." };
	}
	return null;
}

const kept = (text: string, most: number): string => {
	const readable = text.toWellFormed().replaceAll("\0", "\uFFFD");
	return readable.length > most ? `${readable.slice(0, most - 1).toWellFormed()}…` : readable;
};

/** The name of a record that is refused, as it can be kept: its own wherever that is storable. */
export const storableKey = (naturalKey: string): string => kept(naturalKey, maxKeyLength);

/** A reason as it can be kept: what it quotes from the record may be anything. */
export const storableReason = (reason: string): string => kept(reason, maxReasonLength);
