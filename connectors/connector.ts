// What a vendor connector is: data that declares its streams, and per stream one function that reads a page and one pure
// function that turns a record into canonical rows. A connector never writes, retries, sleeps or keeps state.
import type { Instant } from "../domain/core/dates.ts";
import type { Result } from "../domain/core/result.ts";
import type { CanonicalRow, Refused } from "../domain/sync/canonical.ts";

/** An exchange as it happened on the wire. `request` has no secrets: the client strips them before it hands the page over. */
export interface RawResponse {
	readonly method: string;
	/** Path and query, without host. */
	readonly target: string;
	/** Request body without secrets, '' when none. */
	readonly requestBody: string;
	readonly status: number;
	/** Response headers worth keeping, lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	/** The bytes as received. */
	readonly body: Uint8Array;
	readonly receivedAt: Instant;
}

/** One record of a page, located so that it can be cut out of the stored bytes again. */
export interface SourceRecord {
	readonly naturalKey: string;
	/** Position in the page's own list, from 0. */
	readonly index: number;
	/** The record's text exactly as in the page. */
	readonly text: string;
}

export interface PageRead {
	readonly response: RawResponse;
	readonly records: readonly SourceRecord[];
	/** The cursor after this page: JSON text owned by the stream. */
	readonly nextCursor: string;
	/** True when the stream has nothing more for this run. */
	readonly done: boolean;
}

/** What a read may see besides its cursor. */
export interface ReadContext {
	readonly config: Readonly<Record<string, unknown>>;
	readonly secrets: Readonly<Record<string, string>>;
	readonly now: Instant;
	readonly signal: AbortSignal;
	/** Natural keys of canonical rows of another stream of this connection, for child streams (payouts whose items are still to be read). */
	readonly pendingParents: (limit: number) => Promise<readonly string[]>;
	/** The bytes of an uploaded file by id, for file connectors. */
	readonly file: (fileId: string) => Promise<Uint8Array>;
}

export interface Stream {
	readonly name: string;
	/** Streams that must have finished in this run before this one starts. */
	readonly after: readonly string[];
	/** Version of `transform`; a change of meaning raises it. */
	readonly transformVersion: number;
	/** JSON text of the cursor a first sync starts from. */
	readonly firstCursor: string;
	readonly readPage: (cursor: string, context: ReadContext) => Promise<PageRead>;
	/** Pure: one record's text to canonical rows, or why not. */
	readonly transform: (
		record: SourceRecord,
		zone: string,
		config: Readonly<Record<string, unknown>>,
	) => Result<readonly CanonicalRow[], Refused>;
}

/** The source's own figure, read by a request of its own, beside the same figure added up from our rows. */
export interface SourceTotal {
	readonly stream: string;
	readonly name: string;
	readonly currency: string;
	/** null: the source has no such figure, so the total is not proven. */
	readonly minor: bigint | null;
	readonly count: number | null;
	readonly response: RawResponse | null;
	/** Why it is not proven, or how it was read. */
	readonly note: string;
}

export interface Connector {
	readonly vendor: string;
	readonly title: string;
	readonly streams: readonly Stream[];
	/** Asks the vendor one cheap question with these credentials. @throws TieoutError with what to do next */
	readonly test: (context: ReadContext) => Promise<{ readonly account: string }>;
	/** The source's own totals; called before the first stream ('before') and after the last ('after'). */
	readonly totals: (moment: "before" | "after", context: ReadContext) => Promise<readonly SourceTotal[]>;
}
