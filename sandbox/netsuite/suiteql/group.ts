// GROUP BY and the aggregates. Inside a grouped query an expression is a group key, an aggregate, or made of these.
import { invalidQuery } from "../errors.ts";
import type { Expression } from "./ast.ts";
import { compileExpression, type Evaluate, type Special } from "./compile.ts";
import type { JoinedRow } from "./relation.ts";
import type { Scope } from "./scope.ts";
import { treeText } from "./tree.ts";
import { asNumber, compareValues, hashKey, one, type Value } from "./values.ts";

type AggregateExpression = Extract<Expression, { kind: "aggregate" }>;

export interface Grouping {
	/** One stand-in row per group; `special` knows its keys and aggregates. */
	readonly rows: JoinedRow[];
	readonly special: Special;
}

const keyText = (value: Value): string => {
	if (value === null) return "null";
	const key = hashKey(value);
	return `${typeof key}:${key}`;
};

function aggregateOf({ name, distinct, argument }: AggregateExpression, rows: readonly JoinedRow[], evaluate: Evaluate | null): Value {
	if (argument === "*" || evaluate === null) return BigInt(rows.length) * one;
	let values = rows.map(evaluate).filter((value) => value !== null);
	if (distinct) values = [...new Map(values.map((value) => [keyText(value), value])).values()];
	if (name === "count") return BigInt(values.length) * one;
	if (values.length === 0) return null;
	if (name === "sum") return values.reduce<bigint>((sum, value) => sum + asNumber(value), 0n);
	const sign = name === "min" ? 1 : -1;
	return values.reduce((best, value) => (compareValues(value, best) * sign < 0 ? value : best));
}

/** Groups `rows` by the keys; without keys all rows are one group, even when there are none. */
export function grouped(rows: readonly JoinedRow[], keys: readonly Expression[], scope: Scope): Grouping {
	const evaluateKeys = keys.map((key) => compileExpression(key, scope));
	const groups = new Map<string, { keys: Value[]; rows: JoinedRow[] }>();
	if (keys.length === 0) groups.set("", { keys: [], rows: [] });
	for (const row of rows) {
		const values = evaluateKeys.map((evaluate) => evaluate(row));
		const text = values.map(keyText).join("\u001f");
		const group = groups.get(text) ?? { keys: values, rows: [] };
		group.rows.push(row);
		groups.set(text, group);
	}
	const members = new Map<JoinedRow, { keys: Value[]; rows: JoinedRow[] }>();
	for (const group of groups.values()) members.set([group.keys], group);
	const texts = keys.map(treeText);
	const special: Special = (expression) => {
		const key = texts.indexOf(treeText(expression));
		if (key >= 0) return (row) => members.get(row)?.keys[key] ?? null;
		if (expression.kind === "aggregate") {
			const evaluate = expression.argument === "*" ? null : compileExpression(expression.argument, scope);
			return (row) => aggregateOf(expression, members.get(row)?.rows ?? [], evaluate);
		}
		if (expression.kind === "column" || expression.kind === "rownum") throw invalidQuery("ORA-00979: not a GROUP BY expression.");
		return null;
	};
	return { rows: [...members.keys()], special };
}
