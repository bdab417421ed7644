import { optionalTsToDate } from "@temporalio/common/lib/time.js";
import { z } from "zod";
import { freshestProgress } from "../../domain/jobs/progress.ts";
import { progressSchema } from "./job.schema.ts";
import { procedure } from "../trpc.ts";
import { readJob } from "./read-job.ts";

// A worker that is busy or gone must not keep the page waiting: what the row knows is shown then.
const answerWithinMs = 2_000;

const outputSchema = progressSchema.extend({
	/** A step whose last try failed and that waits for the next one. */
	retrying: z.object({ activityType: z.string(), attempt: z.number(), nextAt: z.string() }).nullable(),
});
type Retrying = z.infer<typeof outputSchema>["retrying"];

/** What a running job says about itself now; of a closed one, what it said last. */
export const jobProgress = procedure("jobs.read")
	.input(z.object({ jobId: z.uuid() }))
	.output(outputSchema)
	.query(async ({ ctx, input: { jobId } }) => {
		const job = await readJob(ctx.em, ctx.tenantId, jobId);
		const last = { ...(job.progress ?? { phase: job.status, streams: [] }), retrying: null };
		if (job.status !== "running" || job.runId === null) return last;
		const { client } = ctx.deps.temporal;
		try {
			const handle = client.workflow.getHandle(job.workflowId, undefined, {
				...(job.firstRunId && { firstExecutionRunId: job.firstRunId }),
			});
			return await client.withDeadline(Date.now() + answerWithinMs, async () => {
				const { raw } = await handle.describe();
				const retrying = nextRetry(raw.pendingActivities ?? []);
				const answer = freshestProgress(progressSchema.parse(await handle.query("progress")), last);
				return { ...answer, retrying };
			});
		} catch (error) {
			ctx.log.debug({ err: error, jobId }, "no progress from the worker just now");
			return last;
		}
	});

interface PendingActivity {
	readonly activityType?: { readonly name?: string | null } | null;
	readonly attempt?: number | null;
	readonly nextAttemptScheduleTime?: Parameters<typeof optionalTsToDate>[0];
}

/** The pending step that is tried again soonest, after at least one failed try. */
function nextRetry(pending: readonly PendingActivity[]): Retrying {
	const waits = pending.flatMap(({ activityType, attempt, nextAttemptScheduleTime }) => {
		const at = optionalTsToDate(nextAttemptScheduleTime);
		if (at === undefined || (attempt ?? 1) < 2) return [];
		return [{ activityType: activityType?.name ?? "", attempt: attempt ?? 2, nextAt: at.toISOString() }];
	});
	return waits.toSorted((a, b) => a.nextAt.localeCompare(b.nextAt))[0] ?? null;
}
