// How one table is read: which layout it follows, where its header is, which column means what. Proposed by detection, completed by a
// person where the file doesn't say, kept with the file and remembered for the next of its kind. Data only.
import type { DecimalMark } from "../statement/amounts.ts";
import type { DateOrder } from "../statement/row-dates.ts";
import type { Encoding } from "./csv/encoding.ts";

/** The columns that a generic bank statement can have; a person maps these. */
export const statementFields = [
	"date",
	"description",
	"reference",
	"amount",
	"direction",
	"debit",
	"credit",
	"currency",
	"balance",
	"account",
] as const;
export type StatementField = (typeof statementFields)[number];

/** Columns that only known exports have. */
export const exportFields = [
	"id",
	"time",
	"fee",
	"feeCurrency",
	"net",
	"category",
	"status",
	"type",
	"group",
	"groupReference",
	"related",
	"document",
	"party",
	"otherAmount",
	"otherCurrency",
	"otherFee",
] as const;

export const tableFields = [...statementFields, ...exportFields] as const;
export type TableField = (typeof tableFields)[number];
/** Column positions from 0; null where the file has no such column. A header may occur twice, so names don't identify columns. */
export type TableColumns = Readonly<Record<TableField, number | null>>;

export const signRules = ["as_written", "reversed"] as const;

export interface TableMapping {
	readonly format: "csv" | "xlsx";
	/** Id of a layout in layouts/layouts.ts. */
	readonly layout: string;
	/** CSV only. */
	readonly encoding: Encoding;
	/** CSV only. */
	readonly delimiter: string;
	/** XLSX only. */
	readonly sheet: string;
	/** Row of the header, from 0, blank rows not counted; −1 when there is none. */
	readonly headerRow: number;
	readonly columns: TableColumns;
	readonly dateOrder: DateOrder | null;
	readonly decimalMark: DecimalMark | null;
	/** Used where the file has no such column. */
	readonly currency: string;
	readonly account: string;
	/** Whether money in is positive as written, or the other way round; null until it is known. */
	readonly signs: (typeof signRules)[number] | null;
}

export const noColumns = Object.fromEntries(tableFields.map((field) => [field, null])) as Record<TableField, number | null>;

/** What a person must answer before the file can be imported. */
export interface MappingQuestion {
	readonly field: "date" | "amount" | "dateOrder" | "decimalMark" | "currency" | "account" | "signs";
	readonly sentence: string;
}
