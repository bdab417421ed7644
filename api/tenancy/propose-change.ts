// A change to the company's settings: made at once, or proposed where a second person has to look first.
import { randomUUID } from "node:crypto";
import { openDecision } from "../../db/jobs/decision.store.ts";
import { applyChange, diffOf, resourceOf } from "../../db/tenancy/apply-change.ts";
import { type Change, changeDays, changeHash, changePermission } from "../../domain/tenancy/change.ts";
import type { Permission } from "../../domain/tenancy/permissions.ts";
import { approvalNeeded, type Worth } from "../../domain/tenancy/policies/approvals.ts";
import { startJob } from "../../platform/start-job.ts";
import { changeId } from "../../workflows/core/workflow-ids.ts";
import type { RequestContext } from "../context.ts";
import type { TenantWork } from "../with-permission.ts";

export interface ChangeWords {
	/** For lists: "Role of Priya Nair". */
	readonly title: string;
	/** What happens if it is made, for a person: "Priya Nair becomes Controller." */
	readonly sentence: string;
	/** The same for the audit trail, where it names a person: what is chained there can't be erased. "A member becomes Controller." */
	readonly trail?: string | undefined;
	readonly reason?: string | undefined;
	/** What it is worth, where it is money: one a currency, the one of most rows first. null: it isn't known. */
	readonly worths?: readonly Worth[] | null;
}

export interface ProposedChange {
	readonly jobId: string;
	readonly decisionId: string;
}

type Ctx = TenantWork & RequestContext;

/**
 * Makes the change in this transaction and writes it into the audit trail; where a policy wants a second person for it, proposes it.
 * @returns what was proposed; null: the change is made
 */
export async function makeChange(ctx: Ctx, change: Change, words: ChangeWords): Promise<ProposedChange | null> {
	const decides = approvalNeeded(ctx.access.rules.approvals, change.kind, words.worths ?? null);
	if (decides !== null) return proposeChange(ctx, change, words, decides);
	const diff = await diffOf(ctx.em, ctx, change);
	await applyChange(ctx.em, ctx, change);
	await ctx.audit({
		action: change.kind,
		resource: resourceOf(change),
		summary: words.trail ?? words.sentence,
		...diff,
		reason: words.reason,
	});
	return null;
}

/**
 * Keeps the change for somebody else's decision: a row in their inbox, and a job that waits.
 * @param decides who may decide, where a policy says so
 */
export async function proposeChange(
	ctx: Ctx,
	change: Change,
	words: ChangeWords,
	decides: Permission = changePermission[change.kind],
): Promise<ProposedChange> {
	const { em, tenantId, userId } = ctx;
	const decisionId = randomUUID();
	const diff = await diffOf(em, ctx, change);
	const job = await startJob({ ...ctx.deps, log: ctx.log }, em, {
		tenantId,
		kind: "change",
		title: words.title,
		businessKey: change.kind,
		workflowId: changeId(tenantId, decisionId),
		requestedBy: userId,
		correlationId: ctx.correlationId,
		input: { decisionId },
	});
	const dueAt = new Date(ctx.deps.now().getTime() + changeDays * 86_400_000).toISOString();
	await openDecision(em, {
		tenantId,
		id: decisionId,
		jobId: job.jobId,
		kind: "change",
		title: words.title,
		sentence: words.sentence,
		subject: { ...change, reason: words.reason ?? "", ...(words.trail === undefined ? {} : { trail: words.trail }) },
		sha256: changeHash(change, diff),
		permission: decides,
		worths: words.worths ?? [],
		preparedBy: userId,
		diff,
		dueAt,
	});
	await ctx.audit({
		action: "approvals.request",
		resource: { kind: "decision", id: decisionId },
		summary: `Asked for approval: ${words.trail ?? words.sentence}`,
		...diff,
		reason: words.reason,
	});
	await ctx.emit({ topic: "approval.requested", key: decisionId, payload: { decisionId, jobId: job.jobId, kind: change.kind } });
	ctx.afterCommit(job.afterCommit);
	return { jobId: job.jobId, decisionId };
}
