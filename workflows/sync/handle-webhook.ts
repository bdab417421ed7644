// What a vendor told us of, until a sync that began afterwards has read it. Many webhooks about one thing share that sync; one that
// is under way already may have read too early, so its end is waited for.
//
//   settle ─▶ look: read ─▶ the end │ a sync is under way ─▶ wait ─▶ look │ none ─▶ start one ─▶ wait ─▶ look
import { proxyActivities, sleep } from "@temporalio/workflow";
import type { SyncActivities } from "../../activities/sync/create-activities.ts";
import type { ReadBackInput } from "../../activities/sync/read-back.ts";
import type { JobResult } from "../../domain/jobs/job.ts";
import { readBack as times } from "../../temporal.config.ts";
import { activityOptions } from "../core/activity-options.ts";
import { reportProgress } from "../core/progress.ts";
import { syncId } from "../core/workflow-ids.ts";

const { readBack } = proxyActivities<Pick<SyncActivities, "readBack">>(activityOptions.quick);

export interface HandleWebhook extends ReadBackInput {
	readonly connectionId: string;
}

export async function handleWebhook(input: HandleWebhook): Promise<JobResult> {
	reportProgress(() => ({ phase: "waiting for a sync", streams: [] }));
	const { tenantId, connectionId } = input;
	const asked = { ...input, syncWorkflowId: syncId(tenantId, connectionId) };
	await sleep(times.settle);
	for (let look = 0; ; look++) {
		const { step, summary } = await readBack(asked);
		if (step !== "wait") return { outcome: step === "failed" ? "check" : "done", summary };
		// Soon at first, for a sync of a few rows; then seldom.
		await sleep(look < times.quickLooks ? times.quickLook : times.look);
	}
}
