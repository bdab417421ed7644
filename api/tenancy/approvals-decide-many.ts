import { z } from "zod";
import { answerApproval, approvalAnswerSchema } from "./approvals-decide.ts";
import { decidedStatuses } from "../jobs/answer-decision.ts";
import { explainError, isTemporalGone } from "../explain-error.ts";
import { procedure } from "../trpc.ts";
import { approvalReader } from "./approval-reader.ts";
import { approvalMissing } from "./approvals-get.ts";

/** What the runs that wait can take in one request. */
const atOnce = 20;

/** Answers several questions, each judged by itself: one that is refused keeps no other from its answer. @throws TieoutError NOT_FOUND when there is none of them */
export const decideApprovals = procedure("approvals.read")
	.input(
		z.object({
			answers: z
				.array(approvalAnswerSchema)
				.min(1, "Answer at least one.")
				.max(atOnce, `At most ${atOnce} are answered at once.`)
				.refine((answers) => new Set(answers.map(({ id }) => id)).size === answers.length, "Each can be answered once."),
		}),
	)
	.output(
		z.object({
			/** In the order that they came in. */
			outcomes: z.array(
				z.object({
					id: z.string(),
					/** null: it was refused. */
					status: decidedStatuses.nullable(),
					jobId: z.string().nullable(),
					refusal: z.object({ code: z.string(), message: z.string() }).nullable(),
				}),
			),
		}),
	)
	.mutation(async ({ ctx, input: { answers } }) => {
		const reader = await approvalReader(ctx);
		const outcomes = [];
		for (const answer of answers) {
			try {
				outcomes.push({ id: answer.id, ...(await answerApproval(ctx, reader, answer)), refusal: null });
			} catch (error) {
				const { code, message, unexpected } = explainError(error);
				// A failure of the database ends this transaction, so nothing can be said of the others either.
				if (unexpected && !isTemporalGone(error)) throw error;
				outcomes.push({ id: answer.id, status: null, jobId: null, refusal: { code, message } });
			}
		}
		if (outcomes.every(({ refusal }) => refusal?.code === "NOT_FOUND")) throw approvalMissing();
		return { outcomes };
	});
