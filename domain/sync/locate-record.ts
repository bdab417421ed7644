// Finds a record in the bytes of its stored page again: for the API page's highlight and for checking its hash.
import { sliceElements, sliceMembers } from "./json-slices.ts";
import { decodeText, parseCsv, sniffDelimiter } from "./statement/csv.ts";
import { vendors, type VendorId } from "./vendors/vendors.ts";

export interface LocatedRecord {
	readonly text: string;
	/** Characters of the decoded page, [start, end). */
	readonly start: number;
	readonly end: number;
}

/** Null when the page has no such record: bytes that are not what the connector read. */
export function locateRecord(vendor: VendorId, bytes: Uint8Array, index: number): LocatedRecord | null {
	const text = decodeText(bytes);
	const found = vendors[vendor].page.format === "csv" ? csvRow(text, index) : jsonElement(text, vendors[vendor].page.list, index);
	if (found === null) return null;
	const start = text.indexOf(found.text, found.from);
	return start < 0 ? null : { text: found.text, start, end: start + found.text.length };
}

interface Found {
	readonly text: string;
	/** Where to look for it from. */
	readonly from: number;
}

function jsonElement(text: string, list: string, index: number): Found | null {
	try {
		const member = sliceMembers(text).get(list);
		if (member === undefined) return null;
		const elements = sliceElements(member);
		const found = elements[index];
		if (found === undefined) return null;
		// Elements before it are at least this long, so an equal text among them is not taken for it.
		const from = text.indexOf(member) + elements.slice(0, index).reduce((length, element) => length + element.length + 1, 0);
		return { text: found, from };
	} catch (error) {
		if (error instanceof SyntaxError) return null;
		throw error;
	}
}

function csvRow(text: string, index: number): Found | null {
	const rows = parseCsv(text, sniffDelimiter(text));
	const found = rows.ok ? rows.value[index] : undefined;
	if (!rows.ok || found === undefined) return null;
	return { text: found.text, from: rows.value.slice(0, index).reduce((length, row) => length + row.text.length + 1, 0) };
}
