// Which job a running execution belongs to, for runs that were not started by a person's click.
import type { ScopedEm } from "../tenant-scope.ts";

export async function jobIdOfRun(
	em: ScopedEm,
	input: { readonly tenantId: string; readonly workflowId: string; readonly runId: string },
): Promise<string | null> {
	const rows = await em.execute<{ id: string }[]>(
		`select id::text as "id" from jobs where tenant_id = ?::uuid and workflow_id = ? and run_id = ? and status <> 'joined'
		order by requested_at desc limit 1`,
		[input.tenantId, input.workflowId, input.runId],
	);
	return rows[0]?.id ?? null;
}
