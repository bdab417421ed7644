// Cuts all records out of a stored JSON page at once, as the connector read them: for processing the page again.
import { sliceElements, sliceMembers } from "./json-slices.ts";
import { decodeText } from "./statement/csv.ts";
import { vendors, type VendorId } from "./vendors/vendors.ts";

/** The records' texts in the page's own order; null when the bytes are not such a page. */
export function cutRecords(vendor: VendorId, bytes: Uint8Array): readonly string[] | null {
	const { format, list } = vendors[vendor].page;
	if (format !== "json") return null;
	try {
		const member = sliceMembers(decodeText(bytes)).get(list);
		return member === undefined ? null : sliceElements(member);
	} catch (error) {
		if (error instanceof SyntaxError) return null;
		throw error;
	}
}
