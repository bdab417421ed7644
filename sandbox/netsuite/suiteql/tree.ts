// Questions about a tree: its conjuncts, its columns, whether it needs grouping.
import type { Condition, Expression } from "./ast.ts";

export const conjuncts = (condition: Condition | null): Condition[] =>
	condition === null ? [] : condition.kind === "and" ? [...conjuncts(condition.left), ...conjuncts(condition.right)] : [condition];

function parts(expression: Expression): readonly Expression[] {
	switch (expression.kind) {
		case "negative":
			return [expression.operand];
		case "arithmetic":
			return [expression.left, expression.right];
		case "call":
			return expression.args;
		case "aggregate":
			return expression.argument === "*" ? [] : [expression.argument];
		default:
			return [];
	}
}

/** `expression` and everything inside it. */
export const within = (expression: Expression): Expression[] => [expression, ...parts(expression).flatMap(within)];

export function expressionsOf(condition: Condition): Expression[] {
	switch (condition.kind) {
		case "and":
		case "or":
			return [...expressionsOf(condition.left), ...expressionsOf(condition.right)];
		case "not":
			return expressionsOf(condition.operand);
		case "compare":
			return [...within(condition.left), ...within(condition.right)];
		case "in":
			return [condition.operand, ...condition.list].flatMap(within);
		case "between":
			return [condition.operand, condition.low, condition.high].flatMap(within);
		case "null":
			return within(condition.operand);
		case "like":
			return [condition.operand, condition.pattern].flatMap(within);
	}
}

export const hasAggregate = (expressions: readonly Expression[]): boolean =>
	expressions.some((expression) => within(expression).some(({ kind }) => kind === "aggregate"));

/** Equal trees have equal text; bigints are written out. */
export const treeText = (expression: Expression): string =>
	JSON.stringify(expression, (_key, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
