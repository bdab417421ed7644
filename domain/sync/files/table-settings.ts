// What was saved with a file, as a table's mapping: today's, or one of the first release, which knew bank statements only.
import { encodings } from "./csv/encoding.ts";
import { layoutOf } from "./layouts/layouts.ts";
import { noColumns, signRules, statementFields, type TableField, tableFields, type TableMapping } from "./table-mapping.ts";

type Stored = Readonly<Record<string, unknown>>;

const isStored = (value: unknown): value is Stored => typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const oneOf = <T extends string>(all: readonly T[], value: unknown): T | null => all.find((each) => each === value) ?? null;

function columnsOf(stored: unknown, fields: readonly TableField[]): Record<TableField, number | null> {
	const columns = { ...noColumns };
	if (isStored(stored))
		for (const field of fields) {
			const column = stored[field];
			if (typeof column === "number" && Number.isInteger(column) && column >= 0) columns[field] = column;
		}
	return columns;
}

/** Null when these are another format's settings. */
export function tableSettingsOf(stored: unknown, format: TableMapping["format"]): TableMapping | null {
	if (!isStored(stored)) return null;
	const first = !("format" in stored) && "headerRow" in stored && "columns" in stored;
	if (first ? format !== "csv" : stored.format !== format) return null;
	const layout = first ? "generic" : textOf(stored.layout);
	if (layoutOf(layout) === null) return null;
	return {
		format,
		layout,
		encoding: oneOf(encodings, stored.encoding) ?? "utf-8",
		delimiter: textOf(stored.delimiter) || ",",
		sheet: textOf(stored.sheet),
		headerRow: typeof stored.headerRow === "number" ? stored.headerRow : 0,
		columns: columnsOf(stored.columns, first ? statementFields : tableFields),
		dateOrder: oneOf(["ymd", "dmy", "mdy"], stored.dateOrder),
		decimalMark: oneOf([".", ","], stored.decimalMark),
		currency: textOf(stored.currency),
		account: textOf(stored.account),
		signs: first ? "as_written" : oneOf(signRules, stored.signs),
	};
}

/** A remembered mapping for a file of the same kind: what this file says itself is never overruled. */
export function withRemembered(mapping: TableMapping, stored: unknown): TableMapping {
	const remembered = tableSettingsOf(stored, mapping.format);
	if (remembered === null) return mapping;
	return {
		...mapping,
		layout: remembered.layout,
		columns: remembered.columns,
		currency: remembered.columns.currency === null ? mapping.currency || remembered.currency : "",
		account: remembered.columns.account === null ? mapping.account || remembered.account : "",
		dateOrder: mapping.dateOrder ?? remembered.dateOrder,
		decimalMark: mapping.decimalMark ?? remembered.decimalMark,
		signs: mapping.signs ?? remembered.signs,
	};
}
