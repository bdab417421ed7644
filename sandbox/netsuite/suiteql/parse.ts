// One SELECT of the subset; anything that follows it is refused.
import { invalidQuery } from "../errors.ts";
import type { Expression, Join, OrderKey, Query, SelectItem, Source } from "./ast.ts";
import { parseCondition, parseExpression, reserved } from "./parse-expression.ts";
import { TokenReader } from "./reader.ts";
import { tokensOf } from "./tokens.ts";

/** @throws NetSuiteRefusal naming what was expected */
export function parseQuery(text: string): Query {
	const reader = new TokenReader(tokensOf(text));
	const query = parseSelect(reader);
	if (reader.peek().kind !== "end") throw reader.unexpected("the end of the query");
	return query;
}

function parseSelect(reader: TokenReader): Query {
	reader.expectWord("select");
	const distinct = reader.word("distinct");
	const items = [parseItem(reader)];
	while (reader.sign(",")) items.push(parseItem(reader));
	reader.expectWord("from");
	const from = parseSource(reader);
	const joins = parseJoins(reader);
	const where = reader.word("where") ? parseCondition(reader) : null;
	const groupBy = reader.word("group", "by") ? parseList(reader) : [];
	const having = reader.word("having") ? parseCondition(reader) : null;
	const orderBy = reader.word("order", "by") ? parseOrder(reader) : [];
	return { distinct, items, from, joins, where, groupBy, having, orderBy };
}

function parseItem(reader: TokenReader): SelectItem {
	if (reader.sign("*")) return { kind: "all", table: null };
	if (reader.peek().kind === "name" && reader.isSign(".", 1) && reader.isSign("*", 2)) {
		const table = reader.name();
		reader.next();
		reader.next();
		return { kind: "all", table };
	}
	const expression = parseExpression(reader);
	return { kind: "expression", expression, alias: parseAlias(reader) };
}

function parseAlias(reader: TokenReader): string | null {
	if (reader.word("as")) return reader.name();
	const token = reader.peek();
	return token.kind === "name" && !reserved.has(token.text) ? reader.name() : null;
}

function parseSource(reader: TokenReader): Source {
	if (reader.sign("(")) {
		const query = parseSelect(reader);
		reader.expectSign(")");
		return { kind: "query", query, alias: parseAlias(reader) ?? "" };
	}
	const name = reader.name();
	if (reserved.has(name)) throw invalidQuery(`Expected a table but found '${name}'.`);
	return { kind: "table", name, alias: parseAlias(reader) ?? name };
}

function parseJoins(reader: TokenReader): Join[] {
	const joins: Join[] = [];
	for (;;) {
		const outer = reader.word("left", "outer", "join") || reader.word("left", "join");
		if (!outer && !reader.word("inner", "join") && !reader.word("join")) return joins;
		const source = parseSource(reader);
		reader.expectWord("on");
		joins.push({ outer, source, on: parseCondition(reader) });
	}
}

function parseList(reader: TokenReader): Expression[] {
	const list = [parseExpression(reader)];
	while (reader.sign(",")) list.push(parseExpression(reader));
	return list;
}

function parseOrder(reader: TokenReader): OrderKey[] {
	const keys: OrderKey[] = [];
	do {
		const expression = parseExpression(reader);
		const descending = reader.word("desc");
		if (!descending) reader.word("asc");
		keys.push({ expression, descending });
	} while (reader.sign(","));
	return keys;
}
