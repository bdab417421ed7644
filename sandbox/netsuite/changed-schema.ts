// The schema change of the fault switch, done to the account: a renamed column is unknown under its old name, a changed type shows
// in the answer, and an added column comes with every row.
import type { SchemaFault } from "../core/faults.ts";
import type { Tables } from "./suiteql/execute.ts";

/** The tables with their columns' new names: a query that uses an old one is refused, as NetSuite refuses it. */
export function withNewNames(tables: Tables, faults: readonly SchemaFault[]): Tables {
	return faults.reduce<Tables>((shown, { change, stream, field, to }) => {
		const table = shown[stream];
		if (change !== "renamed" || table === undefined) return shown;
		return { ...shown, [stream]: { ...table, columns: table.columns.map((name) => (name === field ? to : name)) } };
	}, tables);
}

/** One row of an answer in its new shape. */
export function itemInNewShape(item: Readonly<Record<string, unknown>>, faults: readonly SchemaFault[]): Record<string, unknown> {
	const shown: Record<string, unknown> = { ...item };
	for (const { change, field, to } of faults) {
		if (change === "added") shown[field] = to;
		const value = shown[field];
		if (change !== "type_changed" || typeof value !== "string") continue;
		shown[field] = /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : { id: value, refName: value };
	}
	return shown;
}
