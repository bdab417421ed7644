// Workflows of these tests: small ones that end in every way a run can end. Bundled with the production interceptor.
import {
	ApplicationFailure,
	condition,
	continueAsNew,
	defineSignal,
	defineUpdate,
	executeChild,
	proxyActivities,
	setHandler,
	sleep,
} from "@temporalio/workflow";
import type { JobInput, JobResult } from "../../domain/jobs/job.ts";
import { activityOptions } from "../../workflows/core/activity-options.ts";
import { reportProgress } from "../../workflows/core/progress.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import type { TestActivities } from "./test-activities.ts";

const { askVendor } = proxyActivities<TestActivities>(activityOptions.vendor);

export const release = defineSignal("release");
export const touch = defineUpdate<string, [string]>("touch");

/** Waits for a person; ends with a result that wants a look when it is told to. */
export async function waitForRelease(input: JobInput & { readonly outcome?: "done" | "check" }): Promise<JobResult> {
	let released = false;
	setHandler(release, () => {
		released = true;
	});
	setHandler(touch, (word) => `touched ${word}`);
	reportProgress(() => ({ phase: released ? "released" : "waiting", streams: [] }));
	await condition(() => released);
	return { outcome: input.outcome ?? "done", summary: "Released by hand", rowsRead: 3, rowsWritten: 2 };
}

/** Three runs, one job; each asks the vendor once. */
export async function continuesTwice(input: JobInput & { readonly round?: number; readonly ask: string }): Promise<JobResult> {
	const round = input.round ?? 1;
	await askVendor({ ...input, failures: 0 });
	if (round < 3) await continueAsNew<typeof continuesTwice>({ ...input, round: round + 1 });
	return { summary: `${round} runs`, rowsRead: round };
}

/** Starts a run of its own kind, without a row made beforehand. */
export async function parentJob(input: JobInput & { readonly childKey: string }): Promise<JobResult> {
	const child = await executeChild("echoJob", {
		workflowId: syncId(input.tenantId, input.childKey),
		args: [{ tenantId: input.tenantId, correlationId: input.correlationId }],
	});
	return { summary: `child said ${String((child as JobResult).summary)}` };
}

export async function echoJob(_input: JobInput): Promise<JobResult> {
	await sleep(1);
	return { summary: "echo" };
}

/** Asks the vendor, which refuses some times first; fails in the end when `fails` is set. */
export async function asksVendor(
	input: JobInput & { readonly ask: string; readonly failures: number; readonly fails?: string },
): Promise<JobResult & { readonly answer: string }> {
	const answer = await askVendor(input);
	if (input.fails !== undefined) throw ApplicationFailure.nonRetryable(input.fails, "VENDOR_REFUSED");
	return { answer, rowsRead: 1 };
}
