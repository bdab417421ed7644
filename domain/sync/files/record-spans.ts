// Where a page's records lie in the uploaded file, as short text: for custody, a record is cut out of a file of any length without
// reading the rest. Per record "<index step>.<bytes since the last one's end>.<length>" in base 36.
import type { ByteSpan } from "./format.ts";

interface Spanned {
	readonly index: number;
	readonly span?: ByteSpan | null;
}

/** Null when a record is no plain piece of the file, or they are not in its order. */
export function encodeSpans(records: readonly Spanned[]): string | null {
	const parts: string[] = [];
	let index = 0;
	let at = 0;
	for (const { index: next, span } of records) {
		if (span === undefined || span === null || next < index || span.start < at) return null;
		parts.push(`${(next - index).toString(36)}.${(span.start - at).toString(36)}.${(span.end - span.start).toString(36)}`);
		index = next;
		at = span.end;
	}
	return parts.join(" ");
}

/** The span of the record with this index, or null. */
export function spanIn(text: string, index: number): ByteSpan | null {
	let current = 0;
	let at = 0;
	for (const part of text.split(" ")) {
		const [step = "", gap = "", length = ""] = part.split(".");
		current += Number.parseInt(step, 36);
		const start = at + Number.parseInt(gap, 36);
		at = start + Number.parseInt(length, 36);
		if (current === index) return { start, end: at };
	}
	return null;
}
