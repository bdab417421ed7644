// The platform's own loop over what is kept how long: deletes files of expired exports and events that were told, asks once a day for each
// company's retention, and once for a key of its own where a company still seals with the first one.
import { continueAsNew, proxyActivities, sleep, workflowInfo } from "@temporalio/workflow";
import type { TenancyActivities } from "../../activities/tenancy/create-activities.ts";
import { policyKeeper as settings } from "../../temporal.config.ts";
import { activityOptions } from "../core/activity-options.ts";

const { requestRetention } = proxyActivities<Pick<TenancyActivities, "requestRetention">>(activityOptions.round);

export async function policyKeeper(): Promise<void> {
	for (let round = 0; round < settings.roundsPerRun && !workflowInfo().continueAsNewSuggested; round++) {
		await requestRetention({}).catch(() => undefined);
		await sleep(settings.pause);
	}
	await continueAsNew<typeof policyKeeper>();
}
