// Whether a piece of work is going on now.
import type { ScopedEm } from "../tenant-scope.ts";

/** The open job of a workflow id, the newest where several were asked for; null: nothing is going on. */
export async function openJobOf(em: ScopedEm, tenantId: string, workflowId: string): Promise<string | null> {
	const rows = await em.execute<{ id: string }[]>(
		`select id::text as id from jobs where tenant_id = ?::uuid and workflow_id = ? and closed_at is null
		order by requested_at desc, id limit 1`,
		[tenantId, workflowId],
	);
	return rows[0]?.id ?? null;
}
