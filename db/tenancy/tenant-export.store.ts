// One table of a company as lines of JSON, in the order of its key. PostgreSQL writes the JSON, so no driver rounds an amount or a time.
import type { ScopedEm } from "../tenant-scope.ts";
import { leftOut, type TenantTable } from "./tenant-tables.ts";

export interface ExportedLines {
	readonly lines: readonly string[];
	/** null: that was the last. */
	readonly next: readonly string[] | null;
}

/** Columns that a table gives an export; none: it is left out. */
export const exportedColumns = (table: TenantTable): readonly string[] =>
	table.columns.map(({ name }) => name).filter((name) => !leftOut(table, name));

/** @param after the key of the last row that was read, without the tenant */
export async function tenantLines(
	em: ScopedEm,
	{ table, tenantId, after, limit }: { table: TenantTable; tenantId: string; after: readonly string[] | null; limit: number },
): Promise<ExportedLines> {
	const keys = table.key.filter(({ name }) => name !== table.owner);
	const names = keys.map(({ name }) => `t.${name}`);
	const behind =
		after === null || keys.length === 0 ? "" : `and (${names.join(", ")}) > (${keys.map(({ type }) => `?::${type}`).join(", ")})`;
	const rows = await em.execute<({ line: string } & Record<string, string>)[]>(
		`select row_to_json(s)::text as line${keys.map(({ name }, i) => `, s.${name}::text as k${i}`).join("")} from (
			select ${exportedColumns(table)
				.map((name) => `t.${name}`)
				.join(", ")} from ${table.name} t where t.${table.owner} = ?::uuid ${behind}
			${names.length === 0 ? "" : `order by ${names.join(", ")}`} limit ?
		) s`,
		[tenantId, ...(behind === "" ? [] : (after ?? [])), limit],
	);
	const last = rows.at(-1);
	const next = rows.length < limit || last === undefined || keys.length === 0 ? null : keys.map((_, i) => last[`k${i}`] ?? "");
	return { lines: rows.map(({ line }) => line), next };
}
