// The unparseable record of the fault switch: one transaction line whose amount is no number, while sums over the table stay right.
import type { UnparseableFault } from "../core/faults.ts";
import type { Query } from "./suiteql/ast.ts";
import { type Answer, executeQuery, type Tables } from "./suiteql/execute.ts";
import type { Row } from "./suiteql/relation.ts";
import type { Window } from "./suiteql/window.ts";
import { numberText, type Value } from "./suiteql/values.ts";

// No amount of a company comes near it, so it is recognised wherever a query passes it on unchanged.
const marker = 9_007_199_254_740_991_234n;
const shownAs: Readonly<Record<string, string>> = {
	text: "1.2O4,5",
	decimals: "10.005",
	float: "0.30000000000000004",
	big: "9007199254740993",
};

function withMarker(tables: Tables, record: string): Tables {
	const lines = tables.transactionline;
	if (lines === undefined) return tables;
	const amount = lines.columns.indexOf("foreignamount");
	const keyOf = ([transaction, line]: Row): string =>
		typeof transaction === "bigint" && typeof line === "bigint" ? `${numberText(transaction)}:${numberText(line)}` : "";
	const rows = lines.rows.map((row) => (keyOf(row) === record ? row.map((value, index) => (index === amount ? marker : value)) : row));
	return { ...tables, transactionline: { ...lines, rows } };
}

/** Runs the query; where its answer shows a spoiled line's amount, that cell is a text that is no number, or is missing. */
export function executeSpoiled(query: Query, tables: Tables, faults: readonly UnparseableFault[], window: Window): Answer {
	const clean = executeQuery(query, tables, window);
	const [fault] = faults;
	if (fault === undefined) return clean;
	const marked = executeQuery(query, withMarker(tables, fault.record), window);
	const isMarked = (value: Value): boolean => value === marker || value === -marker;
	if (!marked.rows.some((row) => row.some(isMarked))) return clean;
	const cell = shownAs[fault.how] ?? null;
	return { ...marked, rows: marked.rows.map((row) => row.map((value) => (isMarked(value) ? cell : value))) };
}
