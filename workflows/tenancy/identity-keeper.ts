// The platform's own loop over people's identity. One in the whole installation, for ever by continue-as-new.
import { continueAsNew, proxyActivities, sleep, workflowInfo } from "@temporalio/workflow";
import type { TenancyActivities } from "../../activities/tenancy/create-activities.ts";
import { identityKeeper as settings } from "../../temporal.config.ts";
import { activityOptions } from "../core/activity-options.ts";

const { keepIdentity } = proxyActivities<Pick<TenancyActivities, "keepIdentity">>(activityOptions.round);

export async function identityKeeper(): Promise<void> {
	for (let round = 0; round < settings.roundsPerRun && !workflowInfo().continueAsNewSuggested; round++) {
		await keepIdentity({});
		await sleep(settings.pause);
	}
	await continueAsNew<typeof identityKeeper>();
}
