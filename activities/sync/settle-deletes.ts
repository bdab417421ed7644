// Ends the records that the run found to be gone, or asks a person first where they are many. A try that is repeated asks the same
// question again and deletes nothing twice.
import { createHash } from "node:crypto";
import { markWaiting } from "../../db/jobs/waiting.store.ts";
import { askedStreams, openDecision } from "../../db/jobs/decision.store.ts";
import {
	deleteFound,
	type FoundDeletions,
	foundDeletions,
	keepFound,
	type SettleDeletions,
	worthOfFound,
} from "../../db/sync/deletion.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { derivedId } from "../../domain/core/ids.ts";
import { decisionDays, isMassDelete, massDeleteSentence } from "../../domain/sync/mass-delete.ts";
import type { StreamPlan, SyncInput } from "../../domain/sync/sync-state.ts";
import { isVendorId, vendors } from "../../domain/sync/vendors/vendors.ts";
import type { VendorStream } from "../../domain/sync/vendors/vendor.ts";
import { policiesInForce } from "../../db/tenancy/access.store.ts";
import type { Permission } from "../../domain/tenancy/permissions.ts";
import { approvalNeeded, deleteAction } from "../../domain/tenancy/policies/approvals.ts";
import { approvalRules } from "../../domain/tenancy/policies/policy.ts";
import { connectionOf } from "../../db/sync/connection.store.ts";
import type { OpenDecision } from "../../domain/jobs/decision.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { type ActivityContext, defineActivity } from "../core/define-activity.ts";

export interface SettleDeletesInput extends SyncInput {
	readonly jobId: string;
	/** The streams that this run holds: only their records may end. */
	readonly plans: readonly StreamPlan[];
}

export interface SettledDeletes {
	readonly deleted: number;
	/** What a person must decide first; null when nothing is asked. */
	readonly question: (OpenDecision & { readonly waitMs: number }) | null;
}

const dayMs = 86_400_000;

export const settleDeletes = defineActivity("settleDeletes", async (ctx, input: SettleDeletesInput): Promise<SettledDeletes> => {
	const settled = await ctx.withTenant(async (em) => {
		const found = await foundIn(em, input);
		const decides = await policyDecides(em, input, found);
		const many = decides === null ? found.filter(({ stream, keys, open }) => isMassDelete({ stream, found: keys.length, open })) : found;
		let deleted = 0;
		for (const each of found) if (!many.includes(each)) deleted += await deleteFound(em, settling(ctx, input, each.stream, null));
		return { deleted, question: many.length === 0 ? null : await ask(ctx, em, input, { many, decides }) };
	});
	if (settled.deleted > 0) ctx.log.info({ deleted: settled.deleted }, "records that the source no longer has were ended");
	if (settled.question !== null) ctx.log.warn({ decisionId: settled.question.decisionId }, "many deletions at once wait for a decision");
	return settled;
});

const foundIn = async (em: ScopedEm, { tenantId, connectionId, plans }: SettleDeletesInput): Promise<FoundDeletions[]> =>
	(await foundDeletions(em, { tenantId, connectionId })).filter(({ stream }) => plans.some((plan) => plan.stream === stream));

/** Who decides because a policy names what would end; null: none does. All that a run has found counts together. */
async function policyDecides(em: ScopedEm, { tenantId, connectionId }: SettleDeletesInput, found: readonly FoundDeletions[]) {
	if (found.length === 0) return null;
	const rules = approvalRules(await policiesInForce(em, tenantId)).filter(({ action }) => action === deleteAction);
	if (rules.length === 0) return null;
	return approvalNeeded(
		rules,
		deleteAction,
		await worthOfFound(em, { tenantId, connectionId, streams: found.map(({ stream }) => stream) }),
	);
}

const hashOf = (found: readonly FoundDeletions[]): string =>
	createHash("sha256")
		.update(found.flatMap(({ stream, keys }) => keys.map((key) => `${stream}\u001f${key}`)).join("\n"), "utf8")
		.digest("hex");

