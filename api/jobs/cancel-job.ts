import { WorkflowNotFoundError } from "@temporalio/client";
import { z } from "zod";
import { isOpen } from "../../domain/jobs/job.ts";
import { stopRequested } from "../../db/jobs/job.store.ts";
import { procedure } from "../trpc.ts";
import { readJob } from "./read-job.ts";

/** Asks a job to stop. It ends at the next safe point; saved pages stay. One that hasn't started is stopped at once. */
export const cancelJob = procedure("jobs.cancel")
	.input(z.object({ jobId: z.uuid() }))
	.output(z.object({ outcome: z.enum(["asked", "stopped", "already_ended"]) }))
	.mutation(async ({ ctx: { em, tenantId, userId, deps, log, audit }, input: { jobId } }) => {
		const job = await readJob(em, tenantId, jobId);
		const said = (summary: string) =>
			audit({ action: "jobs.cancel", resource: { kind: "job", id: jobId }, jobId, summary, before: { status: job.status } });
		if (!isOpen(job.status)) {
			await said("A stop was asked for a job that was over");
			return { outcome: "already_ended" };
		}
		if (await stopRequested(em, tenantId, jobId)) {
			await said("A job was stopped before it began");
			return { outcome: "stopped" };
		}
		await said("A job was asked to stop");
		const run = job.firstRunId === null ? {} : { firstExecutionRunId: job.firstRunId };
		try {
			await deps.temporal.client.workflow
				.getHandle(job.workflowId, job.firstRunId === null ? (job.runId ?? undefined) : undefined, run)
				.cancel();
		} catch (error) {
			if (error instanceof WorkflowNotFoundError) return { outcome: "already_ended" };
			throw error;
		}
		log.info({ jobId, userId }, "a person asked this job to stop");
		return { outcome: "asked" };
	});
