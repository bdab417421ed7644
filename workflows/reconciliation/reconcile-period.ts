// Reconciles an entity's payouts of a month: freezes the inputs, matches, writes. It orders the two steps and holds no record.
import { proxyActivities } from "@temporalio/workflow";
import type { ReconciliationActivities } from "../../activities/reconciliation/create-activities.ts";
import type { JobInput, JobResult } from "../../domain/jobs/job.ts";
import type { ReconcileReplay } from "../../domain/jobs/replay/steps.ts";
import { activityOptions } from "../core/activity-options.ts";
import { reportProgress } from "../core/progress.ts";

export interface ReconcilePeriod extends JobInput {
	/** The run is the job's: one job has one. */
	readonly jobId: string;
	readonly entityId: string;
	/** "2026-10" */
	readonly month: string;
	/** Set where an earlier run is repeated. */
	readonly replay?: ReconcileReplay;
}

export interface ReconcileResult extends JobResult {
	readonly runId: string;
	readonly resultHash: string;
	readonly payouts: number;
	readonly matches: number;
	readonly exceptions: number;
}

const { freezeInputs } = proxyActivities<ReconciliationActivities>(activityOptions.quick);
const { matchPeriod } = proxyActivities<ReconciliationActivities>(activityOptions.heavy);

export async function reconcilePeriod(input: ReconcilePeriod): Promise<ReconcileResult> {
	let phase = "freezing inputs";
	reportProgress(() => ({ phase, streams: [] }));
	const { tenantId, jobId, correlationId, entityId, month, replay } = input;
	const { runId } = await freezeInputs({ tenantId, jobId, correlationId, entityId, month, ...(replay === undefined ? {} : { replay }) });
	phase = "matching";
	const matched = await matchPeriod({ tenantId, jobId, correlationId, runId });
	phase = "done";
	const { payouts, matchedPayouts, matches, exceptions, unexplained, rows, resultHash } = matched;
	return {
		outcome: exceptions > 0 || unexplained > 0 ? "check" : "done",
		summary:
			payouts === 0 && exceptions === 0
				? `No payouts in ${month}, so nothing was compared; sync first if there should be some`
				: `${matchedPayouts} of ${payouts} payouts matched, ${exceptions} ${exceptions === 1 ? "exception" : "exceptions"}`,
		rowsRead: rows,
		rowsWritten: payouts + matches + exceptions,
		runId,
		resultHash,
		payouts,
		matches,
		exceptions,
	};
}
