import { randomUUID } from "node:crypto";
import { z } from "zod";
import { insertReplay } from "../../db/jobs/replay.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { ReplayMode } from "../../domain/jobs/replay/replay.ts";
import type { BulkSet } from "../../db/jobs/replay-bulk.store.ts";
import { counted } from "../../domain/jobs/replay/words.ts";
import { startJob } from "../../platform/start-job.ts";
import { bulkReplayId } from "../../workflows/core/workflow-ids.ts";
import type { RequestContext } from "../context.ts";
import { procedure } from "../trpc.ts";
import type { TenantWork } from "../with-permission.ts";
import { planSet } from "./bulk-replay-plan.ts";
import { bulkAskSchema } from "./bulk-replay.schema.ts";

/** Replays a set as one run with progress, two at a time; cancelling it stops those that are going on and starts no more. */
export const startBulk = procedure("jobs.replay")
	.input(bulkAskSchema)
	.output(z.object({ jobId: z.string() }))
	.mutation(async ({ ctx, input }) => {
		const { jobId } = await startBulkReplay(ctx, input, { mode: input.mode ?? null, title: input.title ?? null });
		return { jobId };
	});

/** @throws TieoutError NOT_FOUND, TOO_MANY, JOB_OPEN, or why none of them can be replayed */
export async function startBulkReplay(
	ctx: TenantWork & Pick<RequestContext, "deps" | "log" | "correlationId">,
	set: BulkSet,
	{ mode, title }: { readonly mode: ReplayMode | null; readonly title: string | null },
): Promise<{ readonly jobId: string; readonly count: number }> {
	const { em, tenantId } = ctx;
	const { plan, refusal } = await planSet(em, tenantId, { set, mode, lock: true });
	if (refusal !== null) throw new TieoutError(refusal.code, refusal.sentence);
	const job = await startJob({ ...ctx.deps, log: ctx.log }, em, {
		tenantId,
		kind: "bulk_replay",
		title: title ?? `Replay ${counted(plan.items.length, "run", "runs")}`,
		businessKey: counted(plan.items.length, "run", "runs"),
		workflowId: bulkReplayId(tenantId, randomUUID()),
		requestedBy: ctx.userId,
		correlationId: ctx.correlationId,
		input: {},
	});
	await insertReplay(em, { tenantId, jobId: job.jobId, ofJobId: null, mode: mode ?? "reprocess", options: { reconcileAfter: true }, plan });
	await ctx.audit({
		action: "jobs.replay_set",
		resource: { kind: "job", id: job.jobId },
		jobId: job.jobId,
		summary: `A set of ${counted(plan.items.length, "run", "runs")} is replayed`,
		after: { mode, runs: plan.items.length },
	});
	ctx.afterCommit(job.afterCommit);
	return { jobId: job.jobId, count: plan.items.reduce((sum, { settles }) => sum + 1 + settles.length, 0) };
}
