// Everything that waits for one endpoint, until nothing does: sends what is due, sleeps until the next try, and listens for being
// woken by a new event, a replay or a resumed endpoint. What is due is in the database; a run that ends too early is started again.
//
//   send what is due ─▶ more now ─▶ again
//        ├─▶ a try comes later ─▶ sleep until then, or woken ─▶ again
//        ├─▶ nothing waits ─▶ linger ─▶ woken: again │ else the end
//        └─▶ the endpoint is paused, gone or removed ─▶ the end
import { condition, continueAsNew, defineSignal, proxyActivities, setHandler, workflowInfo } from "@temporalio/workflow";
import type { TenancyActivities } from "../../activities/tenancy/create-activities.ts";
import type { DeliverInput } from "../../activities/tenancy/deliver-webhooks.ts";
import type { JobResult } from "../../domain/jobs/job.ts";
import { webhooks } from "../../temporal.config.ts";
import { activityOptions } from "../core/activity-options.ts";
import { reportProgress } from "../core/progress.ts";

const { deliverDue } = proxyActivities<Pick<TenancyActivities, "deliverDue">>(activityOptions.outside);

const wake = defineSignal(webhooks.wakeSignal);

export interface DeliverWebhooks extends DeliverInput {
	/** Set by continue-as-new only. */
	readonly before?: { readonly delivered: number; readonly failed: number };
}

export async function deliverWebhooks({ before, ...input }: DeliverWebhooks): Promise<JobResult> {
	let woken = false;
	setHandler(wake, () => {
		woken = true;
	});
	let phase = "sending";
	reportProgress(() => ({ phase, streams: [] }));
	let { delivered, failed } = before ?? { delivered: 0, failed: 0 };
	for (let round = 0; ; round++) {
		if (round === webhooks.roundsPerRun || workflowInfo().continueAsNewSuggested)
			return continueAsNew<typeof deliverWebhooks>({ ...input, before: { delivered, failed } });
		woken = false;
		phase = "sending";
		const sent = await deliverDue(input);
		delivered += sent.delivered;
		failed += sent.failed;
		if (sent.over) break;
		if (sent.nextInMs === 0) continue;
		phase = sent.nextInMs === null ? "waiting for events" : "waiting for the next try";
		await condition(() => woken, sent.nextInMs ?? webhooks.lingerMs);
		if (!woken && sent.nextInMs === null) break;
	}
	const summary = `${delivered} delivered${failed === 0 ? "" : `, ${failed} ${failed === 1 ? "try" : "tries"} failed`}`;
	return { outcome: "done", summary };
}
