// The bench's workflow: some activities in a row that do nothing.
import { proxyActivities } from "@temporalio/workflow";
import type { JobInput, JobResult } from "../../domain/jobs/job.ts";
import { activityOptions } from "../../workflows/core/activity-options.ts";

const { nothing } = proxyActivities<{ nothing(input: JobInput): Promise<null> }>(activityOptions.quick);

export async function steps(input: JobInput & { readonly length: number }): Promise<JobResult> {
	for (let step = 0; step < input.length; step++) await nothing(input);
	return { summary: `${input.length} steps` };
}
