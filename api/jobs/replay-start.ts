import { z } from "zod";
import { planReplayOf, refuseBlocked } from "../../db/jobs/plan-replay.store.ts";
import { linkReplay } from "../../db/jobs/replay-chain.store.ts";
import { insertReplay } from "../../db/jobs/replay.store.ts";
import { replayTitle } from "../../domain/jobs/replay/plan.ts";
import { startJob } from "../../platform/start-job.ts";
import { replayId } from "../../workflows/core/workflow-ids.ts";
import { requireUnmaskedKeys } from "../sync/unmasked.ts";
import { procedure } from "../trpc.ts";
import { lockJob } from "./lock-job.ts";
import { replayAskSchema } from "./replay.schema.ts";

/** Starts what the plan has shown, and keeps the plan with it. Refused, not joined, while the original or its connection is at work. */
export const startReplay = procedure("jobs.replay")
	.input(replayAskSchema)
	.output(z.object({ jobId: z.string() }))
	.mutation(async ({ ctx, input }) => {
		const { em, tenantId } = ctx;
		requireUnmaskedKeys(ctx.access.rules.masks, input.options.recordKeys);
		await lockJob(em, tenantId, input.jobId);
		const { plan, facts } = await planReplayOf(em, { tenantId, ...input });
		refuseBlocked(plan);
		const of = facts.job.id;
		const { mode, options } = input;
		// The trail has no masks: it says how many records were chosen; the replay keeps which.
		const told = options.recordKeys === undefined ? options : { ...options, recordKeys: options.recordKeys.length };
		const job = await startJob({ ...ctx.deps, log: ctx.log }, em, {
			tenantId,
			kind: "replay",
			title: replayTitle(facts.job.title),
			businessKey: facts.connection?.name ?? (facts.reconcile === null ? of : `${facts.reconcile.entityName} · ${facts.reconcile.month}`),
			workflowId: replayId(tenantId, of),
			requestedBy: ctx.userId,
			correlationId: ctx.correlationId,
			input: { ofJobId: of, mode, options, ...workOf(facts) },
		});
		await insertReplay(em, { tenantId, jobId: job.jobId, ofJobId: of, mode, options, plan });
		await linkReplay(em, { tenantId, jobId: job.jobId, ofJobId: of });
		await ctx.audit({
			action: "jobs.replay",
			resource: { kind: "job", id: of },
			jobId: job.jobId,
			summary: "A job is replayed",
			after: { replayJobId: job.jobId, mode, options: told },
		});
		ctx.afterCommit(job.afterCommit);
		return { jobId: job.jobId };
	});

/** What the run works on, in its input, so that others see that it is taken. */
const workOf = ({ connection, reconcile }: Awaited<ReturnType<typeof planReplayOf>>["facts"]) => ({
	...(connection === null ? {} : { connectionId: connection.id }),
	...(reconcile === null ? {} : { entityId: reconcile.entityId, month: reconcile.month }),
});
