// The platform's own loop that hands domain events on. It has no tenant and no row, and goes on for ever by continue-as-new. Started
// by the worker's entry under one id, so there is one in the whole installation; what it has done is in the database.
import { continueAsNew, isCancellation, proxyActivities, sleep, workflowInfo } from "@temporalio/workflow";
import type { TenancyActivities } from "../../activities/tenancy/create-activities.ts";
import { dispatcher } from "../../temporal.config.ts";
import { activityOptions } from "../core/activity-options.ts";

const { dispatchEvents } = proxyActivities<Pick<TenancyActivities, "dispatchEvents">>(activityOptions.outside);

export async function eventDispatcher(): Promise<void> {
	for (let round = 0; round < dispatcher.roundsPerRun && !workflowInfo().continueAsNewSuggested; round++) {
		try {
			await dispatchEvents({});
		} catch (error) {
			// The next round does what this one could not.
			if (isCancellation(error)) throw error;
			await sleep(dispatcher.pauseAfterFailure);
		}
	}
	await continueAsNew<typeof eventDispatcher>();
}
