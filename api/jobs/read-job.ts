// What several procedures of this area need: one job or the sentence that there is none, its history, its ids across runs.
import { TieoutError } from "../../domain/core/errors.ts";
import { type JobDetailRow, jobDetail } from "../../db/jobs/job-list.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { type HistorySource, type LoadedHistory, loadHistory } from "../../platform/history.ts";
import { type HistoryEvent, inRun } from "../../platform/history-events.ts";

/** @throws TieoutError NOT_FOUND, also for another tenant's job */
export async function readJob(em: ScopedEm, tenantId: string, jobId: string): Promise<JobDetailRow> {
	const job = await jobDetail(em, tenantId, jobId);
	if (job === null) throw new TieoutError("NOT_FOUND", "There is no such job in this company. It may belong to another one.");
	return job;
}

/** null: not begun, or forgotten before it was kept. */
export const historyOf = (source: HistorySource, tenantId: string, job: JobDetailRow): Promise<LoadedHistory | null> =>
	loadHistory(source, { tenantId, workflowId: job.workflowId, firstRunId: job.firstRunId, runId: job.runId, archiveKey: job.archiveKey });

/** Temporal numbers activities anew in every run of a chain; in a job's page they are told apart by the run's number. */
export function activityIdInJob(runs: readonly string[], runId: string, activityId: string): string {
	return inRun(Math.max(0, runs.indexOf(runId)), activityId);
}

export const eventView = (runs: readonly string[], event: HistoryEvent): HistoryEvent => ({
	...event,
	activityId: event.activityId === null ? null : activityIdInJob(runs, event.runId, event.activityId),
});
