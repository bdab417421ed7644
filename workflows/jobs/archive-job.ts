// Keeps one job's history now, for those who can't wait for the reconciler's round (before a restore, before an upgrade).
import { proxyActivities } from "@temporalio/workflow";
import type { ArchiveJobInput } from "../../activities/jobs/archive-job-now.ts";
import type { JobsActivities } from "../../activities/jobs/create-activities.ts";
import type { JobResult } from "../../domain/jobs/job.ts";
import { activityOptions } from "../core/activity-options.ts";
import { reportProgress } from "../core/progress.ts";

const { archiveJobNow } = proxyActivities<Pick<JobsActivities, "archiveJobNow">>(activityOptions.quick);

const sentences = {
	archived: "The history is kept.",
	already: "The history was kept already.",
	gone: "Temporal had forgotten the history already.",
	not_yet: "The job is still running.",
} as const;

export async function archiveJob(input: ArchiveJobInput): Promise<JobResult> {
	let phase = "keeping the history";
	reportProgress(() => ({ phase, streams: [] }));
	const outcome = await archiveJobNow(input);
	phase = "done";
	return { outcome: outcome === "gone" ? "check" : "done", summary: sentences[outcome] };
}
