// Writes in the job's row that it waits for a person, and that it goes on: a pause, its end, and the answer to a question.
import { closeDecision } from "../../db/jobs/decision.store.ts";
import { clearWaiting, markWaiting } from "../../db/jobs/waiting.store.ts";
import { memberName } from "../../db/tenancy/membership.store.ts";
import type { DecisionStatus } from "../../domain/jobs/decision.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import { defineActivity } from "../core/define-activity.ts";

interface OfJob extends JobInput {
	readonly jobId: string;
}

export const markPaused = defineActivity("markPaused", async (ctx, input: OfJob & { readonly actorId: string }): Promise<void> => {
	const { tenantId, jobId, actorId } = input;
	await ctx.withTenant(async (em) => {
		const name = (await memberName(em, { tenantId, userId: actorId })) ?? "somebody";
		const sentence = `Paused by ${name}. What was read is saved; it goes on from there when it is resumed, or by itself after seven days.`;
		await markWaiting(em, { tenantId, jobId, waiting: { kind: "paused", sentence, since: ctx.clock.now().toISOString() } });
	});
	ctx.log.info({}, "paused by a person");
});

export const markResumed = defineActivity("markResumed", async (ctx, { tenantId, jobId }: OfJob): Promise<void> => {
	await ctx.withTenant((em) => clearWaiting(em, { tenantId, jobId }));
	ctx.log.info({}, "resumed");
});

export interface CloseQuestion extends OfJob {
	readonly decisionId: string;
	/** null when nobody answered in time. */
	readonly actorId: string | null;
	readonly status: Exclude<DecisionStatus, "open">;
}

export const closeQuestion = defineActivity("closeQuestion", async (ctx, input: CloseQuestion): Promise<void> => {
	const { tenantId, jobId, decisionId, actorId, status } = input;
	await ctx.withTenant(async (em) => {
		await closeDecision(em, { tenantId, id: decisionId, status, actorId });
		await clearWaiting(em, { tenantId, jobId });
	});
	ctx.log.info({ decisionId, status }, "the decision was taken");
});
