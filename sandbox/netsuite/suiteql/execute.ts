// Runs a parsed query over the tables: join, group, sort, project. The answer is a relation of its own, so a subquery is one too;
// only the rows that are asked for are projected.
import { invalidQuery } from "../errors.ts";
import type { Expression, OrderKey, Query, SelectItem, Source } from "./ast.ts";
import { compileCondition, compileExpression, type Evaluate, noSpecial, type Special } from "./compile.ts";
import { grouped } from "./group.ts";
import { joinedRows } from "./join.ts";
import type { JoinedRow, Relation, Row } from "./relation.ts";
import { type Scope, type ScopeSource, scopeOf } from "./scope.ts";
import { expressionsOf, hasAggregate, treeText, within } from "./tree.ts";
import { everyRow, firstRows, type Window } from "./window.ts";
import { compareValues, fromInteger, hashKey, type Value } from "./values.ts";

export type Tables = Readonly<Record<string, Relation>>;

interface Column {
	readonly name: string;
	readonly expression: Expression;
	readonly evaluate: Evaluate;
}

function relationOf(source: Source, tables: Tables): Relation {
	if (source.kind === "query") return executeQuery(source.query, tables);
	const table = tables[source.name];
	if (table === undefined) throw invalidQuery(`Record '${source.name}' was not found.`);
	return table;
}

function itemsOf(items: readonly SelectItem[], scope: Scope): { name: string; expression: Expression }[] {
	return items.flatMap((item, position) => {
		if (item.kind === "expression") {
			const { expression, alias } = item;
			const name = alias ?? (expression.kind === "column" ? expression.name : `expr${position + 1}`);
			return [{ name, expression }];
		}
		const sources = scope.sources.filter(({ alias }) => item.table === null || alias === item.table);
		if (sources.length === 0) throw invalidQuery(`Unknown identifier '${item.table ?? "*"}'.`);
		return sources.flatMap(({ alias, relation }) =>
			relation.columns.map((name) => ({ name, expression: { kind: "column" as const, table: alias, name } })),
		);
	});
}

export interface Answer extends Relation {
	/** Rows of the whole answer, of which `rows` is the window. */
	readonly total: number;
}

/** @throws NetSuiteRefusal for anything the subset or the tables do not have */
export function executeQuery(query: Query, tables: Tables, window: Window = everyRow): Answer {
	const sources: ScopeSource[] = [query.from, ...query.joins.map(({ source }) => source)].map((source) => ({
		alias: source.alias,
		relation: relationOf(source, tables),
	}));
	const scope = scopeOf(sources);
	const selected = itemsOf(query.items, scope);
	const having = query.having === null ? [] : expressionsOf(query.having);
	const computed = [...selected.map(({ expression }) => expression), ...having, ...query.orderBy.map(({ expression }) => expression)];
	const numbering = [...computed, ...query.groupBy].flatMap(within).some(({ kind }) => kind === "rownum");
	let rows = joinedRows(sources, { joins: query.joins, where: query.where, numbering });
	let special: Special = noSpecial;
	if (query.groupBy.length > 0 || hasAggregate(computed)) {
		const grouping = grouped(rows, query.groupBy, scope);
		special = grouping.special;
		rows = grouping.rows;
	} else if (query.having !== null) throw invalidQuery("HAVING needs GROUP BY or a group function.");
	if (query.having !== null) {
		const test = compileCondition(query.having, scope, special);
		rows = rows.filter((row) => test(row) === true);
	}
	const columns = selected.map(({ name, expression }) => ({ name, expression, evaluate: compileExpression(expression, scope, special) }));
	const keys = query.orderBy.map((key) => orderKey(key, columns, scope, special));
	const { total, shown } = query.distinct ? distinctRows(rows, columns, keys, window) : projectedRows(rows, columns, keys, window);
	return { columns: columns.map(({ name }) => name), rows: shown, total, display: displays(columns, scope) };
}

/** BUILTIN.DF works on a plain column that a subquery passes on. */
function displays(columns: readonly Column[], scope: Scope): Relation["display"] {
	return Object.fromEntries(
		columns.flatMap(({ name, expression }) => {
			if (expression.kind !== "column") return [];
			const place = scope.find(expression.table, expression.name);
			const display = scope.sources[place.source]?.relation.display[place.name];
			return display === undefined ? [] : [[name, display]];
		}),
	);
}

interface Keyed<T> {
	readonly of: T;
	readonly keys: Row;
}

interface Shown {
	readonly total: number;
	readonly shown: Row[];
}

const keyed = <T>(of: T, row: JoinedRow, keys: readonly SortKey[]): Keyed<T> => ({ of, keys: keys.map(({ evaluate }) => evaluate(row)) });

const byKeys =
	(keys: readonly SortKey[]) =>
	<T>(a: Keyed<T>, b: Keyed<T>): number =>
		ordered(a.keys, b.keys, keys);

const project = (row: JoinedRow, columns: readonly Column[]): Row => columns.map(({ evaluate }) => evaluate(row));

function projectedRows(rows: readonly JoinedRow[], columns: readonly Column[], keys: readonly SortKey[], window: Window): Shown {
	const chosen =
		keys.length === 0
			? rows.slice(window.offset, window.offset + window.limit)
			: firstRows(
					rows.map((row) => keyed(row, row, keys)),
					byKeys(keys),
					window,
				).map(({ of }) => of);
	return { total: rows.length, shown: chosen.map((row) => project(row, columns)) };
}

/** Equal rows once; the first of them gives the sort keys. */
function distinctRows(rows: readonly JoinedRow[], columns: readonly Column[], keys: readonly SortKey[], window: Window): Shown {
	const text = (row: Row): string => row.map((value) => (value === null ? "null" : `${typeof value}${hashKey(value)}`)).join("\u001f");
	const different = new Map<string, Keyed<Row>>();
	for (const row of rows) {
		const values = project(row, columns);
		different.set(text(values), keyed(values, row, keys));
	}
	const all = [...different.values()];
	return { total: all.length, shown: firstRows(all, byKeys(keys), window).map(({ of }) => of) };
}

interface SortKey {
	readonly evaluate: Evaluate;
	readonly descending: boolean;
}

/** An alias, a position in the select list, or any expression. */
function orderKey({ expression, descending }: OrderKey, columns: readonly Column[], scope: Scope, special: Special): SortKey {
	if (expression.kind === "literal" && typeof expression.value === "bigint") {
		const position = columns.findIndex((_, index) => fromInteger(index + 1) === expression.value);
		const column = columns[position];
		if (column === undefined) throw invalidQuery("ORA-01785: ORDER BY item must be the number of a SELECT-list expression.");
		return { evaluate: column.evaluate, descending };
	}
	const named = expression.kind === "column" && expression.table === null ? expression.name : null;
	const same = columns.find(({ name, expression: other }) => (named !== null ? name === named : treeText(other) === treeText(expression)));
	return { evaluate: same?.evaluate ?? compileExpression(expression, scope, special), descending };
}

/** Nulls come last ascending and first descending, as in Oracle. */
function ordered(a: readonly Value[], b: readonly Value[], keys: readonly SortKey[]): number {
	for (const [index, { descending }] of keys.entries()) {
		const [x = null, y = null] = [a[index], b[index]];
		const order = x === null ? (y === null ? 0 : 1) : y === null ? -1 : compareValues(x, y);
		if (order !== 0) return descending ? -order : order;
	}
	return 0;
}
