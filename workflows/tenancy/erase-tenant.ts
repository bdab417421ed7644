// A company that leaves: it waits some days in which it can still change its mind, then the platform's own run erases it, because
// this run's row, payloads and key go with the company. Stopping this job keeps the company.
import { proxyActivities, sleep, workflowInfo } from "@temporalio/workflow";
import type { TenancyActivities } from "../../activities/tenancy/create-activities.ts";
import type { JobInput, JobResult } from "../../domain/jobs/job.ts";
import { activityOptions } from "../core/activity-options.ts";
import { reportProgress } from "../core/progress.ts";

export interface EraseTenant extends JobInput {
	readonly jobId: string;
	readonly reportId: string;
	readonly askedBy: string | null;
	readonly askedAt: string;
	/** ISO 8601: the end of the days in which it can be taken back. */
	readonly until: string;
}

const { beginErasure } = proxyActivities<Pick<TenancyActivities, "beginErasure">>(activityOptions.quick);

export async function eraseTenant({ until, ...input }: EraseTenant): Promise<JobResult> {
	let phase = `waiting until ${until.slice(0, 10)}: it can still be taken back`;
	reportProgress(() => ({ phase, streams: [] }));
	await sleep(Math.max(1, Date.parse(until) - workflowInfo().startTime.getTime()));
	phase = "closing the company";
	await beginErasure(input);
	return { summary: "The company is closed and is being erased." };
}
