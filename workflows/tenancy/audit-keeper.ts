// The platform's own loop over the audit trail's months: makes the next ones and archives those that are old enough. A month that could
// not be archived stays where it is and is tried again in the next round.
import { continueAsNew, proxyActivities, sleep, workflowInfo } from "@temporalio/workflow";
import type { TenancyActivities } from "../../activities/tenancy/create-activities.ts";
import { auditKeeper as settings } from "../../temporal.config.ts";
import { activityOptions } from "../core/activity-options.ts";

const { keepAuditMonths } = proxyActivities<Pick<TenancyActivities, "keepAuditMonths">>(activityOptions.heavy);

export async function auditKeeper(): Promise<void> {
	for (let round = 0; round < settings.roundsPerRun && !workflowInfo().continueAsNewSuggested; round++) {
		await keepAuditMonths({}).catch(() => undefined);
		await sleep(settings.pause);
	}
	await continueAsNew<typeof auditKeeper>();
}