function settling(ctx: ActivityContext, input: SettleDeletesInput, stream: string, decisionId: string | null): SettleDeletions {
	const { workflowId, runId, activityId, attempt } = ctx.info;
	const { tenantId, connectionId, jobId, plans } = input;
	const epoch = plans.find((plan) => plan.stream === stream)?.epoch ?? 0;
	return { tenantId, connectionId, stream, jobId, epoch, decisionId, run: { workflowId, runId, activityId, attempt } };
}

const mostShown = 200;

interface Asked {
	readonly many: readonly FoundDeletions[];
	/** Whom a policy names; null: they are only many. */
	readonly decides: Permission | null;
}

async function ask(ctx: ActivityContext, em: ScopedEm, input: SettleDeletesInput, { many, decides }: Asked) {
	const permission = decides ?? "jobs.decide";
	const { tenantId, connectionId, jobId } = input;
	const connection = await connectionOf(em, { tenantId, connectionId });
	const vendor = connection !== null && isVendorId(connection.vendor) ? vendors[connection.vendor] : null;
	const declared: Readonly<Record<string, VendorStream>> = vendor?.streams ?? {};
	const streams = many.map(({ stream, keys, open }) => ({ stream, title: declared[stream]?.title ?? stream, found: keys.length, open }));
	const sha256 = hashOf(many);
	const decisionId = derivedId("decision", jobId, sha256);
	const sentence = massDeleteSentence(vendor?.title ?? "The source", streams, decides !== null);
	const worths = await worthOfFound(em, { tenantId, connectionId, streams: streams.map(({ stream }) => stream) });
	const now = ctx.clock.now();
	const dueAt = new Date(now.getTime() + decisionDays * dayMs).toISOString();
	const keys = many.flatMap(({ stream, keys: all }) => all.slice(0, mostShown).map((naturalKey) => ({ stream, naturalKey })));
	const opened = await openDecision(em, {
		tenantId,
		id: decisionId,
		jobId,
		kind: "mass_delete",
		title: `Deletions in ${connection?.name ?? "a connection"}`,
		sentence,
		subject: { connectionId, streams, keys: keys.slice(0, mostShown) },
		sha256,
		permission,
		worths,
		preparedBy: null,
		dueAt,
	});
	if (opened) await ctx.emit(em, { topic: "approval.requested", key: decisionId, payload: { decisionId, jobId, kind: "mass_delete" } });
	await markWaiting(em, { tenantId, jobId, waiting: { kind: "decision", sentence, decisionId, since: now.toISOString() } });
	return { decisionId, sha256, permission, preparedBy: null, waitMs: decisionDays * dayMs };
}

export interface ApplyDecisionInput extends SettleDeletesInput {
	readonly decisionId: string;
	readonly sha256: string;
	readonly approved: boolean;
}

/** Deletes exactly what was decided about, or keeps it. @throws TieoutError DECISION_CHANGED, nothing deleted */
export const applyDecision = defineActivity(
	"applyDecision",
	async (ctx, input: ApplyDecisionInput): Promise<{ readonly deleted: number }> => {
		const { approved, decisionId, sha256 } = input;
		const deleted = await ctx.withTenant(async (em) => {
			const asked = await askedStreams(em, { tenantId: input.tenantId, id: decisionId });
			const found = (await foundIn(em, input)).filter(({ stream }) => asked.includes(stream));
			// Applied by an earlier try whose reply was lost.
			if (found.length === 0) return 0;
			if (approved && hashOf(found) !== sha256)
				throw new TieoutError(
					"DECISION_CHANGED",
					"What was decided about has changed meanwhile, so nothing was deleted. Sync again: it asks anew.",
				);
			let count = 0;
			for (const { stream } of found) {
				const of = settling(ctx, input, stream, decisionId);
				if (approved) count += await deleteFound(em, of);
				else await keepFound(em, of);
			}
			return count;
		});
		ctx.log.info({ deleted, decisionId }, approved ? "deletions were carried out as decided" : "deletions were left out as decided");
		return { deleted };
	},
);
