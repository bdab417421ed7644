// One row per try of an activity (engine rule 5): Temporal keeps only the last failure, this keeps them all.
import { derivedId } from "../../domain/core/ids.ts";
import type { JobFailure } from "../../domain/jobs/job.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export interface AttemptStart {
	readonly tenantId: string;
	readonly workflowId: string;
	readonly runId: string;
	/** null: the job of that run, when it has one already. */
	readonly jobId: string | null;
	readonly activityId: string;
	readonly activityType: string;
	readonly attempt: number;
	readonly workerBuild: string;
}

export interface AttemptEnd {
	readonly outcome: "ok" | "failed" | "cancelled";
	readonly failure: JobFailure | null;
	/** The stored answer that decided this try. */
	readonly pageId: string | null;
}

const idOf = (of: AttemptStart): string => derivedId("attempt", of.workflowId, of.runId, of.activityId, String(of.attempt));

/** Records that a try begins. An earlier try that never said how it ended lost its worker. */
export async function beginAttempt(em: ScopedEm, start: AttemptStart): Promise<void> {
	await em.execute(
		`insert into attempts (tenant_id, id, workflow_id, run_id, job_id, activity_id, activity_type, attempt, started_at, outcome, worker_build)
values (?, ?, ?, ?, coalesce(?::uuid, (select id from jobs where tenant_id = ? and workflow_id = ? and run_id = ? and status <> 'joined')),
	?, ?, ?, now(), 'running', ?) on conflict do nothing`,
		[
			start.tenantId,
			idOf(start),
			start.workflowId,
			start.runId,
			start.jobId,
			start.tenantId,
			start.workflowId,
			start.runId,
			start.activityId,
			start.activityType,
			start.attempt,
			start.workerBuild,
		],
	);
	await em.execute(
		`update attempts set outcome = 'failed', failure_code = 'WORKER_LOST', ended_at = now()
where tenant_id = ? and workflow_id = ? and run_id = ? and activity_id = ? and outcome = 'running'
	and attempt < (select max(attempt) from attempts where tenant_id = ? and workflow_id = ? and run_id = ? and activity_id = ?)`,
		[start.tenantId, start.workflowId, start.runId, start.activityId, start.tenantId, start.workflowId, start.runId, start.activityId],
	);
}

/** Records how a try ended. A worker that wakes late changes nothing: its try was given up as lost, or a later one has begun. */
export async function endAttempt(em: ScopedEm, start: AttemptStart, end: AttemptEnd): Promise<void> {
	await em.execute(
		`update attempts a set outcome = ?, failure_code = ?, failure_message = ?, page_id = ?, ended_at = now()
where tenant_id = ? and id = ? and failure_code is distinct from 'WORKER_LOST'
	and not exists (select from attempts l where l.tenant_id = a.tenant_id and l.workflow_id = a.workflow_id and l.run_id = a.run_id
		and l.activity_id = a.activity_id and l.attempt > a.attempt)`,
		[end.outcome, end.failure?.code ?? null, end.failure?.message ?? null, end.pageId, start.tenantId, idOf(start)],
	);
}
