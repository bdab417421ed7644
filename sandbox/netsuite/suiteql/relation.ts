// Tables as the evaluator sees them, and rows joined from several of them.
import { hashKey, type Value } from "./values.ts";

export type Row = readonly Value[];

export interface Relation {
	/** Lower-case column names. */
	readonly columns: readonly string[];
	readonly rows: readonly Row[];
	/** What BUILTIN.DF shows for a column, where it differs from the value. */
	readonly display: Readonly<Record<string, (value: Exclude<Value, null>) => string>>;
}

/** One row per source in the order of FROM and JOIN, then a row that holds ROWNUM. */
export type JoinedRow = readonly Row[];

const indexes = new WeakMap<readonly Row[], Map<number, Map<string | bigint, Row[]>>>();

/** Rows by the value of one column; made once per table and column. */
export function indexOf({ rows }: Relation, column: number): ReadonlyMap<string | bigint, readonly Row[]> {
	const ofRows = indexes.get(rows) ?? new Map<number, Map<string | bigint, Row[]>>();
	indexes.set(rows, ofRows);
	const known = ofRows.get(column);
	if (known !== undefined) return known;
	const index = new Map<string | bigint, Row[]>();
	for (const row of rows) {
		const value = row[column] ?? null;
		if (value === null) continue;
		const key = hashKey(value);
		const bucket = index.get(key);
		if (bucket === undefined) index.set(key, [row]);
		else bucket.push(row);
	}
	ofRows.set(column, index);
	return index;
}
