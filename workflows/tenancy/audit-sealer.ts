// The platform's own loop over the audit trail: every few seconds what was committed is chained, and signed when it is time. One in the
// whole installation, for ever by continue-as-new.
import { continueAsNew, proxyActivities, sleep, workflowInfo } from "@temporalio/workflow";
import type { TenancyActivities } from "../../activities/tenancy/create-activities.ts";
import { auditSealer as settings } from "../../temporal.config.ts";
import { activityOptions } from "../core/activity-options.ts";

const { sealAuditTrail } = proxyActivities<Pick<TenancyActivities, "sealAuditTrail">>(activityOptions.round);

export async function auditSealer(): Promise<void> {
	for (let round = 0; round < settings.roundsPerRun && !workflowInfo().continueAsNewSuggested; round++) {
		await sealAuditTrail({});
		await sleep(settings.pause);
	}
	await continueAsNew<typeof auditSealer>();
}
