// Writes the answer to a job's question, or that nobody gave one in time; the job goes on.
import { closeDecision } from "../../db/jobs/decision.store.ts";
import { clearWaiting } from "../../db/jobs/waiting.store.ts";
import type { DecisionStatus } from "../../domain/jobs/decision.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import { defineActivity } from "../core/define-activity.ts";

export interface CloseQuestion extends JobInput {
	readonly jobId: string;
	readonly decisionId: string;
	/** null when nobody answered in time. */
	readonly actorId: string | null;
	/** Who is away and has named the actor. */
	readonly inPlaceOf?: string | null;
	readonly status: Exclude<DecisionStatus, "open">;
}

export const closeQuestion = defineActivity("closeQuestion", async (ctx, input: CloseQuestion): Promise<void> => {
	const { tenantId, jobId, decisionId, actorId, inPlaceOf = null, status } = input;
	await ctx.withTenant(async (em) => {
		const closed = await closeDecision(em, { tenantId, id: decisionId, status, actorId, inPlaceOf });
		await clearWaiting(em, { tenantId, jobId });
		if (closed) await ctx.emit(em, { topic: "approval.decided", key: decisionId, payload: { decisionId, jobId, status } });
	});
	ctx.log.info({ decisionId, status }, "the decision was taken");
});
