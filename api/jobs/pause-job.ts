import { WorkflowNotFoundError, WorkflowUpdateFailedError } from "@temporalio/client";
import { ApplicationFailure } from "@temporalio/common";
import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { isOpen, type JobKind } from "../../domain/jobs/job.ts";
import type { JobDetailRow } from "../../db/jobs/job-list.store.ts";
import type { ApiDeps } from "../context.ts";
import { procedure } from "../trpc.ts";
import { readJob } from "./read-job.ts";

/** Only what reads from a source can be held between two pages. */
export const isPausable = (kind: JobKind): boolean => kind === "sync" || kind === "import";

const ended = (): TieoutError => new TieoutError("JOB_ENDED", "This job is over. Reload the page to see how it ended.");

/** Holds a running sync behind the page that it commits. What was read is saved; other jobs go on. */
export const pauseJob = procedure("jobs.cancel")
	.input(z.object({ jobId: z.uuid() }))
	.output(z.object({ status: z.literal("paused") }))
	.mutation(async ({ ctx: { em, tenantId, userId, deps, log, audit }, input: { jobId } }) => {
		await tell(deps, await readJob(em, tenantId, jobId), "pause", userId);
		await audit({ action: "jobs.pause", resource: { kind: "job", id: jobId }, jobId, summary: "A job was paused" });
		log.info({ jobId, userId }, "a person paused this job");
		return { status: "paused" };
	});

/** Lets a paused sync go on from where it stopped. */
export const resumeJob = procedure("jobs.cancel")
	.input(z.object({ jobId: z.uuid() }))
	.output(z.object({ status: z.literal("running") }))
	.mutation(async ({ ctx: { em, tenantId, userId, deps, log, audit }, input: { jobId } }) => {
		await tell(deps, await readJob(em, tenantId, jobId), "resume", userId);
		await audit({ action: "jobs.resume", resource: { kind: "job", id: jobId }, jobId, summary: "A paused job goes on" });
		log.info({ jobId, userId }, "a person resumed this job");
		return { status: "running" };
	});

/** @throws TieoutError with what stands against it */
async function tell(deps: ApiDeps, job: JobDetailRow, what: "pause" | "resume", actorId: string): Promise<void> {
	if (!isOpen(job.status)) throw ended();
	if (!isPausable(job.kind)) throw new TieoutError("JOB_NOT_PAUSABLE", "Only a sync or an import can be paused. Stop this job instead.");
	if (job.runId === null && job.firstRunId === null)
		throw new TieoutError("JOB_NOT_PAUSABLE", "It has not begun yet. Stop it instead, or wait a moment.");
	const run = job.firstRunId === null ? {} : { firstExecutionRunId: job.firstRunId };
	try {
		await deps.temporal.client.workflow.getHandle(job.workflowId, undefined, run).executeUpdate(what, { args: [{ actorId }] });
	} catch (error) {
		if (error instanceof WorkflowNotFoundError) throw ended();
		const cause = error instanceof WorkflowUpdateFailedError ? error.cause : null;
		if (cause instanceof ApplicationFailure && cause.type) throw new TieoutError(cause.type, cause.message);
		throw error;
	}
}
