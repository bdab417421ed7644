import { z } from "zod";
import { chainOf } from "../../db/jobs/replay-chain.store.ts";
import { replayOf } from "../../db/jobs/replay.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { ReplayPlan } from "../../domain/jobs/replay/plan.ts";
import { replayModes } from "../../domain/jobs/replay/replay.ts";
import { procedure } from "../trpc.ts";
import { jobRowSchema } from "./job.schema.ts";
import { jobChildren } from "../../db/jobs/job-list.store.ts";
import { outcomeView, planView } from "./replay-view.ts";
import { chainLinkSchema, replayOptionsSchema, replayOutcomeSchema, replayPlanSchema } from "./replay.schema.ts";

/** A replay as it was planned, its chain and the runs it started; its outcome once it has ended. */
export const getReplay = procedure("jobs.read")
	.input(z.object({ jobId: z.uuid() }))
	.output(
		z.object({
			jobId: z.string(),
			of: replayPlanSchema.shape.of,
			mode: z.enum(replayModes),
			options: replayOptionsSchema,
			/** As it was promised when it was started. */
			plan: replayPlanSchema,
			outcome: replayOutcomeSchema.nullable(),
			chain: z.array(chainLinkSchema),
			children: z.array(jobRowSchema),
		}),
	)
	.query(async ({ ctx: { em, tenantId }, input: { jobId } }) => {
		const replay = await replayOf(em, { tenantId, jobId });
		if (replay === null || replay.ofJobId === null) throw noReplay();
		const plan = planView(replay.plan as ReplayPlan);
		return {
			jobId,
			of: plan.of,
			mode: replay.mode,
			options: plan.options,
			plan,
			outcome: replay.outcome === null ? null : outcomeView(replay.outcome),
			chain: await chainOf(em, { tenantId, jobId }),
			children: await jobChildren(em, tenantId, jobId),
		};
	});

export const noReplay = (): TieoutError =>
	new TieoutError("NOT_FOUND", "There is no such replay in this company. It may belong to another one.");
