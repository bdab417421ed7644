// Tells subscribers that a job has ended, in the transaction that closes its row.
import type { ClosedStatus } from "../../domain/jobs/job.ts";
import { type EndedJob, eventOfJob } from "../../domain/tenancy/job-event.ts";
import { emitEvent } from "../tenancy/outbox.store.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export async function emitJobEnd(em: ScopedEm, tenantId: string, id: string, status: ClosedStatus): Promise<void> {
	const [row] = await em.execute<Omit<EndedJob, "id" | "status">[]>(
		`select kind, input, rows_read::int as "rowsRead", rows_written::int as "rowsWritten", failure_code as "failureCode"
		from jobs where tenant_id = ?::uuid and id = ?::uuid`,
		[tenantId, id],
	);
	const event = row === undefined ? null : eventOfJob({ ...row, id, status });
	if (event !== null) await emitEvent(em, { ...event, tenantId });
}
