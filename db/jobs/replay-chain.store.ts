// Chains of jobs: the one that did the work first, and every replay of it, oldest first. A replay that ends well replaces all before it.
import type { JobKind, JobStatus } from "../../domain/jobs/job.ts";
import type { ReplayMode } from "../../domain/jobs/replay/replay.ts";
import { notify } from "../notify.ts";
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";

interface OfJob {
	readonly tenantId: string;
	readonly jobId: string;
}

/** The job that a replay repeats, the job itself where it is none; null: nobody or another tenant has it. */
export async function chainRoot(em: ScopedEm, { tenantId, jobId }: OfJob): Promise<string | null> {
	const rows = await em.execute<{ id: string }[]>(
		`select coalesce(y.of_job_id, j.id)::text as "id" from jobs j left join replays y on y.tenant_id = j.tenant_id and y.job_id = j.id
		where j.tenant_id = ?::uuid and j.id = ?::uuid`,
		[tenantId, jobId],
	);
	return rows[0]?.id ?? null;
}

export interface ChainLink {
	readonly jobId: string;
	readonly title: string;
	readonly kind: JobKind;
	readonly status: JobStatus;
	readonly requestedBy: string | null;
	readonly requestedAt: string;
	readonly closedAt: string | null;
	/** null: the first run. */
	readonly mode: ReplayMode | null;
	readonly supersededByJobId: string | null;
}

/** The whole chain that a job belongs to; itself alone where nobody has replayed it. */
export async function chainOf(em: ScopedEm, { tenantId, jobId }: OfJob): Promise<ChainLink[]> {
	const root = await chainRoot(em, { tenantId, jobId });
	if (root === null) return [];
	return em.execute<ChainLink[]>(
		`select j.id::text as "jobId", j.title, j.kind, j.status, m.name as "requestedBy", ${instantText("j.requested_at")} as "requestedAt",
			${instantText("j.closed_at")} as "closedAt", y.mode, j.superseded_by_job_id::text as "supersededByJobId"
		from jobs j left join replays y on y.tenant_id = j.tenant_id and y.job_id = j.id
		left join memberships m on m.tenant_id = j.tenant_id and m.user_id = j.requested_by
		where j.tenant_id = ?::uuid and (j.id = ?::uuid or y.of_job_id = ?::uuid) order by y.job_id is not null, j.requested_at, j.id`,
		[tenantId, root, root],
	);
}

/** The person who asked for a job; null where nobody did. */
export async function requesterOf(em: ScopedEm, { tenantId, jobId }: OfJob): Promise<string | null> {
	const rows = await em.execute<{ id: string | null }[]>(
		`select requested_by::text as "id" from jobs where tenant_id = ?::uuid and id = ?::uuid`,
		[tenantId, jobId],
	);
	return rows[0]?.id ?? null;
}

/** The replay names the job it repeats; whether it replaces it is decided by its end. */
export async function linkReplay(em: ScopedEm, { tenantId, jobId, ofJobId }: OfJob & { readonly ofJobId: string }): Promise<void> {
	await em.execute("update jobs set supersedes_job_id = ?::uuid where tenant_id = ?::uuid and id = ?::uuid and supersedes_job_id is null", [
		ofJobId,
		tenantId,
		jobId,
	]);
}

/** The replay has ended well: what it repeats, with its earlier replays and what was settled with it, is replaced. @returns how many jobs */
export async function supersede(
	em: ScopedEm,
	{ tenantId, jobId, ofJobId, settles }: OfJob & { readonly ofJobId: string; readonly settles: readonly string[] },
): Promise<number> {
	const replaced = await em.execute<{ id: string }[]>(
		`update jobs j set superseded_by_job_id = ?::uuid
		where j.tenant_id = ?::uuid and j.superseded_by_job_id is null and j.id <> ?::uuid and j.closed_at is not null and (
			j.id = ?::uuid or j.id::text in (select value from jsonb_array_elements_text(?::jsonb))
			or j.id in (select y.job_id from replays y where y.tenant_id = j.tenant_id and y.of_job_id = ?::uuid))
		returning j.id::text as "id"`,
		[jobId, tenantId, jobId, ofJobId, JSON.stringify(settles), ofJobId],
	);
	for (const { id } of replaced) await notify(em, { topic: "jobs", key: id });
	return replaced.length;
}
