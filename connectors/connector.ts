// What a vendor connector is: per declared stream one function that reads a page and one pure function that turns a record into
// canonical rows. A connector never writes, retries, sleeps or keeps state; streams and forms are data in domain/sync/vendors/.
import type { Instant, LedgerDate } from "../domain/core/dates.ts";
import type { Result } from "../domain/core/result.ts";
import type { CanonicalKind, CanonicalRow, Refused } from "../domain/sync/canonical.ts";
import type { ByteSpan, FileSource, RecordContext } from "../domain/sync/files/format.ts";
import type { StreamOf, VendorId } from "../domain/sync/vendors/vendors.ts";

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
	/** The bytes as received; none where they are stored already. */
	readonly body: Uint8Array;
	/** An uploaded file: its bytes are in object storage since it was uploaded. */
	readonly stored?: { readonly key: string; readonly sha256: string; readonly sizeBytes: number };
	readonly receivedAt: Instant;
}

/** One record of a page, located so that it can be cut out of the stored bytes again. */
export interface SourceRecord {
	readonly naturalKey: string;
	/** Position in the page's own list, from 0. */
	readonly index: number;
	/** The record's text exactly as in the page. */
	readonly text: string;
	/** What the text itself doesn't say: a statement's account and currency, the heading of a section. */
	readonly context?: RecordContext;
	/** Bytes of the stored page, where the record is a plain piece of it. */
	readonly span?: ByteSpan | null;
}

export interface PageRead {
	/** null: there was nothing to ask, so there is no page and only the cursor moves. */
	readonly response: RawResponse | null;
	readonly records: readonly SourceRecord[];
	/** The cursor after this page: JSON text owned by the stream. */
	readonly nextCursor: string;
	/** True when the stream has nothing more for this run. */
	readonly done: boolean;
	/** What `transform` needs besides the record, where it is not the connection's own config. */
	readonly config?: Readonly<Record<string, unknown>>;
	/** The uploaded file that this page read to its end. */
	readonly finishesFile?: string;
	/** Records that the source no longer has: those of `stream` whose natural key begins so. They end with the run, not with the page. */
	readonly deleted?: { readonly stream: string; readonly prefixes: readonly string[] };
	/** Beginnings of natural keys of which this page has every record: others that are kept under them are gone at the source. */
	readonly whole?: readonly string[];
}

export interface UploadedFile {
	readonly id: string;
	readonly name: string;
	/** As confirmed by a person: FileSettings of a format. */
	readonly mapping: unknown;
	readonly stored: { readonly key: string; readonly sha256: string; readonly sizeBytes: number };
}

export interface OurSum {
	readonly minor: bigint;
	readonly count: number;
}

/** What a read may see besides its cursor. */
export interface ReadContext {
	/** Scheme, host, port and path prefix of the vendor; the only difference between a sandbox and the vendor. */
	readonly baseUrl: string;
	readonly config: Readonly<Record<string, unknown>>;
	readonly secrets: Readonly<Record<string, string>>;
	readonly now: () => Instant;
	/** When this run was planned: what a stream began before it may have gone stale. */
	readonly runStartedAt: Instant;
	readonly signal: AbortSignal;
	/** The only way out: it refuses addresses that aren't the internet's. */
	readonly fetch: typeof globalThis.fetch;
	/** The longest that one request may take, its body included. */
	readonly requestTimeoutMs: number;
	/** Natural keys of parents whose items do not yet add up, oldest first (a stream with `itemsOf`). */
	readonly pendingParents: (limit: number) => Promise<readonly string[]>;
	/** Natural keys of parents whose items can be listed and whose ledger date lies in these days, by key, behind `last`. */
	readonly parentsWithin: (days: { from: LedgerDate; to: LedgerDate; last: string; limit: number }) => Promise<readonly string[]>;
	/** Uploaded files whose columns are confirmed and that were not imported yet, oldest first. */
	readonly pendingFiles: () => Promise<readonly UploadedFile[]>;
	/** Files that this job has imported. */
	readonly importedFiles: () => Promise<readonly UploadedFile[]>;
	/** The bytes of an uploaded file, piece by piece, as often as they are needed. */
	readonly fileSource: (file: UploadedFile) => FileSource;
	/** What our current rows with these natural keys add up to. */
	readonly ourSum: (of: {
		readonly kind: CanonicalKind;
		readonly measure: "amount" | "net";
		readonly currency: string;
		readonly naturalKeys: readonly string[];
	}) => Promise<OurSum>;
}

export interface Stream {
	/** Version of `transform`; a change of meaning raises it. */
	readonly transformVersion: number;
	/** JSON text of the cursor a first sync starts from. */
	readonly firstCursor: string;
	/** The cursor that reads at least the rows of these days and then ends; left out where the source can't be asked so. */
	readonly windowCursor?: (from: LedgerDate, to: LedgerDate) => string;
	/** Set when this stream lists the items of another stream's rows: Σ net of the items, `ownCategory` apart, is the parent's amount. */
	readonly itemsOf?: {
		readonly parent: CanonicalKind;
		readonly parentCategory: string;
		readonly parentState: string;
		readonly ownCategory: string;
	};
	/** @throws VendorRefusal with the stored exchange when the vendor refuses */
	readonly readPage: (cursor: string, context: ReadContext) => Promise<PageRead>;
	/** Pure: one record's text to canonical rows, or why not. */
	readonly transform: (
		record: SourceRecord,
		zone: string,
		config: Readonly<Record<string, unknown>>,
	) => Result<readonly CanonicalRow[], Refused>;
}

/** Our side of a control total, as data: which current rows are added up. */
export interface OursOf {
	readonly kind: CanonicalKind;
	readonly measure: "amount" | "net";
	/** Only these rows; null for all of the connection. */
	readonly naturalKeys: readonly string[] | null;
}

/** The source's own figure, read by a request of its own, beside the same figure added up from our rows. */
export interface SourceTotal {
	readonly stream: string;
	readonly name: string;
	readonly currency: string;
	/** null: the source has no such figure, so the total is not proven. */
	readonly minor: bigint | null;
	readonly count: number | null;
	readonly ours: OursOf;
	/** Our figure, where it had to be added up while the source was read. */
	readonly summed?: OurSum;
	readonly response: RawResponse | null;
	/** Why it is not proven, or how it was read. */
	readonly note: string;
}

export interface Connector<V extends VendorId = VendorId> {
	/** A declared stream without an entry here does not compile. */
	readonly streams: Readonly<Record<StreamOf<V>, Stream>>;
	/** The streams that have something to read now; left out where only asking tells. A sync that names none reads these. */
	readonly waiting?: (context: ReadContext) => Promise<readonly StreamOf<V>[]>;
	/** Asks the vendor one cheap question with these credentials. @throws TieoutError with what to do next */
	readonly test: (context: ReadContext) => Promise<{ readonly account: string }>;
	/** The source's own totals; called before the first stream ('before') and after the last ('after'). */
	readonly totals: (moment: "before" | "after", context: ReadContext) => Promise<readonly SourceTotal[]>;
}
