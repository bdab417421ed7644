// Stripe's list rules: limit to 100, cursors by object id, newest first, filters by exact value or by range, unknown parameters refused.
import { type Catalogue, type ListedRow } from "./catalogue.ts";
import { expanded } from "./expand.ts";
import { invalidInteger, noSuch, outOfRange, unknownParameter } from "./errors.ts";
import type { StripeObject } from "./objects.ts";

const places = new WeakMap<readonly ListedRow[], ReadonlyMap<string, number>>();

/** Where `id` stands in the list, or null; worked out once per list. */
export function placeOf(rows: readonly ListedRow[], id: string): number | null {
	const known = places.get(rows) ?? new Map(rows.map((row, index) => [row.id, index]));
	places.set(rows, known);
	return known.get(id) ?? null;
}

export interface ListKind {
	readonly url: string;
	/** Singular for "No such …". */
	readonly noun: string;
	readonly exact: readonly string[];
	readonly ranges: readonly string[];
	readonly expandable: readonly string[];
}

const paging = ["limit", "starting_after", "ending_before", "expand"];

const integer = (param: string, text: string): number => {
	if (!/^-?\d+$/.test(text)) throw invalidInteger(param, text);
	return Number(text);
};

function limitOf(query: URLSearchParams): number {
	const text = query.get("limit");
	if (text === null) return 10;
	const limit = integer("limit", text);
	if (limit > 100) throw outOfRange("limit", `This value must be less than or equal to 100 (it currently is '${limit}').`);
	if (limit < 1) throw outOfRange("limit", `This value must be greater than or equal to 1 (it currently is '${limit}').`);
	return limit;
}

type Test = (row: ListedRow) => boolean;

function filterOf(kind: ListKind, name: string, value: string): Test | null {
	const [, base = name, operator = "", element = ""] = /^([a-z_]+)(?:\[([a-z]*)\])?(?:\[(\d*)\])?$/.exec(name) ?? [];
	if (paging.includes(base) && element === "" && (base === "expand" || operator === "")) return null;
	if (base === "expand") return null;
	if (operator === "" && kind.exact.includes(base)) return ({ facts }) => facts[base] === value;
	if (!kind.ranges.includes(base)) throw unknownParameter(name);
	const bound = integer(name, value);
	const fact = ({ facts, created }: ListedRow): number => (base === "created" ? created : Number(facts[base]));
	const tests: Record<string, Test> = {
		"": (row) => fact(row) === bound,
		gt: (row) => fact(row) > bound,
		gte: (row) => fact(row) >= bound,
		lt: (row) => fact(row) < bound,
		lte: (row) => fact(row) <= bound,
	};
	const test = tests[operator];
	if (test === undefined) throw unknownParameter(name);
	return test;
}

export const expansionsOf = (query: URLSearchParams): string[] =>
	[...query].filter(([name]) => /^expand(\[\d*\])?$/.test(name)).map(([, path]) => path);

/** One page. @throws StripeRefusal in Stripe's words for parameters it does not know or accept. */
export function listPage(
	kind: ListKind,
	rows: readonly ListedRow[],
	query: URLSearchParams,
	catalogue: Catalogue,
): Record<string, unknown> {
	const limit = limitOf(query);
	const tests: Test[] = [];
	for (const [name, value] of query) {
		if (/^expand(\[\d*\])?$/.test(name)) continue;
		const test = filterOf(kind, name, value);
		if (test !== null) tests.push(test);
	}
	const matches = (row: ListedRow): boolean => tests.every((test) => test(row));
	const after = query.get("starting_after");
	const before = query.get("ending_before");
	if (after !== null && before !== null)
		throw outOfRange("ending_before", "You cannot parameterize both starting_after and ending_before.");
	// A cursor need not match the filter: it is a place in the whole list.
	const place = (id: string, param: string): number => {
		const index = placeOf(rows, id);
		if (index === null) throw noSuch(kind.noun, id, param);
		return index;
	};
	const found: ListedRow[] = [];
	const step = before === null ? 1 : -1;
	const from = before !== null ? place(before, "ending_before") - 1 : after === null ? 0 : place(after, "starting_after") + 1;
	for (let index = from; index >= 0 && index < rows.length && found.length <= limit; index += step) {
		const row = rows[index];
		if (row !== undefined && matches(row)) found.push(row);
	}
	const more = found.length > limit;
	const nearest = found.slice(0, limit);
	const page = before === null ? nearest : nearest.reverse();
	const expansions = expansionsOf(query);
	const data: StripeObject[] = page.map((row) => expanded(row.show(), expansions, "data.", kind.expandable, catalogue));
	return { object: "list", url: kind.url, has_more: more, data };
}
