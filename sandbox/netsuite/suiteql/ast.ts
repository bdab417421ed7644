// The SuiteQL subset as a tree.
import type { Value } from "./values.ts";

export type Comparison = "=" | "<>" | "<" | "<=" | ">" | ">=";
export type Arithmetic = "+" | "-" | "*" | "/" | "||";

export type Expression =
	| { readonly kind: "column"; readonly table: string | null; readonly name: string }
	| { readonly kind: "rownum" }
	| { readonly kind: "literal"; readonly value: Value }
	| { readonly kind: "negative"; readonly operand: Expression }
	| { readonly kind: "arithmetic"; readonly operator: Arithmetic; readonly left: Expression; readonly right: Expression }
	| { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
	| { readonly kind: "aggregate"; readonly name: Aggregate; readonly distinct: boolean; readonly argument: Expression | "*" };

export type Aggregate = "count" | "sum" | "min" | "max";

export type Condition =
	| { readonly kind: "and" | "or"; readonly left: Condition; readonly right: Condition }
	| { readonly kind: "not"; readonly operand: Condition }
	| { readonly kind: "compare"; readonly operator: Comparison; readonly left: Expression; readonly right: Expression }
	| { readonly kind: "in"; readonly operand: Expression; readonly list: readonly Expression[] }
	| { readonly kind: "between"; readonly operand: Expression; readonly low: Expression; readonly high: Expression }
	| { readonly kind: "null"; readonly operand: Expression }
	| { readonly kind: "like"; readonly operand: Expression; readonly pattern: Expression };

export type SelectItem =
	| { readonly kind: "all"; readonly table: string | null }
	| { readonly kind: "expression"; readonly expression: Expression; readonly alias: string | null };

export type Source =
	| { readonly kind: "table"; readonly name: string; readonly alias: string }
	| { readonly kind: "query"; readonly query: Query; readonly alias: string };

export interface Join {
	readonly outer: boolean;
	readonly source: Source;
	readonly on: Condition;
}

export interface OrderKey {
	readonly expression: Expression;
	readonly descending: boolean;
}

export interface Query {
	readonly distinct: boolean;
	readonly items: readonly SelectItem[];
	readonly from: Source;
	readonly joins: readonly Join[];
	readonly where: Condition | null;
	readonly groupBy: readonly Expression[];
	readonly having: Condition | null;
	readonly orderBy: readonly OrderKey[];
}
