// Expressions and conditions to closures over a joined row. Conditions are three-valued: null is neither true nor false.
import { invalidQuery } from "../errors.ts";
import type { Comparison, Condition, Expression } from "./ast.ts";
import { concatenated, functionOf } from "./functions.ts";
import type { JoinedRow } from "./relation.ts";
import type { Scope } from "./scope.ts";
import { asNumber, compareValues, one, shown, SqlDate, type Value } from "./values.ts";

export type Evaluate = (row: JoinedRow) => Value;
export type Test = (row: JoinedRow) => boolean | null;

/** Resolves what only a grouped query can have; null where the expression is not one of those. */
export type Special = (expression: Expression) => Evaluate | null;

export const noSpecial: Special = () => null;

export function compileExpression(expression: Expression, scope: Scope, special: Special = noSpecial): Evaluate {
	const known = special(expression);
	if (known !== null) return known;
	switch (expression.kind) {
		case "column": {
			const { source, column } = scope.find(expression.table, expression.name);
			return (row) => row[source]?.[column] ?? null;
		}
		case "rownum":
			return (row) => row[scope.sources.length]?.[0] ?? null;
		case "literal":
			return () => expression.value;
		case "negative": {
			const operand = compileExpression(expression.operand, scope, special);
			return (row) => {
				const value = operand(row);
				return value === null ? null : -asNumber(value);
			};
		}
		case "arithmetic": {
			const left = compileExpression(expression.left, scope, special);
			const right = compileExpression(expression.right, scope, special);
			if (expression.operator === "||") return (row) => concatenated(left(row), right(row));
			const { operator } = expression;
			return (row) => calculated(operator, left(row), right(row));
		}
		case "call":
			return compileCall(expression.name, expression.args, scope, special);
		case "aggregate":
			throw invalidQuery("ORA-00934: group function is not allowed here.");
	}
}

const dayMs = 86_400_000n;

function calculated(operator: "+" | "-" | "*" | "/", left: Value, right: Value): Value {
	if (left === null || right === null) return null;
	if (left instanceof SqlDate && !(right instanceof SqlDate) && (operator === "+" || operator === "-")) {
		const ms = Number((asNumber(right) * dayMs) / one);
		return new SqlDate(left.ms + (operator === "+" ? ms : -ms));
	}
	if (left instanceof SqlDate && right instanceof SqlDate && operator === "-") return (BigInt(left.ms - right.ms) * one) / dayMs;
	const [a, b] = [asNumber(left), asNumber(right)];
	if (operator === "+") return a + b;
	if (operator === "-") return a - b;
	if (operator === "*") return (a * b) / one;
	if (b === 0n) throw invalidQuery("ORA-01476: divisor is equal to zero.");
	return (a * one) / b;
}

function compileCall(name: string, args: readonly Expression[], scope: Scope, special: Special): Evaluate {
	if (name === "builtin.df") return compileDisplay(args, scope);
	const apply = functionOf(name, args.length);
	const evaluate = args.map((argument) => compileExpression(argument, scope, special));
	// A constant argument list (TO_DATE of a literal) is worked out once.
	if (args.every(({ kind }) => kind === "literal")) {
		const value = apply(evaluate.map((argument) => argument([])));
		return () => value;
	}
	return (row) => apply(evaluate.map((argument) => argument(row)));
}

function compileDisplay(args: readonly Expression[], scope: Scope): Evaluate {
	const [column] = args;
	if (column?.kind !== "column" || args.length > 1) throw invalidQuery("BUILTIN.DF takes one field.");
	const place = scope.find(column.table, column.name);
	const display = scope.sources[place.source]?.relation.display[place.name] ?? shown;
	return (row) => {
		const value = row[place.source]?.[place.column] ?? null;
		return value === null ? null : display(value);
	};
}

const accepts: Readonly<Record<Comparison, (order: number) => boolean>> = {
	"=": (order) => order === 0,
	"<>": (order) => order !== 0,
	"<": (order) => order < 0,
	"<=": (order) => order <= 0,
	">": (order) => order > 0,
	">=": (order) => order >= 0,
};

const compared = (operator: Comparison, a: Value, b: Value): boolean | null =>
	a === null || b === null ? null : accepts[operator](compareValues(a, b));

const and = (a: boolean | null, b: () => boolean | null): boolean | null => {
	if (a === false) return false;
	const right = b();
	return right === false ? false : a === null || right === null ? null : true;
};

const not = (a: boolean | null): boolean | null => (a === null ? null : !a);

export function compileCondition(condition: Condition, scope: Scope, special: Special = noSpecial): Test {
	const expression = (part: Expression): Evaluate => compileExpression(part, scope, special);
	switch (condition.kind) {
		case "and":
		case "or": {
			const left = compileCondition(condition.left, scope, special);
			const right = compileCondition(condition.right, scope, special);
			if (condition.kind === "and") return (row) => and(left(row), () => right(row));
			return (row) => not(and(not(left(row)), () => not(right(row))));
		}
		case "not": {
			const operand = compileCondition(condition.operand, scope, special);
			return (row) => not(operand(row));
		}
		case "compare": {
			const [left, right, { operator }] = [expression(condition.left), expression(condition.right), condition];
			return (row) => compared(operator, left(row), right(row));
		}
		case "in": {
			const operand = expression(condition.operand);
			const list = condition.list.map(expression);
			return (row) => {
				const value = operand(row);
				const found = list.map((item) => compared("=", value, item(row)));
				return found.includes(true) ? true : found.includes(null) ? null : false;
			};
		}
		case "between": {
			const [operand, low, high] = [expression(condition.operand), expression(condition.low), expression(condition.high)];
			return (row) => and(compared(">=", operand(row), low(row)), () => compared("<=", operand(row), high(row)));
		}
		case "null": {
			const operand = expression(condition.operand);
			return (row) => operand(row) === null;
		}
		case "like":
			return compileLike(expression(condition.operand), expression(condition.pattern));
	}
}

function compileLike(operand: Evaluate, pattern: Evaluate): Test {
	const compiled = new Map<string, RegExp>();
	return (row) => {
		const [value, like] = [operand(row), pattern(row)];
		if (value === null || like === null) return null;
		const text = shown(like);
		const escaped = text
			.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
			.replaceAll("%", "[\\s\\S]*")
			.replaceAll("_", "[\\s\\S]");
		const regex = compiled.get(text) ?? new RegExp(`^${escaped}$`);
		compiled.set(text, regex);
		return regex.test(shown(value));
	};
}
