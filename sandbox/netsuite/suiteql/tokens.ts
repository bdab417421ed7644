// SuiteQL text to tokens. Names are case-insensitive; texts are not.
import { invalidQuery } from "../errors.ts";

export type Token =
	| { readonly kind: "name"; readonly text: string; readonly at: number }
	| { readonly kind: "text"; readonly text: string; readonly at: number }
	| { readonly kind: "number"; readonly text: string; readonly at: number }
	| { readonly kind: "sign"; readonly text: string; readonly at: number }
	| { readonly kind: "end"; readonly text: ""; readonly at: number };

const pattern =
	/(?<space>\s+|--[^\n]*|\/\*[\s\S]*?\*\/)|(?<text>'(?:[^']|'')*')|(?<quoted>"[^"]+")|(?<number>\d+(?:\.\d+)?|\.\d+)|(?<name>[A-Za-z_][A-Za-z0-9_$]*)|(?<sign><>|!=|<=|>=|\|\||[=<>()+\-*/,.])/y;

/** @throws NetSuiteRefusal at the first character that begins no token */
export function tokensOf(query: string): Token[] {
	const tokens: Token[] = [];
	pattern.lastIndex = 0;
	while (pattern.lastIndex < query.length) {
		const at = pattern.lastIndex;
		const groups = pattern.exec(query)?.groups;
		if (groups === undefined) throw invalidQuery(`Unexpected character '${query[at] ?? ""}' at position ${at + 1}.`);
		if (groups.text !== undefined) tokens.push({ kind: "text", text: groups.text.slice(1, -1).replaceAll("''", "'"), at });
		else if (groups.quoted !== undefined) tokens.push({ kind: "name", text: groups.quoted.slice(1, -1).toLowerCase(), at });
		else if (groups.number !== undefined) tokens.push({ kind: "number", text: groups.number, at });
		else if (groups.name !== undefined) tokens.push({ kind: "name", text: groups.name.toLowerCase(), at });
		else if (groups.sign !== undefined) tokens.push({ kind: "sign", text: groups.sign, at });
	}
	tokens.push({ kind: "end", text: "", at: query.length });
	return tokens;
}
