import { z } from "zod";
import { procedure } from "../trpc.ts";
import { answerDecision, commentSchema, decidedStatuses, shownHashSchema, verdictSchema } from "./answer-decision.ts";

/** Answers what a running job asks, from the job's own page. */
export const decideJob = procedure("jobs.decide")
	.input(
		z.object({
			jobId: z.uuid(),
			decisionId: z.uuid(),
			sha256: shownHashSchema,
			verdict: verdictSchema,
			comment: commentSchema.default(""),
		}),
	)
	.output(z.object({ status: decidedStatuses }))
	.mutation(async ({ ctx, input }) => ({ status: await answerDecision(ctx, { ...input, inPlaceOf: null }) }));
