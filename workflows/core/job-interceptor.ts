// Opens and closes the job's row of every tenant workflow, from inside the run, by local activities (no further workflow task).
// Terminated, timed out and lost runs never get here: the reconciler closes those.
import {
	CancellationScope,
	ContinueAsNew,
	isCancellation,
	proxyLocalActivities,
	TemporalFailure,
	type WorkflowExecuteInput,
	type WorkflowInterceptorsFactory,
	workflowInfo,
} from "@temporalio/workflow";
import type { JobRowActivities } from "../../activities/jobs/job-row.ts";
import { closedStatus, type ExecutionEnd, isJobKind, type JobInput, type JobResult } from "../../domain/jobs/job.ts";
import { failureOf } from "../../domain/jobs/failure-of.ts";
import { jobRowOptions } from "./activity-options.ts";

import { lastProgress } from "./progress.ts";
import { parseWorkflowId } from "./workflow-ids.ts";

const { jobOpen, jobClose } = proxyLocalActivities<JobRowActivities>(jobRowOptions);

type RunKey = Parameters<JobRowActivities["jobClose"]>[0];
type Next = (input: WorkflowExecuteInput) => Promise<unknown>;

async function execute(input: WorkflowExecuteInput, next: Next): Promise<unknown> {
	const { workflowId, runId, firstExecutionRunId: firstRunId, startTime } = workflowInfo();
	const name = parseWorkflowId(workflowId);
	if (name === null || !isJobKind(name.kind)) return next(input);
	const key: RunKey = { tenantId: name.tenantId, workflowId, firstRunId, runId };
	const given = (input.args[0] ?? {}) as Partial<JobInput> & Record<string, unknown>;
	const open = {
		...key,
		jobId: given.jobId ?? null,
		parentJobId: given.parentJobId ?? null,
		kind: name.kind,
		businessKey: name.businessKey,
		startedAt: startTime.toISOString(),
		correlationId: given.correlationId ?? runId,
		input: given,
	};
	// Not awaited: an update that came with the start would find no handler yet.
	const opened = CancellationScope.nonCancellable(() => jobOpen(open));
	opened.catch(() => undefined);
	// A child's row is made by the child, and what its activities write points to it.
	if (given.parentJobId !== undefined) await opened;
	try {
		const result = await next(input);
		await close(opened, key, "completed", result);
		return result;
	} catch (error) {
		// The chain goes on under the same first run id, so its row stays open.
		if (error instanceof ContinueAsNew) {
			await opened;
			throw error;
		}
		// A bug in workflow code fails the task, which is tried again after a deploy: the job is not over.
		if (!(error instanceof TemporalFailure)) throw error;
		await close(opened, key, isCancellation(error) ? "cancelled" : "failed", null, error);
		throw error;
	}
}

async function close(opened: Promise<unknown>, key: RunKey, end: ExecutionEnd, output: unknown, error?: TemporalFailure): Promise<void> {
	const result = (output ?? null) as (JobResult & Record<string, unknown>) | null;
	await CancellationScope.nonCancellable(async () => {
		await opened;
		await jobClose(key, {
			status: closedStatus(end, result),
			result,
			failure: end === "failed" && error !== undefined ? failureOf(error) : null,
			progress: lastProgress(),
			rowsRead: result?.rowsRead ?? null,
			rowsWritten: result?.rowsWritten ?? null,
		});
	});
}

export const interceptors: WorkflowInterceptorsFactory = () => ({ inbound: [{ execute }], outbound: [] });
