// A set of replays as one run: two at a time, work on one connection one after another. A replay that fails is counted and doesn't stop the
// others; one that somebody has started singly meanwhile is left to them; a stop ends those that are going on at their next safe point and
// starts no more.
import { WorkflowExecutionAlreadyStartedError } from "@temporalio/common";
import {
	ApplicationFailure,
	CancellationScope,
	CancelledFailure,
	ChildWorkflowFailure,
	continueAsNew,
	executeChild,
	isCancellation,
	ParentClosePolicy,
	proxyActivities,
	workflowInfo,
} from "@temporalio/workflow";
import type { JobsActivities } from "../../activities/jobs/create-activities.ts";
import type { JobInput, JobResult } from "../../domain/jobs/job.ts";
import type { JobProgress } from "../../domain/jobs/progress.ts";
import type { BulkItem } from "../../domain/jobs/replay/bulk.ts";
import { childJobId } from "../../domain/jobs/replay/steps.ts";
import { counted } from "../../domain/jobs/replay/words.ts";
import { activityOptions } from "../core/activity-options.ts";
import { reportProgress } from "../core/progress.ts";
import { replayId } from "../core/workflow-ids.ts";
import { replayJob } from "./replay-job.ts";

export interface BulkReplayInput extends JobInput {
	/** Set by continue-as-new only: replays that have ended, how many of them failed, and how many were found going on elsewhere. */
	readonly resume?: { readonly ended: readonly string[]; readonly failed: number; readonly elsewhere?: number };
}

export interface BulkReplayResult extends JobResult {
	readonly replayed: number;
	readonly failed: number;
	/** Replays that somebody had started singly when their turn came. */
	readonly elsewhere: number;
}

const { replaySet } = proxyActivities<JobsActivities>(activityOptions.quick);

const atOnce = 2;
/** A child costs about ten events. */
const childrenPerRun = 400;

export async function replayJobs({ resume, ...input }: BulkReplayInput): Promise<BulkReplayResult> {
	const { tenantId, jobId, correlationId } = input;
	if (jobId === undefined) throw ApplicationFailure.nonRetryable("A set of replays needs its job. Start it from the list.", "INPUT");
	const ended = new Set(resume?.ended ?? []);
	let failed = resume?.failed ?? 0;
	let elsewhere = resume?.elsewhere ?? 0;
	let running = 0;
	let total = ended.size;
	reportProgress(
		(): JobProgress => ({ phase: `${ended.size} of ${total} replayed${running > 0 ? `, ${running} running` : ""}`, streams: [] }),
	);
	const { lanes, taskQueue } = await replaySet({ ...input, jobId });
	total = lanes.reduce((sum, lane) => sum + lane.length, 0);
	let started = 0;
	const waiting = lanes.map((lane) => lane.filter((item) => !ended.has(item.jobId))).filter((lane) => lane.length > 0);

	const replay = async (item: BulkItem): Promise<void> => {
		running++;
		try {
			await executeChild(replayJob, {
				workflowId: replayId(tenantId, item.jobId),
				taskQueue,
				parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
				workflowTaskTimeout: workflowInfo().taskTimeoutMs,
				args: [
					{
						tenantId,
						correlationId,
						parentJobId: jobId,
						jobId: childJobId(jobId, `replay ${item.jobId}`),
						ofJobId: item.jobId,
						mode: item.mode,
						options: { reconcileAfter: true },
						settles: item.settles,
					},
				],
			});
		} catch (error) {
			if (isCancellation(error)) throw error;
			// What fails while the set is being stopped is only how the stop ended.
			if (CancellationScope.current().consideredCancelled) throw new CancelledFailure("stopped");
			if (error instanceof WorkflowExecutionAlreadyStartedError) elsewhere++;
			else if (error instanceof ChildWorkflowFailure) failed++;
			else throw error;
		} finally {
			running--;
		}
		ended.add(item.jobId);
	};
	const isFull = (): boolean => started >= childrenPerRun || workflowInfo().continueAsNewSuggested;
	const work = async (): Promise<void> => {
		for (let lane = waiting.shift(); lane !== undefined && !isFull(); lane = waiting.shift())
			for (const item of lane) {
				if (isFull()) return;
				started++;
				await replay(item);
			}
	};
	await Promise.all(Array.from({ length: atOnce }, work));
	if (ended.size < total) return continueAsNew<typeof replayJobs>({ ...input, resume: { ended: [...ended], failed, elsewhere } });
	const replayed = total - failed - elsewhere;
	return {
		outcome: failed > 0 ? "check" : "done",
		summary: `${counted(replayed, "run", "runs")} replayed${elsewhere > 0 ? `, ${elsewhere} elsewhere` : ""}${failed > 0 ? `, ${failed} failed` : ""}`,
		replayed,
		failed,
		elsewhere,
	};
}
