// Keyset paging over one or more columns of any direction: the ORDER BY, the condition that continues after a row, and the
// cursor between them. A cursor only ever becomes bound parameters, never SQL.
import { TieoutError } from "../../domain/core/errors.ts";

export interface SortKey {
	/** A column or expression without NULLs. */
	readonly sql: string;
	/** SQL type of its values. */
	readonly type: string;
	readonly direction: "asc" | "desc";
}

export interface SortOrder {
	/** Without the words "order by". */
	readonly sql: string;
	/** Selects the cursor's values as text[]. */
	readonly at: string;
	/** Of the row that a page ended with. */
	readonly cursorOf: (at: readonly string[]) => string;
	/** Rows behind a cursor. @throws TieoutError INPUT for a cursor that is not one of this order */
	readonly after: (cursor: string) => { readonly sql: string; readonly values: readonly string[] };
}

const collated = ({ type }: SortKey): string => (type === "text" ? ' collate "C"' : "");

/** @param unique breaks the last tie, in the direction of the last key */
export function sortOrder(keys: readonly SortKey[], unique: Omit<SortKey, "direction">): SortOrder {
	const all: readonly SortKey[] = [...keys, { ...unique, direction: keys.at(-1)?.direction ?? "asc" }];
	return {
		sql: all.map((key) => `${key.sql} ${key.direction}`).join(", "),
		at: `array[${all.map((key) => `${key.sql}::text`).join(", ")}]`,
		cursorOf: (at) => JSON.stringify(at),
		after: (cursor) => behind(all, readCursor(cursor, all.length)),
	};
}

/** (a, b, id) > (?, ?, ?), written so that directions may differ: a > ? or (a = ? and (b < ? or (b = ? and id < ?))). */
function behind(keys: readonly SortKey[], values: readonly string[]): { sql: string; values: string[] } {
	const place = (key: SortKey): string => `?::${key.type}${collated(key)}`;
	const way = (key: SortKey): string => (key.direction === "desc" ? "<" : ">");
	const [first] = keys;
	if (first !== undefined && keys.every((key) => key.direction === first.direction))
		return { sql: `(${keys.map((key) => key.sql).join(", ")}) ${way(first)} (${keys.map(place).join(", ")})`, values: [...values] };
	const bound: string[] = [];
	const parts = keys.map((key, index) => {
		const equal = keys.slice(0, index).map((before, at) => {
			bound.push(values[at] ?? "");
			return `${before.sql} = ${place(before)}`;
		});
		bound.push(values[index] ?? "");
		return `(${[...equal, `${key.sql} ${way(key)} ${place(key)}`].join(" and ")})`;
	});
	return { sql: `(${parts.join(" or ")})`, values: bound };
}

function readCursor(cursor: string, size: number): readonly string[] {
	try {
		const parsed: unknown = JSON.parse(cursor);
		if (Array.isArray(parsed) && parsed.length === size && parsed.every((value) => typeof value === "string")) return parsed;
	} catch {
		// Falls through to the same sentence.
	}
	throw new TieoutError("INPUT", "This page of the table no longer exists. Start again from the first page.");
}
