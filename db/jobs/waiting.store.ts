// A job that waits for a person says so in its row; when it goes on, the row runs again. A closed row stays closed.
import type { JobWaiting } from "../../domain/jobs/job.ts";
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";

interface OfJob {
	readonly tenantId: string;
	readonly jobId: string;
}

export async function markWaiting(em: ScopedEm, { tenantId, jobId, waiting }: OfJob & { readonly waiting: JobWaiting }): Promise<void> {
	await em.execute(
		`update jobs set status = 'waiting', waiting = ?::jsonb where tenant_id = ?::uuid and id = ?::uuid and status in ('running', 'waiting')`,
		[JSON.stringify(waiting), tenantId, jobId],
	);
	await notify(em, { topic: "jobs", key: jobId });
}

export async function clearWaiting(em: ScopedEm, { tenantId, jobId }: OfJob): Promise<void> {
	await em.execute(`update jobs set status = 'running', waiting = null where tenant_id = ?::uuid and id = ?::uuid and status = 'waiting'`, [
		tenantId,
		jobId,
	]);
	await notify(em, { topic: "jobs", key: jobId });
}
