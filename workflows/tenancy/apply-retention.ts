// Deletes what a company's retention policies don't keep, once a day.
import { proxyActivities } from "@temporalio/workflow";
import type { TenancyActivities } from "../../activities/tenancy/create-activities.ts";
import type { JobInput, JobResult } from "../../domain/jobs/job.ts";
import { activityOptions } from "../core/activity-options.ts";
import { reportProgress } from "../core/progress.ts";

const { deleteOldRows } = proxyActivities<Pick<TenancyActivities, "deleteOldRows">>(activityOptions.heavy);

export async function applyRetention(input: JobInput): Promise<JobResult> {
	reportProgress(() => ({ phase: "deleting old rows", streams: [] }));
	const { deleted } = await deleteOldRows(input);
	const rows = Object.values(deleted).reduce((sum, count) => sum + count, 0);
	return { summary: rows === 0 ? "Nothing was old enough." : `${rows} old rows deleted.`, rowsWritten: rows };
}
