// A stored page that is open for looking at: what was checked about it, its records, and a part of its body to show.
import { createHash } from "node:crypto";
import type { Result } from "../../domain/core/result.ts";
import type { PageRow } from "../../db/sync/page.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import type { SourceBytes } from "../source-bytes.ts";

export const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

export interface RecordAt {
	readonly pageIndex: number;
	readonly payloadSha256: string;
}

/** A part of a page's body for showing. */
export interface BodyView {
	readonly text: string;
	/** Position of `text` in the whole body, in characters; in bytes where the body is an uploaded file. */
	readonly offset: number;
	readonly totalChars: number;
	/** The record asked for, as positions in `text`. */
	readonly highlight: { readonly start: number; readonly end: number } | null;
}

export interface OpenPage {
	/** What was checked about its bytes. */
	readonly note: string;
	/** The record as it stands in the page, or the sentence that says why it can't be shown. */
	readonly cut: (record: RecordAt) => Promise<Result<{ readonly text: string }, string>>;
	readonly view: (index: number | undefined) => Promise<BodyView>;
}

export interface StoredPageOf {
	readonly em: ScopedEm;
	readonly storage: SourceBytes;
	readonly tenantId: string;
	readonly page: PageRow;
}

/** Characters of a body that one answer carries; a longer one is shown as the part around the highlighted record. */
export const windowChars = 500_000;

export const noSuchRecord = "The stored page has no record at this position.";
export const changedRecord = "Payload no longer matches its hash.";
export const changedPage = "The stored page no longer matches the hash that was taken when it arrived.";
export const soundPage = "The stored bytes have the hash that was taken when they arrived.";
