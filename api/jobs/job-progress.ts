import { z } from "zod";
import { freshestProgress } from "../../domain/jobs/progress.ts";
import { progressSchema } from "./job.schema.ts";
import { procedure } from "../trpc.ts";
import { readJob } from "./read-job.ts";

// A worker that is busy or gone must not keep the page waiting: what the row knows is shown then.
const answerWithinMs = 2_000;

/** What a running job says about itself now; of a closed one, what it said last. */
export const jobProgress = procedure("jobs.read")
	.input(z.object({ jobId: z.uuid() }))
	.output(progressSchema)
	.query(async ({ ctx, input: { jobId } }) => {
		const job = await readJob(ctx.em, ctx.tenantId, jobId);
		const last = job.progress ?? { phase: job.status, streams: [] };
		if (job.status !== "running" || job.runId === null) return last;
		const { client } = ctx.deps.temporal;
		try {
			const answer = await client.withDeadline(Date.now() + answerWithinMs, () =>
				client.workflow
					.getHandle(job.workflowId, undefined, { ...(job.firstRunId && { firstExecutionRunId: job.firstRunId }) })
					.query("progress"),
			);
			return freshestProgress(progressSchema.parse(answer), last);
		} catch (error) {
			ctx.log.debug({ err: error, jobId }, "no progress from the worker just now");
			return last;
		}
	});
