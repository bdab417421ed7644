// Deleting what a company has, table by table in the order of foreign keys, a batch in a transaction; and what stays of it.
import type { Orm } from "../orm.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { keptYears } from "../audit-months.ts";
import { instantText } from "../sync/instant-text.ts";
import { accessChanged } from "./access.store.ts";
import { keptByLaw, type TenantTable, tenantTables } from "./tenant-tables.ts";
import { keysChannel } from "./tenant-key.store.ts";

export const erasedTables = (orm: Orm): readonly TenantTable[] => tenantTables(orm).filter(({ name }) => !(name in keptByLaw));
export const keptTables = (orm: Orm): readonly TenantTable[] => tenantTables(orm).filter(({ name }) => name in keptByLaw);

/** Rows that point to rows of their own table go at once: in parts, one would be left pointing to nothing. @returns how many went */
export async function eraseBatch(
	em: ScopedEm,
	{ table, tenantId, limit }: { table: TenantTable; tenantId: string; limit: number },
): Promise<number> {
	const { affectedRows } = await em.execute<{ affectedRows: number }>(
		table.pointsToItself
			? `delete from ${table.name} where ${table.owner} = ?::uuid`
			: `delete from ${table.name} where ctid = any (array(select ctid from ${table.name} where ${table.owner} = ?::uuid limit ${limit}))`,
		[tenantId],
		"run",
	);
	return affectedRows;
}

export async function countRows(em: ScopedEm, table: TenantTable, tenantId: string): Promise<number> {
	const [row] = await em.execute<{ rows: number }[]>(`select count(*)::float8 as rows from ${table.name} where ${table.owner} = ?::uuid`, [
		tenantId,
	]);
	return row?.rows ?? 0;
}

/** Everything of the company is read only from here on, and there is no way back. False: it was so already. */
export async function markClosing(em: ScopedEm, tenantId: string): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		"update tenants set status = 'closing' where id = ?::uuid and status in ('active', 'suspended') returning 1",
		[tenantId],
	);
	await accessChanged(em, tenantId);
	return rows.length > 0;
}

/** Every process forgets the keys when it hears of it. */
export async function tellKeysGone(em: ScopedEm, tenantId: string): Promise<void> {
	await em.execute("select pg_notify(?, ?)", [keysChannel, tenantId]);
}

/** What is left of the company itself is its id. */
export async function blankTenant(em: ScopedEm, tenantId: string): Promise<void> {
	// Beside the last event stands the name of the platform.
	await em.execute("delete from audit_personal where tenant_id = ?::uuid", [tenantId]);
	await em.execute(
		`update tenants set status = 'erased', name = 'Erased company', slug = 'erased-' || id::text, settings = '{}' where id = ?::uuid`,
		[tenantId],
	);
	await accessChanged(em, tenantId);
}

/** Until when the law keeps the trail; null: nothing ever happened here. */
export async function keptUntil(em: ScopedEm, tenantId: string): Promise<string | null> {
	const [row] = await em.execute<{ until: string | null }[]>(
		`select ${instantText(`(date_trunc('month', max(at)) + interval '1 month' + interval '${keptYears} years')`)} as until
		from audit_events where tenant_id = ?::uuid`,
		[tenantId],
	);
	return row?.until ?? null;
}

/** Objects of the trail, which stay with it. */
export async function keptObjects(em: ScopedEm, tenantId: string): Promise<readonly string[]> {
	const rows = await em.execute<{ key: string }[]>(
		`select object_key as key from audit_checkpoints where tenant_id = ?::uuid
		union select object_key from audit_archives where tenant_id = ?::uuid`,
		[tenantId, tenantId],
	);
	return rows.map(({ key }) => key);
}

export async function memberIds(em: ScopedEm, tenantId: string): Promise<readonly string[]> {
	const rows = await em.execute<{ id: string }[]>(
		`select user_id::text as id from memberships where tenant_id = ?::uuid order by user_id`,
		[tenantId],
	);
	return rows.map(({ id }) => id);
}
