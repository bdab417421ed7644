// Names in a query: which source and column a reference means.
import { invalidQuery } from "../errors.ts";
import type { Relation } from "./relation.ts";

export interface ScopeSource {
	readonly alias: string;
	readonly relation: Relation;
}

export interface ColumnPlace {
	readonly source: number;
	readonly column: number;
	readonly name: string;
}

export interface Scope {
	readonly sources: readonly ScopeSource[];
	readonly find: (table: string | null, name: string) => ColumnPlace;
}

const unknown = (name: string): Error => invalidQuery(`Field '${name}' for record was not found. Reason: REMOVED - Field is removed`);

export function scopeOf(sources: readonly ScopeSource[]): Scope {
	const find: Scope["find"] = (table, name) => {
		const places: ColumnPlace[] = [];
		sources.forEach(({ alias, relation }, source) => {
			if (table !== null && alias !== table) return;
			const column = relation.columns.indexOf(name);
			if (column >= 0) places.push({ source, column, name });
		});
		const [place, second] = places;
		if (place === undefined) throw unknown(table === null ? name : `${table}.${name}`);
		if (second !== undefined) throw invalidQuery(`ORA-00918: column ambiguously defined: ${name}.`);
		return place;
	};
	return { sources, find };
}
