// Runs a parsed query over the tables: join, group, project, sort. The answer is a relation of its own, so a subquery is one too.
import { invalidQuery } from "../errors.ts";
import type { Expression, OrderKey, Query, SelectItem, Source } from "./ast.ts";
import { compileCondition, compileExpression, type Evaluate, noSpecial, type Special } from "./compile.ts";
import { grouped } from "./group.ts";
import { joinedRows } from "./join.ts";
import type { JoinedRow, Relation, Row } from "./relation.ts";
import { type Scope, type ScopeSource, scopeOf } from "./scope.ts";
import { expressionsOf, hasAggregate, treeText } from "./tree.ts";
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

/** @throws NetSuiteRefusal for anything the subset or the tables do not have */
export function executeQuery(query: Query, tables: Tables): Relation {
	const sources: ScopeSource[] = [query.from, ...query.joins.map(({ source }) => source)].map((source) => ({
		alias: source.alias,
		relation: relationOf(source, tables),
	}));
	const scope = scopeOf(sources);
	const selected = itemsOf(query.items, scope);
	const having = query.having === null ? [] : expressionsOf(query.having);
	const computed = [...selected.map(({ expression }) => expression), ...having, ...query.orderBy.map(({ expression }) => expression)];
	let rows = joinedRows(sources, query.joins, query.where);
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
	const projected = projection(rows, columns, query, scope, special);
	return { columns: columns.map(({ name }) => name), rows: projected, display: displays(columns, scope) };
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

function projection(rows: readonly JoinedRow[], columns: readonly Column[], query: Query, scope: Scope, special: Special): Row[] {
	const keys = query.orderBy.map((key) => orderKey(key, columns, scope, special));
	let made = rows.map((row) => ({ values: columns.map(({ evaluate }) => evaluate(row)), keys: keys.map(({ evaluate }) => evaluate(row)) }));
	if (query.distinct) {
		const text = (row: Row): string => row.map((value) => (value === null ? "null" : `${typeof value}${hashKey(value)}`)).join("\u001f");
		made = [...new Map(made.map((one) => [text(one.values), one])).values()];
	}
	if (keys.length > 0) made.sort((a, b) => ordered(a.keys, b.keys, keys));
	return made.map(({ values }) => values);
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
