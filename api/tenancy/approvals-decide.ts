import { z } from "zod";
import { approvalOf } from "../../db/tenancy/approval.store.ts";
import { standsInFor } from "../../domain/tenancy/delegation.ts";
import { answerDecision, commentSchema, decidedStatuses, shownHashSchema, verdictSchema } from "../jobs/answer-decision.ts";
import { procedure } from "../trpc.ts";
import { approvalReader } from "./approval-reader.ts";
import { approvalMissing } from "./approvals-get.ts";

/** Approves or rejects exactly what was shown. Who may do so is said by what is asked and checked by the run that waits. */
export const decideApproval = procedure("approvals.read")
	.input(
		z
			.object({
				id: z.uuid(),
				sha256: shownHashSchema,
				verdict: verdictSchema,
				comment: commentSchema.default(""),
			})
			.refine(({ verdict, comment }) => verdict === "approve" || comment !== "", {
				path: ["comment"],
				message: "Say why, so that the person who prepared it knows.",
			}),
	)
	.output(z.object({ status: decidedStatuses, jobId: z.string() }))
	.mutation(async ({ ctx, input: { id, ...answer } }) => {
		const reader = await approvalReader(ctx);
		const found = await approvalOf(ctx.em, { ...reader, id });
		if (found === null) throw approvalMissing();
		const inPlaceOf = standsInFor(reader, reader.absent, found);
		const status = await answerDecision(ctx, { ...answer, jobId: found.jobId, decisionId: id, inPlaceOf });
		return { status, jobId: found.jobId };
	});
