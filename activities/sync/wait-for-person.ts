// Writes in the job's row that it waits for a person, and that it goes on: a pause and its end.
import { clearWaiting, markWaiting } from "../../db/jobs/waiting.store.ts";
import { memberName } from "../../db/tenancy/membership.store.ts";
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
