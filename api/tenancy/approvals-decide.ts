import { z } from "zod";
import { type ApprovalReader, approvalOf } from "../../db/tenancy/approval.store.ts";
import { standsInFor } from "../../domain/tenancy/delegation.ts";
import { answerDecision, commentSchema, decidedStatuses, shownHashSchema, verdictSchema } from "../jobs/answer-decision.ts";
import { procedure } from "../trpc.ts";
import { approvalReader } from "./approval-reader.ts";
import { approvalMissing } from "./approvals-get.ts";

/** An answer to exactly what was shown. */
export const approvalAnswerSchema = z
	.object({
		id: z.uuid(),
		sha256: shownHashSchema,
		verdict: verdictSchema,
		comment: commentSchema.default(""),
	})
	.refine(({ verdict, comment }) => verdict === "approve" || comment !== "", {
		path: ["comment"],
		message: "Say why, so that the person who prepared it knows.",
	});

/** Approves or rejects exactly what was shown. Who may do so is said by what is asked and checked by the run that waits. */
export const decideApproval = procedure("approvals.read")
	.input(approvalAnswerSchema)
	.output(z.object({ status: decidedStatuses, jobId: z.string() }))
	.mutation(async ({ ctx, input }) => answerApproval(ctx, await approvalReader(ctx), input));

/** @throws TieoutError NOT_FOUND, or as answerDecision */
export async function answerApproval(
	ctx: Parameters<typeof answerDecision>[0],
	reader: ApprovalReader,
	{ id, ...answer }: z.output<typeof approvalAnswerSchema>,
): Promise<{ readonly status: z.infer<typeof decidedStatuses>; readonly jobId: string }> {
	const found = await approvalOf(ctx.em, { ...reader, id });
	if (found === null) throw approvalMissing();
	const inPlaceOf = standsInFor(reader, reader.absent, found);
	const status = await answerDecision(ctx, { ...answer, jobId: found.jobId, decisionId: id, inPlaceOf });
	return { status, jobId: found.jobId };
}
