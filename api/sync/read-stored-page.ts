// Reads the bytes of a stored page and says whether they are still the ones that were received; cuts a record out of them.
import { createHash } from "node:crypto";
import { TieoutError } from "../../domain/core/errors.ts";
import { err, ok, type Result } from "../../domain/core/result.ts";
import { type LocatedRecord, locateRecord } from "../../domain/sync/locate-record.ts";
import { isVendorId } from "../../domain/sync/vendors/vendors.ts";
import type { PageRow } from "../../db/sync/page.store.ts";
import type { ObjectStorage } from "../../platform/object-storage.ts";

const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

/** The page's bytes, or the sentence that says what is wrong with them. */
export async function readStoredPage(storage: ObjectStorage, tenantId: string, page: PageRow): Promise<Result<Uint8Array, string>> {
	try {
		const bytes = await storage.get(tenantId, page.objectKey);
		return sha256(bytes) === page.sha256 ? ok(bytes) : err("The stored page no longer matches the hash that was taken when it arrived.");
	} catch (error) {
		if (error instanceof TieoutError) return err(error.message);
		throw error;
	}
}

/** The record at `pageIndex` as it stands in the page, or the sentence that says why it can't be shown. */
export function cutRecord(
	page: PageRow,
	bytes: Uint8Array,
	{ pageIndex, payloadSha256 }: { readonly pageIndex: number; readonly payloadSha256: string },
): Result<LocatedRecord, string> {
	const located = isVendorId(page.vendor) ? locateRecord(page.vendor, bytes, pageIndex) : null;
	if (located === null) return err("The stored page has no record at this position.");
	return sha256(located.text) === payloadSha256 ? ok(located) : err("Payload no longer matches its hash.");
}
