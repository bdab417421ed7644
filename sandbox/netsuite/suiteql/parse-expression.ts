// Expressions and conditions, lowest binding first: OR, AND, NOT, comparison, sum, product, sign, primary.
import { invalidQuery } from "../errors.ts";
import type { Aggregate, Arithmetic, Comparison, Condition, Expression } from "./ast.ts";
import type { TokenReader } from "./reader.ts";
import { numberFromText } from "./values.ts";

const aggregates: readonly string[] = ["count", "sum", "min", "max"] satisfies Aggregate[];
const isAggregate = (name: string): name is Aggregate => aggregates.includes(name);

/** Words that cannot be a column or an alias. */
export const reserved = new Set(
	"select distinct from where group by having order and or not in between is null like as on inner left right full outer cross join union all asc desc case when then else end exists fetch offset limit with minus intersect".split(
		" ",
	),
);

export function parseCondition(reader: TokenReader): Condition {
	let left = parseAnd(reader);
	while (reader.word("or")) left = { kind: "or", left, right: parseAnd(reader) };
	return left;
}

function parseAnd(reader: TokenReader): Condition {
	let left = parseNot(reader);
	while (reader.word("and")) left = { kind: "and", left, right: parseNot(reader) };
	return left;
}

function parseNot(reader: TokenReader): Condition {
	if (reader.word("not")) return { kind: "not", operand: parseNot(reader) };
	if (!reader.isSign("(")) return parsePredicate(reader);
	// "(" opens a condition or an expression; which one shows only later, so try the expression first.
	const place = reader.place;
	try {
		return parsePredicate(reader);
	} catch (error) {
		reader.back(place);
		reader.expectSign("(");
		try {
			const inner = parseCondition(reader);
			reader.expectSign(")");
			return inner;
		} catch (deeper) {
			throw deeper instanceof Error ? deeper : error;
		}
	}
}

const comparisons: Readonly<Record<string, Comparison>> = { "=": "=", "<>": "<>", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">=" };

function parsePredicate(reader: TokenReader): Condition {
	const operand = parseExpression(reader);
	const token = reader.peek();
	const operator = token.kind === "sign" ? comparisons[token.text] : undefined;
	if (operator !== undefined) {
		reader.next();
		return { kind: "compare", operator, left: operand, right: parseExpression(reader) };
	}
	if (reader.word("is")) {
		const negated = reader.word("not");
		reader.expectWord("null");
		return negated ? { kind: "not", operand: { kind: "null", operand } } : { kind: "null", operand };
	}
	const negated = reader.word("not");
	const condition = parseListed(reader, operand);
	return negated ? { kind: "not", operand: condition } : condition;
}

function parseListed(reader: TokenReader, operand: Expression): Condition {
	if (reader.word("between")) {
		const low = parseExpression(reader);
		reader.expectWord("and");
		return { kind: "between", operand, low, high: parseExpression(reader) };
	}
	if (reader.word("like")) return { kind: "like", operand, pattern: parseExpression(reader) };
	if (reader.word("in")) {
		reader.expectSign("(");
		if (reader.isWord("select")) throw invalidQuery("Subqueries are supported in FROM only.");
		const list = [parseExpression(reader)];
		while (reader.sign(",")) list.push(parseExpression(reader));
		reader.expectSign(")");
		return { kind: "in", operand, list };
	}
	throw reader.unexpected("a comparison");
}

export function parseExpression(reader: TokenReader): Expression {
	let left = parseProduct(reader);
	for (;;) {
		const operator: Arithmetic | null = reader.sign("+") ? "+" : reader.sign("-") ? "-" : reader.sign("||") ? "||" : null;
		if (operator === null) return left;
		left = { kind: "arithmetic", operator, left, right: parseProduct(reader) };
	}
}

function parseProduct(reader: TokenReader): Expression {
	let left = parseSigned(reader);
	for (;;) {
		const operator: Arithmetic | null = reader.sign("*") ? "*" : reader.sign("/") ? "/" : null;
		if (operator === null) return left;
		left = { kind: "arithmetic", operator, left, right: parseSigned(reader) };
	}
}

function parseSigned(reader: TokenReader): Expression {
	if (reader.sign("-")) return { kind: "negative", operand: parseSigned(reader) };
	if (reader.sign("+")) return parseSigned(reader);
	return parsePrimary(reader);
}

function parsePrimary(reader: TokenReader): Expression {
	const token = reader.next();
	if (token.kind === "text") return { kind: "literal", value: token.text === "" ? null : token.text };
	if (token.kind === "number") return { kind: "literal", value: numberFromText(token.text) };
	if (token.kind === "sign" && token.text === "(") {
		const inner = parseExpression(reader);
		reader.expectSign(")");
		return inner;
	}
	if (token.kind !== "name") throw reader.unexpected("an expression", token);
	if (token.text === "null") return { kind: "literal", value: null };
	if (token.text === "rownum") return { kind: "rownum" };
	if (reserved.has(token.text)) throw reader.unexpected("an expression", token);
	const second = reader.sign(".") ? reader.name() : null;
	if (!reader.isSign("(")) return { kind: "column", table: second === null ? null : token.text, name: second ?? token.text };
	return parseCall(reader, second === null ? token.text : `${token.text}.${second}`);
}

function parseCall(reader: TokenReader, name: string): Expression {
	reader.expectSign("(");
	if (isAggregate(name)) {
		const distinct = reader.word("distinct");
		const argument = reader.sign("*") ? "*" : parseExpression(reader);
		reader.expectSign(")");
		if (argument === "*" && name !== "count") throw invalidQuery(`${name.toUpperCase()}(*) is not supported.`);
		return { kind: "aggregate", name, distinct, argument };
	}
	const args: Expression[] = [];
	if (!reader.isSign(")")) {
		args.push(parseExpression(reader));
		while (reader.sign(",")) args.push(parseExpression(reader));
	}
	reader.expectSign(")");
	return { kind: "call", name, args };
}
