// A change to the company's settings: made at once, or proposed where a second person has to look first.
import { randomUUID } from "node:crypto";
import { openDecision } from "../../db/jobs/decision.store.ts";
import { applyChange, diffOf, resourceOf } from "../../db/tenancy/apply-change.ts";
import { type Change, changeDays, changeHash, changePermission } from "../../domain/tenancy/change.ts";
import { startJob } from "../../platform/start-job.ts";
import { changeId } from "../../workflows/core/workflow-ids.ts";
import type { RequestContext } from "../context.ts";
import type { TenantWork } from "../with-permission.ts";

export interface ChangeWords {
	/** For lists: "Role of Priya Nair". */
	readonly title: string;
	/** What happens if it is made, for a person: "Priya Nair becomes Controller." */
	readonly sentence: string;
	readonly reason?: string | undefined;
}

export interface ProposedChange {
	readonly jobId: string;
	readonly decisionId: string;
}

type Ctx = TenantWork & RequestContext;

/** Makes the change in this transaction and writes it into the audit trail. */
export async function makeChange(ctx: Ctx, change: Change, words: ChangeWords): Promise<void> {
	const diff = await diffOf(ctx.em, ctx, change);
	await applyChange(ctx.em, ctx, change);
	await ctx.audit({ action: change.kind, resource: resourceOf(change), summary: words.sentence, ...diff, reason: words.reason });
}

/** Keeps the change for somebody else's decision: a row in their inbox, and a job that waits. */
export async function proposeChange(ctx: Ctx, change: Change, words: ChangeWords): Promise<ProposedChange> {
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
		subject: { ...change, reason: words.reason ?? "" },
		sha256: changeHash(change, diff),
		permission: changePermission[change.kind],
		preparedBy: userId,
		diff,
		dueAt,
	});
	await ctx.audit({
		action: "approvals.request",
		resource: { kind: "decision", id: decisionId },
		summary: `Asked for approval: ${words.sentence}`,
		...diff,
		reason: words.reason,
	});
	await ctx.emit({ topic: "approval.requested", key: decisionId, payload: { decisionId, jobId: job.jobId, kind: change.kind } });
	ctx.afterCommit(job.afterCommit);
	return { jobId: job.jobId, decisionId };
}
