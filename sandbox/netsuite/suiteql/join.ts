// FROM and JOIN: base rows narrowed first, then each join by hash where its ON has an equation, else by comparing all pairs.
import type { Condition, Expression, Join } from "./ast.ts";
import { compileCondition, compileExpression, type Evaluate, type Test } from "./compile.ts";
import { compositeKey, indexOf, type JoinedRow, type Relation, type Row } from "./relation.ts";
import { type Scope, type ScopeSource, scopeOf } from "./scope.ts";
import { conjuncts, expressionsOf, within } from "./tree.ts";

interface Equation {
	readonly column: number;
	readonly other: Evaluate;
}

/** The highest source that the expressions refer to; Infinity with ROWNUM or an aggregate, which no early filter may see. */
function reach(expressions: readonly Expression[], scope: Scope): number {
	let highest = -1;
	for (const expression of expressions) {
		if (expression.kind === "rownum" || expression.kind === "aggregate") return Number.POSITIVE_INFINITY;
		if (expression.kind === "column") highest = Math.max(highest, scope.find(expression.table, expression.name).source);
	}
	return highest;
}

function equationOf(condition: Condition, scope: Scope, added: number): Equation | null {
	if (condition.kind !== "compare" || condition.operator !== "=") return null;
	for (const [own, other] of [
		[condition.left, condition.right],
		[condition.right, condition.left],
	] as const) {
		if (own.kind !== "column") continue;
		const place = scope.find(own.table, own.name);
		if (place.source === added && reach(within(other), scope) < added)
			return { column: place.column, other: compileExpression(other, scope) };
	}
	return null;
}

const every = (tests: readonly Test[], row: JoinedRow): boolean => tests.every((test) => test(row) === true);

export interface JoinPlan {
	readonly joins: readonly Join[];
	readonly where: Condition | null;
	/** Whether something outside `where` asks for ROWNUM. */
	readonly numbering: boolean;
}

/** All rows of the sources that satisfy the joins and `where`. */
export function joinedRows(sources: readonly ScopeSource[], { joins, where, numbering }: JoinPlan): JoinedRow[] {
	const scope = scopeOf(sources);
	const filters = conjuncts(where).map((condition) => ({
		test: compileCondition(condition, scope),
		reach: reach(expressionsOf(condition), scope),
	}));
	// A condition on the sources joined so far may be applied as soon as an outer join can no longer change its answer.
	const filtersAt = (source: number): Test[] => filters.filter((filter) => Math.max(0, filter.reach) === source).map(({ test }) => test);
	const base = sources[0]?.relation.rows ?? [];
	const first = filtersAt(0);
	let rows: Row[][] = [];
	for (const row of base) if (every(first, [row])) rows.push([row]);
	joins.forEach((join, index) => {
		const relation = sources[index + 1]?.relation;
		if (relation !== undefined) rows = joinOne(rows, relation, join, index + 1, scopeOf(sources.slice(0, index + 2)));
		const tests = filtersAt(index + 1);
		if (tests.length > 0) rows = rows.filter((row) => every(tests, row));
	});
	const last = filters.filter((filter) => filter.reach === Number.POSITIVE_INFINITY).map(({ test }) => test);
	return numbering || last.length > 0 ? numbered(rows, last) : rows;
}

/** Takes the rows over: each becomes its own last match, so that a join of one to one copies nothing. */
function joinOne(rows: readonly Row[][], relation: Relation, join: Join, added: number, scope: Scope): Row[][] {
	const parts = conjuncts(join.on);
	const equations = parts.map((part) => equationOf(part, scope, added)).filter((found) => found !== null);
	const test = compileCondition(join.on, scope);
	const nothing: Row = relation.columns.map(() => null);
	const columns = equations.map(({ column }) => column);
	const index = equations.length === 0 ? null : indexOf(relation, columns);
	const out: Row[][] = [];
	for (const row of rows) {
		let candidates: readonly Row[] = relation.rows;
		if (index !== null) {
			const key = compositeKey(equations.map(({ other }) => other(row)));
			candidates = key === null ? [] : (index.get(key) ?? []);
		}
		const matches = equations.length === parts.length ? candidates : candidates.filter((candidate) => test([...row, candidate]) === true);
		for (const match of matches.slice(0, -1)) out.push(row.concat([match]));
		const final = matches.at(-1) ?? (join.outer ? nothing : null);
		if (final === null) continue;
		row.push(final);
		out.push(row);
	}
	return out;
}

/** Gives each row that passes `tests` its ROWNUM: the test sees the number the row would get, as in Oracle. */
function numbered(rows: readonly JoinedRow[], tests: readonly Test[]): JoinedRow[] {
	const out: JoinedRow[] = [];
	for (const row of rows) {
		const withNumber = [...row, [BigInt(out.length + 1) * 100_000_000n]];
		if (every(tests, withNumber)) out.push(withNumber);
	}
	return out;
}
