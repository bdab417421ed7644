// What a file format is: it says by a file's beginning how sure it is, reads the file once from front to back, and turns each
// record's text into canonical rows. Pure over bytes that arrive in pieces: a file is never in memory as a whole.
//
//   head ─detect─▶ settings ─settle (one pass, where rows must decide)─▶ settings a person confirms
//   source ─open─▶ record, note, record, … statement      record ─read─▶ canonical rows, or why not
import type { LedgerDate } from "../../core/dates.ts";
import type { Result } from "../../core/result.ts";
import type { CanonicalKind, CanonicalRow, Refused } from "../canonical.ts";

/** A file that can be read again and again, from any byte on. */
export interface FileSource {
	readonly name: string;
	readonly sizeBytes: number;
	/** Bytes [start, end), by default all of them. */
	readonly bytes: (range?: { readonly start: number; readonly end?: number }) => AsyncIterable<Uint8Array>;
}

/** What detection sees: at most the first 256 KB. */
export interface FileHead {
	readonly name: string;
	readonly sizeBytes: number;
	readonly bytes: Uint8Array;
	/** `bytes` decoded by byte order mark, else UTF-8, else windows-1252; binary bytes give nonsense. */
	readonly text: string;
}

export const headBytes = 256 * 1024;

/** How this file is read: JSON, kept in `files.mapping`, handed to every later call. Formats add fields of their own. */
export interface FileSettings {
	readonly format: string;
}

export interface Detection<S extends FileSettings = FileSettings> {
	/** 0 to 1: above 0.9 the file says what it is; below 0.5 a person is asked. */
	readonly confidence: number;
	/** Sentences: what in the file speaks for it. */
	readonly why: readonly string[];
	readonly settings: S;
}

/** What a person must answer before the import. */
export interface FileQuestion {
	readonly field: string;
	readonly sentence: string;
}

/** What a table may be: one of the layouts that a format knows. */
export interface LayoutChoice {
	readonly layout: string;
	readonly issuer: string;
	readonly title: string;
	readonly kind: CanonicalKind;
	readonly confidence: number;
	readonly why: readonly string[];
}

export interface Settled<S extends FileSettings = FileSettings> {
	readonly settings: S;
	readonly questions: readonly FileQuestion[];
	readonly why: readonly string[];
	/** Of formats whose layout shows only in the rows. */
	readonly confidence?: number;
	readonly layout?: LayoutChoice;
	readonly alternatives?: readonly LayoutChoice[];
	/** Names files of one kind, by which a confirmed mapping is remembered. */
	readonly fingerprint?: string;
	/** The header's cells, for whoever maps columns. */
	readonly header?: readonly string[];
}

/** Bytes of the uploaded file, [start, end), whose decoded text is a record's text. */
export interface ByteSpan {
	readonly start: number;
	readonly end: number;
}

/** What a record's own text does not say and the lines around it do: account, currency, statement. */
export type RecordContext = Readonly<Record<string, string>>;

export interface FileRecord {
	readonly what: "record";
	/** Unique within (connection, kind) and the same whenever the file, or one that overlaps with it, is read. */
	readonly naturalKey: string;
	/** Position among the file's records, notes apart; from 0, without gaps needed, rising. */
	readonly index: number;
	/** Exactly as in the file; what is hashed and cut out again for custody. */
	readonly text: string;
	/** null where the text is not a plain piece of the file (a cell of a workbook). */
	readonly span: ByteSpan | null;
	/** The statement whose movements it belongs to: the `group` of a FileStatement. */
	readonly group: string;
	readonly context?: RecordContext;
}

export const noteKinds = [
	"preamble",
	"heading",
	"opening",
	"closing",
	"total",
	"footer",
	"pending",
	"hold",
	"failed",
	"memo",
	"zero",
	"information",
	"correction",
	"warning",
] as const;
export type NoteKind = (typeof noteKinds)[number];

/** Something in the file that becomes no row: counted and shown, never dropped in silence. */
export interface FileNote {
	readonly what: "note";
	readonly kind: NoteKind;
	/** Line or row of the file, from 1, as an editor or a spreadsheet counts; 0 for the file as a whole. */
	readonly line: number;
	readonly text: string;
	readonly sentence: string;
}

/** One account's statement, given when all its records have been given. Amounts are whole minor units. */
export interface FileStatement {
	readonly what: "statement";
	/** Unique within the file; its records carry it. */
	readonly group: string;
	/** The bank's own number or id of the statement, '' when it has none. */
	readonly number: string;
	readonly account: string;
	readonly currency: string;
	readonly openingMinor: bigint | null;
	readonly openingDate: LedgerDate | null;
	readonly closingMinor: bigint | null;
	readonly closingDate: LedgerDate | null;
	/** Further figures of the file's own to compare with ours: counts and sums of trailers. */
	readonly stated?: {
		readonly movementsMinor?: bigint;
		readonly count?: number;
		readonly creditsMinor?: bigint;
		readonly debitsMinor?: bigint;
	};
}

export type FileItem = FileRecord | FileNote | FileStatement;

export interface RowsContext {
	/** The entity's zone, IANA name. */
	readonly zone: string;
	readonly fileId: string;
}

/**
 * `open` throws TieoutError with a code FILE_… and a sentence that says what to do when the file as a whole can't be read;
 * a record that can't be read is still given, and refused by `read`.
 */
export interface FileFormat<S extends FileSettings = FileSettings> {
	readonly id: S["format"];
	/** For people: "MT940". */
	readonly title: string;
	/** Sentences for docs/formats.md. */
	readonly reads: readonly string[];
	readonly refuses: readonly string[];
	/** What was saved with a file, as settings of this format; null when they are another's. */
	settingsOf(stored: unknown): S | null;
	detect(head: FileHead): Detection<S> | null;
	/**
	 * One pass that lets all rows decide (day order, decimal mark); formats that say everything themselves have none. `chosen` is the
	 * layout that a person wants the file read by.
	 */
	settle?(source: FileSource, settings: S, chosen?: string): Promise<Settled<S>>;
	/** Settings completed by those confirmed for another file of the same fingerprint. */
	remember?(settings: S, remembered: unknown): S;
	/** Which canonical rows its records become: decides the stream. */
	kind(settings: S): CanonicalKind;
	open(source: FileSource, settings: S): AsyncIterable<FileItem>;
	/** Pure: one record to canonical rows, or why not. */
	read(record: Pick<FileRecord, "naturalKey" | "text" | "context">, settings: S, of: RowsContext): Result<readonly CanonicalRow[], Refused>;
}
