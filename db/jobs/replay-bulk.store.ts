// The set of a bulk replay: what is known of each job, and how far the set has come.
import type { JobStatus } from "../../domain/jobs/job.ts";
import type { BulkCandidate, BulkPlan } from "../../domain/jobs/replay/bulk.ts";
import { Conditions } from "../reconciliation/conditions.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { type JobListRow, jobChildren } from "./job-list.store.ts";
import { replayOf } from "./replay.store.ts";

export const mostBulkJobs = 1_000;

export interface BulkFilter {
	readonly kind?: string | undefined;
	readonly statuses?: readonly string[] | undefined;
	readonly failureCode?: string | undefined;
	readonly connectionId?: string | undefined;
	/** ISO 8601, requested at or after, and before. */
	readonly from?: string | undefined;
	readonly to?: string | undefined;
}

export type BulkSet = { readonly jobIds: readonly string[] } | { readonly filter: BulkFilter };

/** The jobs of the set, one more than may be replayed at once, so that too many can be told. */
export async function bulkCandidates(
	em: ScopedEm,
	{ tenantId, set }: { readonly tenantId: string; readonly set: BulkSet },
): Promise<BulkCandidate[]> {
	const where = new Conditions().add("j.tenant_id = ?::uuid", tenantId).add("j.status <> 'joined'");
	if ("jobIds" in set) where.add("j.id::text in (select value from jsonb_array_elements_text(?::jsonb))", JSON.stringify(set.jobIds));
	else {
		const { filter } = set;
		where.add("j.superseded_by_job_id is null").add("j.parent_job_id is null").add("j.closed_at is not null");
		where.add("j.kind in ('sync', 'import', 'reprocess', 'reconcile', 'replay')");
		where.addIf("j.kind = ?", filter.kind);
		if (filter.statuses !== undefined)
			where.add("j.status in (select value from jsonb_array_elements_text(?::jsonb))", JSON.stringify(filter.statuses));
		where.addIf("j.failure_code = ?", filter.failureCode);
		where.addIf("j.input ->> 'connectionId' = ?", filter.connectionId);
		where.addIf("j.requested_at >= ?::timestamptz", filter.from);
		where.addIf("j.requested_at < ?::timestamptz", filter.to);
	}
	return em.execute<BulkCandidate[]>(
		`select j.id::text as "jobId", j.title, j.kind, j.status, j.requested_at::text as "requestedAt", j.superseded_by_job_id::text as "supersededByJobId",
			j.supersedes_job_id::text as "supersedesJobId", (select y.of_job_id::text from replays y where y.tenant_id = j.tenant_id and y.job_id = j.id) as "ofJobId",
			case when j.input ->> 'connectionId' is not null then 'connection:' || (j.input ->> 'connectionId')
				when j.input ->> 'entityId' is not null then 'period:' || (j.input ->> 'entityId') || ':' || coalesce(j.input ->> 'month', '')
				else 'job:' || j.id end as "work",
			exists (select from pages p where p.tenant_id = j.tenant_id and p.job_id = j.id and p.kind = 'page') as "stored"
		from jobs j where ${where.sql} order by j.requested_at desc, j.id limit ${mostBulkJobs + 1}`,
		where.values,
	);
}

/** Two people who start sets over the same jobs queue up here; the second then sees the first one's set. */
export async function lockBulkJobs(em: ScopedEm, tenantId: string, jobIds: readonly string[]): Promise<void> {
	await em.execute(
		`select 1 from jobs where tenant_id = ?::uuid and id::text in (select value from jsonb_array_elements_text(?::jsonb)) order by id for no key update`,
		[tenantId, JSON.stringify(jobIds)],
	);
}

/** An open set that replays one of these jobs; null: none. */
export async function openSetOf(em: ScopedEm, tenantId: string, jobIds: readonly string[]): Promise<{ readonly title: string } | null> {
	const list = JSON.stringify(jobIds);
	const rows = await em.execute<{ title: string }[]>(
		`select j.title from jobs j join replays y on y.tenant_id = j.tenant_id and y.job_id = j.id
		where j.tenant_id = ?::uuid and j.kind = 'bulk_replay' and j.closed_at is null and exists (
			select from jsonb_array_elements(y.plan -> 'items') i
			cross join lateral (select i.value ->> 'jobId' as id union all select jsonb_array_elements_text(i.value -> 'settles')) s
			where s.id in (select value from jsonb_array_elements_text(?::jsonb)))
		order by j.requested_at limit 1`,
		[tenantId, list],
	);
	return rows[0] ?? null;
}

export interface ElsewhereReplay {
	/** The job that it repeats. */
	readonly ofJobId: string;
	readonly jobId: string;
	readonly status: JobStatus;
	readonly summary: string | null;
}

export interface BulkState {
	readonly plan: BulkPlan;
	readonly replays: readonly JobListRow[];
	/** Of each job the newest replay that was started singly while the set was open. */
	readonly elsewhere: readonly ElsewhereReplay[];
}

/** null: nobody or another tenant has the set. */
export async function bulkState(
	em: ScopedEm,
	{ tenantId, jobId }: { readonly tenantId: string; readonly jobId: string },
): Promise<BulkState | null> {
	const replay = await replayOf(em, { tenantId, jobId });
	if (replay === null || replay.ofJobId !== null) return null;
	const plan = replay.plan as BulkPlan;
	return { plan, replays: await jobChildren(em, tenantId, jobId), elsewhere: await replayedElsewhere(em, { tenantId, jobId, plan }) };
}

function replayedElsewhere(
	em: ScopedEm,
	{ tenantId, jobId, plan }: { readonly tenantId: string; readonly jobId: string; readonly plan: BulkPlan },
): Promise<ElsewhereReplay[]> {
	return em.execute<ElsewhereReplay[]>(
		`select distinct on (y.of_job_id) y.of_job_id::text as "ofJobId", j.id::text as "jobId", j.status,
			coalesce(j.result ->> 'summary', j.failure_message) as "summary"
		from jobs own join jobs j on j.tenant_id = own.tenant_id and j.kind = 'replay' and j.parent_job_id is null
			and j.requested_at between own.requested_at and coalesce(own.closed_at, now())
		join replays y on y.tenant_id = j.tenant_id and y.job_id = j.id
		where own.tenant_id = ?::uuid and own.id = ?::uuid and y.of_job_id::text in (select value from jsonb_array_elements_text(?::jsonb))
		order by y.of_job_id, j.requested_at desc`,
		[tenantId, jobId, JSON.stringify(plan.items.map((item) => item.jobId))],
	);
}
