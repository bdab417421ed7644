// Jobs of every tenant that need the platform's attention, through the doors: ids only, read as nobody.
import type { ScopedEm } from "../tenant-scope.ts";

export interface JobRef {
	readonly tenantId: string;
	readonly jobId: string;
}

const columns = `tenant_id as "tenantId", job_id as "jobId"`;

/** Not closed and requested before `olderThan` (ISO). Call it in withoutScope. */
export const openJobs = (em: ScopedEm, olderThan: string): Promise<JobRef[]> =>
	em.execute<JobRef[]>(`select ${columns} from open_jobs(?::timestamptz)`, [olderThan]);

/** Requested before `olderThan` (ISO) and not claimed by a run. Call it in withoutScope. */
export const requestedJobs = (em: ScopedEm, olderThan: string): Promise<JobRef[]> =>
	em.execute<JobRef[]>(`select ${columns} from requested_jobs(?::timestamptz)`, [olderThan]);

/** Closed, with a run whose history isn't archived yet. Call it in withoutScope. */
export const unarchivedJobs = (em: ScopedEm, limit: number): Promise<JobRef[]> =>
	em.execute<JobRef[]>(`select ${columns} from unarchived_jobs(?::int)`, [limit]);
