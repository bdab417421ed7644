// A whole statement under its mapping: every row located, named and read or refused. Pure over the bytes, so that the same file
// gives the same keys whenever it is read.
import { derivedId } from "../../core/ids.ts";
import type { Result } from "../../core/result.ts";
import { ok } from "../../core/result.ts";
import type { Refused } from "../canonical.ts";
import { readOrRefuse } from "../record-reader.ts";
import { bankLineNamer, bankLineStem } from "./bank-line-key.ts";
import { type CsvProblem, type CsvRow, decodeText, parseCsv } from "./csv.ts";
import type { StatementMapping } from "./mapping.ts";
import { readStatementLine, type StatementLine } from "./statement-line.ts";

export interface StatementEntry {
	readonly naturalKey: string;
	/** Row of the file, from 0. */
	readonly index: number;
	readonly text: string;
	readonly line: Result<StatementLine, Refused>;
}

const stemOf = (row: CsvRow, line: Result<StatementLine, Refused>): string => {
	if (!line.ok) return `unread:${derivedId("statement-row", row.text).slice(0, 13)}`;
	const value = line.value;
	return value.kind === "movement"
		? bankLineStem(value)
		: bankLineStem({ ...value, minor: value.balanceMinor, reference: `${value.kind} balance` });
};

/** Rows below the header, each with its line or why not. */
export function readRows(rows: readonly CsvRow[], mapping: StatementMapping): readonly StatementEntry[] {
	const name = bankLineNamer();
	return rows
		.filter((row) => row.index > mapping.headerRow)
		.map((row) => {
			const read = readOrRefuse("", () => readStatementLine(row.cells, mapping));
			const naturalKey = name(stemOf(row, read));
			const line: Result<StatementLine, Refused> = read.ok ? read : { ok: false, error: { ...read.error, naturalKey } };
			return { naturalKey, index: row.index, text: row.text, line };
		});
}

export function readStatement(bytes: Uint8Array, mapping: StatementMapping): Result<readonly StatementEntry[], CsvProblem> {
	const rows = parseCsv(decodeText(bytes), mapping.delimiter);
	return rows.ok ? ok(readRows(rows.value, mapping)) : rows;
}
