// Companies from before companies were born with a key of their own still seal with key 1, which follows from the master key and can't be
// destroyed. Each is given a random one by the rotation that a person could start too, as a job that everybody sees.
import { randomUUID } from "node:crypto";
import { insertRequested } from "../../db/jobs/job.store.ts";
import { recordAudit } from "../../db/tenancy/audit.store.ts";
import { allTenantIds, ownKeyDue } from "../../db/tenancy/tenant-key.store.ts";
import { withoutScope, withTenant } from "../../db/tenant-scope.ts";
import { systemActor } from "../../domain/tenancy/actor.ts";
import { rotateKeysId } from "../../platform/rotation-run.ts";
import type { RetentionRound } from "./apply-retention.ts";

/** A rotation that could not finish is asked for again after this time. */
const againAfterMs = 86_400_000;
/** Of a large installation the others come with the next rounds: people's work goes first. */
const atOnce = 100;

/** Asks for a rotation of each company that seals with key 1. The starter starts it. @returns how many were asked for */
export async function giveOwnKeys({ orm, log, clock }: RetentionRound): Promise<{ readonly rotations: number }> {
	const since = new Date(clock.now().getTime() - againAfterMs).toISOString();
	let rotations = 0;
	for (const tenantId of await withoutScope(orm, allTenantIds)) {
		const due = await withTenant(orm, { tenantId }, async (em) => {
			if (!(await ownKeyDue(em, { tenantId, since }))) return false;
			const [id, correlationId] = [randomUUID(), `own-key-${randomUUID()}`];
			await insertRequested(em, {
				tenantId,
				id,
				kind: "rotate_keys",
				title: "Give the company a key of its own",
				businessKey: "data key",
				workflowId: rotateKeysId(tenantId),
				requestedBy: null,
				correlationId,
				input: { tenantId, jobId: id, correlationId },
			});
			await recordAudit(em, {
				tenantId,
				actor: systemActor("Upgrade"),
				origin: null,
				correlationId,
				action: "keys.rotate",
				resource: { kind: "tenant", id: tenantId },
				jobId: id,
				summary: "The company is given a random data key: the one before follows from the master key and can't be destroyed",
			});
			return true;
		});
		if (due) rotations += 1;
		if (rotations === atOnce) break;
	}
	if (rotations > 0) log.info({ rotations }, "companies are given keys of their own");
	return { rotations };
}
