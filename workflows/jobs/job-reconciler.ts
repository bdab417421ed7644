// The platform's own loop: every few seconds one round over all open jobs. It has no tenant and no row, and goes on for ever by
// continue-as-new. Started by the worker's entry under one id, so there is one in the whole installation.
import { continueAsNew, proxyActivities, sleep, workflowInfo } from "@temporalio/workflow";
import type { JobsActivities } from "../../activities/jobs/create-activities.ts";
import { reconciler } from "../../temporal.config.ts";
import { activityOptions } from "../core/activity-options.ts";

const { reconcileAllJobs } = proxyActivities<Pick<JobsActivities, "reconcileAllJobs">>(activityOptions.round);

export async function jobReconciler(): Promise<void> {
	for (let round = 0; round < reconciler.roundsPerRun && !workflowInfo().continueAsNewSuggested; round++) {
		await reconcileAllJobs({});
		await sleep(reconciler.pause);
	}
	await continueAsNew<typeof jobReconciler>();
}
