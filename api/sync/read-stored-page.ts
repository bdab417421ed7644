// Opens a stored page and says whether its bytes are still the ones that were received; cuts a record out of them. An uploaded file
// may be of any length, so it is never read whole here (stored-file.ts).
import { TieoutError } from "../../domain/core/errors.ts";
import { err, ok, type Result } from "../../domain/core/result.ts";
import { locateRecord } from "../../domain/sync/locate-record.ts";
import { decodeText } from "../../domain/sync/statement/csv.ts";
import { isVendorId } from "../../domain/sync/vendors/vendors.ts";
import { changedPage, changedRecord, noSuchRecord, type OpenPage, sha256, soundPage, type StoredPageOf, windowChars } from "./open-page.ts";
import { openStoredFile } from "./stored-file.ts";

/** The page, or the sentence that says what is wrong with its bytes. */
export async function openStoredPage(of: StoredPageOf): Promise<Result<OpenPage, string>> {
	try {
		return of.page.vendor === "files" ? await openStoredFile(of) : await openAnswer(of);
	} catch (error) {
		if (error instanceof TieoutError) return err(error.message);
		throw error;
	}
}

/** An answer of a vendor: small enough to be looked at whole. */
async function openAnswer({ storage, tenantId, page }: StoredPageOf): Promise<Result<OpenPage, string>> {
	const bytes = await storage.get(tenantId, page.objectKey);
	if (sha256(bytes) !== page.sha256) return err(changedPage);
	const locate = (index: number) => (isVendorId(page.vendor) ? locateRecord(page.vendor, bytes, index) : null);
	return ok({
		note: soundPage,
		cut: async ({ pageIndex, payloadSha256 }) => {
			const located = locate(pageIndex);
			if (located === null) return err(noSuchRecord);
			return sha256(located.text) === payloadSha256 ? ok(located) : err(changedRecord);
		},
		view: async (index) => {
			const whole = decodeText(bytes);
			const found = index === undefined ? null : locate(index);
			const middle = found === null ? 0 : Math.floor((found.start + found.end) / 2);
			const offset = Math.max(0, Math.min(middle - windowChars / 2, whole.length - windowChars));
			const text = whole.slice(offset, offset + windowChars);
			const highlight =
				found === null ? null : { start: Math.max(0, found.start - offset), end: Math.min(text.length, found.end - offset) };
			return { text, offset, totalChars: whole.length, highlight };
		},
	});
}
