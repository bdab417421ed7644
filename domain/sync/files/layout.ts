// A layout is one export as its vendor writes it: the headers it is known by, which rows are no records, and what a record becomes.
// Data and pure functions; a layout never looks at positions or at the whole header, because both change from year to year.
import type { LedgerDate } from "../../core/dates.ts";
import type { CanonicalKind, CanonicalRow } from "../canonical.ts";
import type { DecimalMark } from "../statement/amounts.ts";
import type { DateOrder } from "../statement/row-dates.ts";
import type { NoteKind, RowsContext } from "./format.ts";
import type { RowFields } from "./row-fields.ts";
import type { TableColumns, TableField } from "./table-mapping.ts";

export type RowClass =
	| { readonly kind: "record" }
	/** Belongs to the record above: a narration that runs on, an order's next line. */
	| { readonly kind: "continues" }
	/** Not a record. The text of a `heading` goes along with every record below it, up to the next. */
	| { readonly kind: "note"; readonly what: NoteKind; readonly why: string };

export const record: RowClass = { kind: "record" };
export const continues: RowClass = { kind: "continues" };
export const note = (what: NoteKind, why: string): RowClass => ({ kind: "note", what, why });

/** What a record moves on a balance, for the proof: nothing for documents that have none. */
export interface Movement {
	readonly account: string;
	readonly currency: string;
	readonly date: LedgerDate;
	readonly minor: bigint;
	/** The balance after it, where the row says one. */
	readonly balanceMinor: bigint | null;
}

/** A record's rows in file order; the first carries its facts. `section` is the heading above it, '' without one. */
export interface RecordRows {
	readonly section: string;
	readonly rows: readonly [RowFields, ...RowFields[]];
}

export interface RecordRead {
	/** Canonical rows; their natural keys are put in front by `naturalKey`. */
	readonly rows: readonly CanonicalRow[];
	readonly movements: readonly Movement[];
}

export interface ReadAt extends RowsContext {
	readonly naturalKey: string;
}

export interface FoundColumns {
	/** As `plainHeader` gives them. */
	readonly header: readonly string[];
	readonly columns: TableColumns;
	/** Trimmed values of a column in the first rows that are records. */
	readonly values: (column: number) => readonly string[];
}

export interface Layout {
	readonly id: string;
	/** "Payout reconciliation, itemised". */
	readonly title: string;
	/** Who writes it: "Stripe". */
	readonly issuer: string;
	readonly kind: CanonicalKind;
	/** Header names a field is known by, lower case, the best first. */
	readonly names: Readonly<Partial<Record<TableField, readonly string[]>>>;
	/** Completes or corrects the columns found by name by what their values are; null where names say it all. */
	readonly byValues: ((found: FoundColumns) => { readonly columns: TableColumns; readonly why: readonly string[] }) | null;
	/** Fields that must be there; of an inner list, any one. */
	readonly required: readonly (TableField | readonly TableField[])[];
	/** Headers that hardly another export has: the more are there, the surer. */
	readonly telling: readonly string[];
	/** Headers that this export never has. */
	readonly never: readonly string[];
	/** How values of a field look when they are this vendor's. */
	readonly shapes: Readonly<Partial<Record<TableField, RegExp>>>;
	/** A file without a header, known by its columns alone. */
	readonly headerless: { readonly width: number; readonly columns: Readonly<Partial<Record<TableField, number>>> } | null;
	/** What the vendor writes where the file's own values leave it open; null: asked. */
	readonly dateOrder: DateOrder | null;
	readonly decimalMark: DecimalMark | null;
	/** The currency of files that name none; null: asked. */
	readonly currency: string | null;
	/** The account of files that name none; null: asked. */
	readonly account: string | null;
	/** `asked`: the vendor's own two columns are used in both senses, so balances or a person must say. */
	readonly signs: "as_written" | "asked";
	/** Finds the account in a file's name. */
	readonly accountInName: RegExp | null;
	readonly classify: (row: RowFields, above: RowFields | null) => RowClass;
	/** What identifies the record in every export of it; numbered where two identical ones are legal. */
	readonly stem: (record: RecordRows) => { readonly key: string; readonly numbered: boolean };
	/** @throws Unreadable with why the record can't be read */
	readonly read: (record: RecordRows, at: ReadAt) => RecordRead;
	/** For docs/formats.md: what is read, what is carried apart, what is refused, one sentence each. */
	readonly notes: { readonly reads: readonly string[]; readonly apart: readonly string[]; readonly refuses: readonly string[] };
}
