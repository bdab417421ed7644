// Compares one open row with Temporal: starts what was never started, closes what was terminated, timed out or lost. What ends by
// code closes its own row; this is for the rest. Safe to run at any time, also twice at once.
import { WorkflowFailedError } from "@temporalio/client";
import { closeForRun, type CloseJob, jobById, type JobRow } from "../../db/jobs/job.store.ts";
import { withTenant } from "../../db/tenant-scope.ts";
import { failureOf } from "../../domain/jobs/failure-of.ts";
import { closedStatus, endSentences, type ExecutionEnd, isOpen, type JobFailure, type JobResult } from "../../domain/jobs/job.ts";
import { type ChainState, chainState } from "../../platform/execution.ts";
import { type JobStarter, startRequested } from "../../platform/start-job.ts";

export type Reconciled = "left" | "started" | "closed";

export async function reconcileJob(deps: JobStarter, tenantId: string, jobId: string): Promise<Reconciled> {
	const row = await withTenant(deps.orm, { tenantId }, (em) => jobById(em, tenantId, jobId));
	if (row === null || !isOpen(row.status)) return "left";
	if (row.status === "requested" && row.runId === null) {
		await startRequested(deps, tenantId, jobId);
		return "started";
	}
	const state = await chainState(deps.temporal.client, row);
	if (state.state === "running") return "left";
	const close = state.state === "gone" ? closeOf("lost", null, null) : await closeOfEnd(deps, row, state);
	const run = state.state === "gone" ? { firstRunId: null, runId: null } : state;
	const closed = await withTenant(deps.orm, { tenantId }, (em) => closeForRun(em, { tenantId, id: jobId, ...run }, close));
	if (closed) deps.log.info({ tenantId, jobId, correlationId: row.correlationId, status: close.status }, "job closed by the reconciler");
	return closed ? "closed" : "left";
}

async function closeOfEnd({ temporal }: JobStarter, row: JobRow, { end, runId }: ChainState & { state: "ended" }): Promise<CloseJob> {
	if (end !== "completed" && end !== "failed") return closeOf(end, null, null);
	try {
		const result: unknown = await temporal.client.workflow.getHandle(row.workflowId, runId, { followRuns: false }).result();
		return closeOf(end, result as JobResult | null, null);
	} catch (error) {
		if (!(error instanceof WorkflowFailedError)) throw error;
		return closeOf(end, null, failureOf(error));
	}
}

function closeOf(end: ExecutionEnd, result: JobResult | null, failure: JobFailure | null): CloseJob {
	const said = end === "terminated" || end === "timed_out" || end === "lost" ? endSentences[end] : failure;
	return {
		status: closedStatus(end, result),
		result: result as Readonly<Record<string, unknown>> | null,
		failure: said,
		progress: null,
		rowsRead: result?.rowsRead ?? null,
		rowsWritten: result?.rowsWritten ?? null,
	};
}
