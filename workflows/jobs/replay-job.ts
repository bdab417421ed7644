// A replay: a new run that repeats an earlier job's work through child runs, lets the reconciliations that read what changed follow, and
// tells what came of it. It replaces the earlier job only where it ends well.
//
//   begin (plan, base) ▸ process stored pages │ fetch │ reconcile ▸ reconciliations that follow ▸ outcome
//   A stop or a failure on the way keeps what is written, and its outcome.
import { WorkflowExecutionAlreadyStartedError } from "@temporalio/common";
import {
	ActivityFailure,
	ApplicationFailure,
	CancellationScope,
	CancelledFailure,
	ChildWorkflowFailure,
	executeChild,
	isCancellation,
	ParentClosePolicy,
	proxyActivities,
	sleep,
	workflowInfo,
} from "@temporalio/workflow";
import type { BegunReplay } from "../../activities/jobs/begin-replay.ts";
import type { JobsActivities } from "../../activities/jobs/create-activities.ts";
import type { ReplayChild } from "../../activities/jobs/finish-replay.ts";
import type { JobResult } from "../../domain/jobs/job.ts";
import type { ReplayInput, ReplayResult } from "../../domain/jobs/replay/replay.ts";
import { childJobId, type ReplayStep } from "../../domain/jobs/replay/steps.ts";
import { activityOptions } from "../core/activity-options.ts";
import { reportProgress } from "../core/progress.ts";
import { reconcileId, reprocessId, syncId } from "../core/workflow-ids.ts";
import { reconcilePeriod } from "../reconciliation/reconcile-period.ts";
import { reprocessPages } from "../sync/reprocess-pages.ts";
import { syncConnection } from "../sync/sync-connection.ts";

const { beginReplay } = proxyActivities<JobsActivities>(activityOptions.quick);
const { replayFollowers, finishReplay } = proxyActivities<JobsActivities>(activityOptions.heavy);

const phases = { reprocess: "processing stored pages", sync: "fetching from the source", reconcile: "reconciling" } as const;

export async function replayJob(given: ReplayInput): Promise<ReplayResult> {
	const { jobId } = given;
	if (jobId === undefined) throw ApplicationFailure.nonRetryable("A replay needs its job. Start it from the job's page.", "INPUT");
	let phase = "planning";
	reportProgress(() => ({ phase, streams: [] }));
	const input = { ...given, jobId };
	const begun = await beginReplay(input);
	const children: ReplayChild[] = [];
	const after = { ...input, connectionId: begun.connectionId };
	const run = async (step: ReplayStep): Promise<void> => {
		phase = phases[step.do];
		const name = step.do === "reconcile" ? `reconcile ${step.month}` : step.do;
		const base = { tenantId: input.tenantId, correlationId: input.correlationId, parentJobId: jobId, jobId: childJobId(jobId, name) };
		const child = { jobId: base.jobId, kind: step.do, ...(step.do === "reconcile" ? { entityId: step.entityId, month: step.month } : {}) };
		try {
			const result = await startStep(begun, step, base);
			children.push({ ...child, outcome: result.outcome ?? "done", rowsRead: result.rowsRead ?? 0 });
		} catch (error) {
			children.push({ ...child, outcome: null, rowsRead: 0 });
			throw error;
		}
	};
	try {
		for (const step of begun.steps) await run(step);
		if (begun.reconcileAfter && begun.connectionId !== null) {
			phase = "looking for what follows";
			for (const { entityId, month } of await replayFollowers({ ...after, children }))
				await follow(() => run({ do: "reconcile", entityId, month }));
		}
		phase = "comparing";
		const result = await finishReplay({ ...after, children, ended: "well" });
		phase = "finished";
		return result;
	} catch (error) {
		const stopped = CancellationScope.current().consideredCancelled;
		const ended = stopped ? "stopped" : "failed";
		await CancellationScope.nonCancellable(() => finishReplay({ ...after, children, ended }));
		if (stopped && !isCancellation(error)) throw new CancelledFailure("stopped");
		throw error;
	}
}

/** What the data now says is saved: a reconciliation that fails behind it is told, and doesn't undo it. */
async function follow(run: () => Promise<void>): Promise<void> {
	try {
		await run();
	} catch (error) {
		const failed = error instanceof ChildWorkflowFailure || error instanceof ActivityFailure || error instanceof ApplicationFailure;
		if (isCancellation(error) || !failed) throw error;
	}
}

interface ChildBase {
	readonly tenantId: string;
	readonly jobId: string;
	readonly parentJobId: string;
	readonly correlationId: string;
}

// A run closes its row before its execution ends: what was free by the rows may be taken for another moment.
const closingTries = 5;

async function startStep(begun: BegunReplay, step: ReplayStep, base: ChildBase): Promise<JobResult> {
	for (let tries = 1; ; tries++) {
		try {
			return await runStep(begun, step, base);
		} catch (error) {
			// Never joined: what runs there now is another's work.
			if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
			if (tries >= closingTries) throw taken(step);
			await sleep("1 second");
		}
	}
}

const taken = (step: ReplayStep): ApplicationFailure =>
	step.do === "reconcile"
		? ApplicationFailure.nonRetryable("This month is being reconciled just now. Replay it when that run has ended.", "PERIOD_BUSY")
		: ApplicationFailure.nonRetryable("Another run works on this connection now. Replay it when that run has ended.", "CONNECTION_BUSY");

async function runStep({ queues }: BegunReplay, step: ReplayStep, base: ChildBase): Promise<JobResult> {
	const { tenantId } = base;
	// What they have saved stays; they end at their next safe point, by code, so that their rows close.
	const options = {
		parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
		workflowTaskTimeout: workflowInfo().taskTimeoutMs,
	};
	switch (step.do) {
		case "reprocess":
			return executeChild(reprocessPages, {
				...options,
				workflowId: reprocessId(tenantId, step.connectionId),
				taskQueue: queues.reprocess,
				args: [{ ...base, connectionId: step.connectionId, selection: step.selection }],
			});
		case "sync":
			return executeChild(syncConnection, {
				...options,
				workflowId: syncId(tenantId, step.connectionId),
				taskQueue: queues.sync,
				args: [{ ...base, connectionId: step.connectionId, only: step.only }],
			});
		case "reconcile":
			return executeChild(reconcilePeriod, {
				...options,
				workflowId: reconcileId(tenantId, step.entityId, step.month),
				taskQueue: queues.reconcile,
				args: [{ ...base, entityId: step.entityId, month: step.month, ...(step.replay === undefined ? {} : { replay: step.replay }) }],
			});
	}
}
