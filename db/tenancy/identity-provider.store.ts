// Companies' own identity providers.
import type { Orm } from "../orm.ts";
import { withTenant } from "../tenant-scope.ts";

/** Those of the given companies that let nobody in with a password. */
export async function passwordlessTenants(orm: Orm, tenantIds: readonly string[]): Promise<ReadonlySet<string>> {
	const closed = new Set<string>();
	// A company's settings are seen by that company alone, so this is a unit of work for each; people have few.
	for (const tenantId of tenantIds.slice(0, 50)) {
		const rows = await withTenant(orm, { tenantId }, (em) =>
			em.execute<unknown[]>(`select 1 from identity_providers where tenant_id = ?::uuid and state = 'enforced' limit 1`, [tenantId]),
		);
		if (rows.length > 0) closed.add(tenantId);
	}
	return closed;
}
