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

/** Hash keys of several columns in one; null when one of them is null, since null equals nothing. */
export function compositeKey(values: readonly Value[]): string | bigint | null {
	const [first = null] = values;
	if (values.length === 1) return first === null ? null : hashKey(first);
	let key = "";
	for (const value of values) {
		if (value === null) return null;
		key += `${typeof value}${hashKey(value)}\u001f`;
	}
	return key;
}

type Index = Map<string | bigint, Row[]>;

const indexes = new WeakMap<readonly Row[], Map<string, Index>>();

/** Rows by the values of some columns; made once per table and columns. */
export function indexOf({ rows }: Relation, columns: readonly number[]): ReadonlyMap<string | bigint, readonly Row[]> {
	const ofRows = indexes.get(rows) ?? new Map<string, Index>();
	indexes.set(rows, ofRows);
	const name = columns.join();
	const known = ofRows.get(name);
	if (known !== undefined) return known;
	const index: Index = new Map();
	for (const row of rows) {
		const key = compositeKey(columns.map((column) => row[column] ?? null));
		if (key === null) continue;
		const bucket = index.get(key);
		if (bucket === undefined) index.set(key, [row]);
		else bucket.push(row);
	}
	ofRows.set(name, index);
	return index;
}
