// Whether a sync or an import of a connection is going on: processing its stored pages waits for it.
import type { ScopedEm } from "../tenant-scope.ts";

export async function hasOpenSync(
	em: ScopedEm,
	{ tenantId, connectionId }: { readonly tenantId: string; readonly connectionId: string },
): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		`select 1 from jobs where tenant_id = ?::uuid and closed_at is null and status <> 'joined' and kind in ('sync', 'import')
			and input ->> 'connectionId' = ? limit 1`,
		[tenantId, connectionId],
	);
	return rows.length > 0;
}
