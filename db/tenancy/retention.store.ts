// Deletes rows that a company's retention policies don't keep, a batch at a time, and knows whose turn it is.
import type { RetentionTable } from "../../domain/tenancy/policies/retention.ts";
import type { ScopedEm } from "../tenant-scope.ts";

/** The table's own key, and which of its rows are old and over. The parameter is the moment before which they end. */
const oldRows: Readonly<Record<RetentionTable, { readonly key: string; readonly old: string }>> = {
	attempts: { key: "id", old: "started_at < ?::timestamptz and ended_at is not null" },
	exports: { key: "id", old: "created_at < ?::timestamptz and object_key is null and status in ('expired', 'failed')" },
	idempotency_keys: { key: "user_id, key", old: "created_at < ?::timestamptz" },
};

export interface DeleteOld {
	readonly tenantId: string;
	readonly table: RetentionTable;
	/** ISO 8601. */
	readonly before: string;
	readonly limit: number;
}

/** @returns how many rows went */
export async function deleteOld(em: ScopedEm, { tenantId, table, before, limit }: DeleteOld): Promise<number> {
	const { key, old } = oldRows[table];
	const gone = await em.execute<unknown[]>(
		`delete from ${table} where tenant_id = ?::uuid and (${key}) in (select ${key} from ${table} where tenant_id = ?::uuid and ${old} limit ?)
		returning 1`,
		[tenantId, tenantId, before, limit],
	);
	return gone.length;
}

/** Whether a retention policy holds, and none was applied since `since`. */
export async function retentionDue(
	em: ScopedEm,
	{ tenantId, since }: { readonly tenantId: string; readonly since: string },
): Promise<boolean> {
	const [row] = await em.execute<{ due: boolean }[]>(
		`select exists (select from policies p where p.tenant_id = ?::uuid and p.kind = 'retention' and p.active)
			and not exists (select from jobs j where j.tenant_id = ?::uuid and j.kind = 'retention' and j.requested_at > ?::timestamptz) as due`,
		[tenantId, tenantId, since],
	);
	return row?.due === true;
}
