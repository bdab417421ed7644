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
		`update attempts set outcome = 'failed', failure_code = 'WORKER_LOST', ended_at = now()
where tenant_id = ? and workflow_id = ? and run_id = ? and activity_id = ? and attempt < ? and outcome = 'running'`,
		[start.tenantId, start.workflowId, start.runId, start.activityId, start.attempt],
	);
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
}

/** Records how a try ended. A worker that wakes late may correct its own try, not another's. */
export async function endAttempt(em: ScopedEm, start: AttemptStart, end: AttemptEnd): Promise<void> {
	await em.execute(
		`update attempts set outcome = ?, failure_code = ?, failure_message = ?, page_id = ?, ended_at = now() where tenant_id = ? and id = ?`,
		[end.outcome, end.failure?.code ?? null, end.failure?.message ?? null, end.pageId, start.tenantId, idOf(start)],
	);
}
