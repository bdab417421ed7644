// Applies a company's retention policies: old rows go in batches, each in a transaction of its own, and the audit trail keeps the counts.
import { randomUUID } from "node:crypto";
import { insertRequested } from "../../db/jobs/job.store.ts";
import type { Orm } from "../../db/orm.ts";
import { policiesInForce } from "../../db/tenancy/access.store.ts";
import { deleteOld, retentionDue } from "../../db/tenancy/retention.store.ts";
import { allTenantIds } from "../../db/tenancy/tenant-key.store.ts";
import { withoutScope, withTenant } from "../../db/tenant-scope.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import { daysPerTable, retentionBounds, type RetentionTable } from "../../domain/tenancy/policies/retention.ts";
import type { Log } from "../../platform/log.ts";
import { retentionId } from "../../platform/retention-run.ts";
import { type Clock, defineActivity } from "../core/define-activity.ts";

const batch = 1_000;
const dayMs = 86_400_000;

export interface AppliedRetention {
	readonly deleted: Readonly<Partial<Record<RetentionTable, number>>>;
}

export const deleteOldRows = defineActivity("deleteOldRows", async (ctx, { tenantId, jobId }: JobInput): Promise<AppliedRetention> => {
	const policies = await ctx.withTenant((em) => policiesInForce(em, tenantId));
	const rules = daysPerTable(policies.flatMap((policy) => (policy.kind === "retention" ? [policy.content] : [])));
	const deleted: Partial<Record<RetentionTable, number>> = {};
	for (const [table, days] of rules) {
		const before = new Date(ctx.clock.now().getTime() - days * dayMs).toISOString();
		let gone = batch;
		while (gone === batch) {
			ctx.signal.throwIfAborted();
			gone = await ctx.withTenant((em) => deleteOld(em, { tenantId, table, before, limit: batch }));
			deleted[table] = (deleted[table] ?? 0) + gone;
			ctx.heartbeat({ deleted: deleted[table] });
		}
	}
	const words = Object.entries(deleted).map(([table, count]) => `${retentionBounds[table as RetentionTable].label}: ${count}`);
	await ctx.withTenant((em) =>
		ctx.audit(em, {
			action: "retention.apply",
			resource: { kind: "tenant", id: tenantId },
			jobId: jobId ?? null,
			summary: words.length === 0 ? "No retention policy holds; nothing was deleted" : `Deleted by retention policy. ${words.join(", ")}`,
			after: { deleted, days: Object.fromEntries(rules) },
		}),
	);
	return { deleted };
});

export interface RetentionRound {
	readonly orm: Orm;
	readonly log: Log;
	readonly clock: Clock;
}

/** Asks for the job of each company whose policies were not applied for a day. The starter starts it. */
export async function askForRetention({ orm, log, clock }: RetentionRound): Promise<{ readonly asked: number }> {
	const since = new Date(clock.now().getTime() - dayMs).toISOString();
	let asked = 0;
	for (const tenantId of await withoutScope(orm, allTenantIds)) {
		const due = await withTenant(orm, { tenantId }, async (em) => {
			if (!(await retentionDue(em, { tenantId, since }))) return false;
			const [id, correlationId] = [randomUUID(), `retention-${randomUUID()}`];
			await insertRequested(em, {
				tenantId,
				id,
				kind: "retention",
				title: "Apply retention policies",
				businessKey: "retention",
				workflowId: retentionId(tenantId),
				requestedBy: null,
				correlationId,
				input: { tenantId, jobId: id, correlationId },
			});
			return true;
		});
		if (due) asked += 1;
	}
	if (asked > 0) log.info({ asked }, "retention policies are applied");
	return { asked };
}
