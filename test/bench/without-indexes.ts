// Fills tables as fast as they take rows: their secondary indexes are made anew afterwards, which is several times cheaper than keeping
// them up to date through ten million inserts.
import type pg from "pg";

/** Runs `fill` while the tables have only the indexes of their constraints. */
export async function withoutIndexes(client: pg.Client, tables: readonly string[], fill: () => Promise<unknown>): Promise<void> {
	const { rows } = await client.query<{ name: string; definition: string }>(
		`select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
		where i.indrelid = any ($1::regclass[]) and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)`,
		[tables],
	);
	for (const { name } of rows) await client.query(`drop index ${name}`);
	await fill();
	await client.query("set maintenance_work_mem = '1GB'");
	// As PostgreSQL prints it, the index of a partitioned table would be made without its parts.
	for (const { definition } of rows) await client.query(definition.replace(" ON ONLY ", " ON "));
}
