// The two ends of a change that waits for a second person: the job says that it waits, and what was approved is made.
import { type ChangeDecision, lockChangeDecision, markApplied } from "../../db/jobs/decision.store.ts";
import { markWaiting } from "../../db/jobs/waiting.store.ts";
import { applyChange as apply, diffOf, resourceOf } from "../../db/tenancy/apply-change.ts";
import { accessOf } from "../../db/tenancy/access.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { OpenDecision } from "../../domain/jobs/decision.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import { type Change, changeHash, changePermission, concernedBy } from "../../domain/tenancy/change.ts";
import { may } from "../../domain/tenancy/permissions.ts";
import { type ActivityContext, defineActivity } from "../core/define-activity.ts";

export interface ChangeJobInput extends JobInput {
	readonly jobId: string;
	readonly decisionId: string;
}

/** A change as the decision keeps it: with what the audit trail says where the sentence names a person. */
type KeptChange = Change & { readonly trail?: string };

export interface AskedChange {
	/** null: it was decided before, or its time is over. */
	readonly question: (OpenDecision & { readonly waitMs: number }) | null;
}

export const askChange = defineActivity(
	"askChange",
	async (ctx, input: ChangeJobInput): Promise<AskedChange> =>
		ctx.withTenant(async (em) => {
			const { tenantId, jobId, decisionId } = input;
			const decision = await read(em, input);
			if (decision.status !== "open") return { question: null };
			const { sentence, sha256, permission, preparedBy } = decision;
			const now = ctx.clock.now();
			await markWaiting(em, { tenantId, jobId, waiting: { kind: "decision", sentence, decisionId, since: now.toISOString() } });
			const concerns = concernedBy(decision.subject as KeptChange);
			return {
				question: { decisionId, sha256, permission, preparedBy, concerns, waitMs: Math.max(1, Date.parse(decision.dueAt) - now.getTime()) },
			};
		}),
);

/** Makes exactly what was approved, once. @throws TieoutError CHANGE_STALE when what stands is not what was looked at; nothing is changed */
export const applyChange = defineActivity("applyChange", async (ctx, input: ChangeJobInput): Promise<void> => {
	await ctx.withTenant(async (em) => {
		const decision = await read(em, input);
		if (decision.status !== "approved" || decision.appliedAt !== null) return;
		const change = decision.subject as KeptChange;
		const diff = await diffOf(em, input, change);
		if (changeHash(change, diff) !== decision.sha256)
			throw new TieoutError(
				"CHANGE_STALE",
				"What would be changed was changed by somebody else meanwhile, so nothing was done. Propose it again.",
			);
		if (decision.decidedBy === null) throw new TieoutError("NOT_FOUND", "Nobody answers for this change. Propose it again.");
		await apply(em, { tenantId: input.tenantId, userId: await whoAnswers(em, input.tenantId, decision, change) }, change);
		await markApplied(em, { tenantId: input.tenantId, id: decision.id });
		await tell(ctx, em, decision, change);
	});
	ctx.log.info({ decisionId: input.decisionId }, "the approved change was made");
});

/** Whoever prepared it, where they might have made it alone; else whoever approved what was asked of them, or for whom a deputy did: nobody gives what they don't have. */
async function whoAnswers(
	em: ScopedEm,
	tenantId: string,
	{ preparedBy, decidedBy, decidedFor }: ChangeDecision,
	change: KeptChange,
): Promise<string> {
	const preparer = preparedBy === null ? null : await accessOf(em, { tenantId, userId: preparedBy });
	if (preparedBy !== null && preparer !== null && may(preparer, changePermission[change.kind])) return preparedBy;
	return decidedFor ?? decidedBy ?? "";
}

async function read(em: ScopedEm, { tenantId, decisionId }: ChangeJobInput): Promise<ChangeDecision> {
	const decision = await lockChangeDecision(em, { tenantId, id: decisionId });
	if (decision === null) throw new TieoutError("NOT_FOUND", "This decision is gone, so nothing can be asked. Propose the change again.");
	return decision;
}

async function tell(ctx: ActivityContext, em: ScopedEm, decision: ChangeDecision, change: KeptChange): Promise<void> {
	const { decidedBy, decidedFor, decidedByName, comment, diff } = decision;
	const { before, after } = diff as { before: Record<string, unknown>; after: Record<string, unknown> };
	await ctx.audit(em, {
		...(decidedBy === null ? {} : { actor: { kind: "person", id: decidedBy, name: decidedByName ?? "", onBehalfOf: decidedFor } }),
		action: change.kind,
		resource: resourceOf(change),
		summary: `${change.trail ?? decision.sentence} Approved and made.`,
		before,
		after,
		reason: comment ?? undefined,
	});
}
