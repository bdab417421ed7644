// Chains what was committed and signs what was chained: one round over all tenants. A tenant that can't be sealed doesn't stop the
// others; it comes again in the next round.
import { addCheckpoint, nextCheckpoint } from "../../db/tenancy/audit-checkpoint.store.ts";
import { sealBatch, unsealedTenants, unsignedTenants } from "../../db/tenancy/audit-seal.store.ts";
import type { Orm } from "../../db/orm.ts";
import { withoutScope, withTenant } from "../../db/tenant-scope.ts";
import { checkpointText, signedText } from "../../domain/tenancy/audit/checkpoint.ts";
import { auditSigner } from "../../platform/audit-signer.ts";
import type { Keys } from "../../platform/keys.ts";
import type { Log } from "../../platform/log.ts";
import type { ObjectStorage } from "../../platform/object-storage.ts";
import { auditSealer } from "../../temporal.config.ts";

export interface AuditKeeper {
	readonly orm: Orm;
	readonly storage: ObjectStorage;
	readonly keys: Keys;
	readonly log: Log;
	readonly clock: { readonly now: () => Date };
}

export interface SealedRound {
	readonly sealed: number;
	readonly signed: number;
	readonly failed: number;
}

/** @param signAfterMs how old a checkpoint must be before the next one is signed; tests sign at once */
export async function sealAudit(
	deps: AuditKeeper,
	{ signAfterMs = auditSealer.signAfterMs }: { readonly signAfterMs?: number } = {},
): Promise<SealedRound> {
	let failed = 0;
	const each = async (tenants: readonly string[], work: (tenantId: string) => Promise<number>): Promise<number> => {
		let done = 0;
		for (const tenantId of tenants) {
			try {
				done += await work(tenantId);
			} catch (error) {
				failed += 1;
				deps.log.warn({ err: error, tenantId }, "this tenant's audit trail comes again in the next round");
			}
		}
		return done;
	};
	const sealed = await each(await withoutScope(deps.orm, unsealedTenants), (tenantId) => sealTenant(deps, tenantId));
	const before = new Date(deps.clock.now().getTime() - signAfterMs).toISOString();
	const unsigned = await withoutScope(deps.orm, (em) => unsignedTenants(em, before));
	const signed = await each(unsigned, async (tenantId) => Number(await signTenant(deps, tenantId)));
	return { sealed, signed, failed };
}

/** Gives everything that waits its number, a batch in a transaction. */
export async function sealTenant({ orm, log }: AuditKeeper, tenantId: string): Promise<number> {
	let sealed = 0;
	for (let batches = 0; batches < auditSealer.batchesPerRound; batches++) {
		const batch = await withTenant(orm, { tenantId }, (em) => sealBatch(em, tenantId, auditSealer.batch));
		sealed += batch.sealed;
		for (const eventId of batch.missing)
			log.error({ tenantId, eventId }, "an audit event was removed before it was sealed: only the database's owner can do that");
		if (batch.sealed + batch.missing.length < auditSealer.batch) break;
	}
	return sealed;
}

/** Signs the chain as it stands; false: it was signed already. The copy outside is there before the row. */
export async function signTenant({ orm, storage, keys }: AuditKeeper, tenantId: string): Promise<boolean> {
	const next = await withTenant(orm, { tenantId }, (em) => nextCheckpoint(em, tenantId));
	if (next === null) return false;
	const { keyId, publicKey, sign } = auditSigner(keys, tenantId);
	const body = { tenantId, ...next, keyId, publicKey };
	const checkpoint = { ...body, signature: sign(signedText(body)) };
	const stored = await storage.put(tenantId, new TextEncoder().encode(checkpointText(checkpoint)));
	return withTenant(orm, { tenantId }, (em) => addCheckpoint(em, checkpoint, stored.key));
}
