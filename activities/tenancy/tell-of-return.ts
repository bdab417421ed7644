// Tells whoever comes back what was decided in their place. Mails are sealed and known by their own id; here it follows from the absence, so
// that a round which breaks off between mail and mark sends it once.
import { accessOf } from "../../db/tenancy/access.store.ts";
import { markTold, type OverAbsence, overAbsences } from "../../db/tenancy/delegation.store.ts";
import { insertMail } from "../../db/tenancy/mail.store.ts";
import { tenantById } from "../../db/tenancy/tenant.store.ts";
import { allTenantIds } from "../../db/tenancy/tenant-key.store.ts";
import { withoutScope, withTenant } from "../../db/tenant-scope.ts";
import { derivedId } from "../../domain/core/ids.ts";
import { sealFacts } from "../../platform/mail-secrets.ts";
import type { Keys } from "../../platform/keys.ts";
import type { RetentionRound } from "./apply-retention.ts";

export type ReturnRound = RetentionRound & { readonly keys: Keys };

/** @returns how many were told; a mail that is asked for is sent by the next round of mails */
export async function tellOfReturns(deps: ReturnRound): Promise<{ readonly returns: number }> {
	let returns = 0;
	for (const tenantId of await withoutScope(deps.orm, allTenantIds)) {
		const over = await withTenant(deps.orm, { tenantId }, (em) => overAbsences(em, { tenantId, limit: 100 }));
		for (const absence of over) {
			if (await tell(deps, tenantId, absence)) returns += 1;
			await withTenant(deps.orm, { tenantId }, (em) => markTold(em, { tenantId, id: absence.id }));
		}
	}
	return { returns };
}

/** Whoever ended it themselves and finds nothing decided learns nothing by a mail. */
async function tell({ orm, keys }: ReturnRound, tenantId: string, absence: OverAbsence): Promise<boolean> {
	const { id, giverId, deputyName, endedBy, decided } = absence;
	if (decided === 0 && endedBy === giverId) return false;
	const { giver, tenant } = await withTenant(orm, { tenantId }, async (em) => ({
		giver: await accessOf(em, { tenantId, userId: giverId }),
		tenant: await tenantById(em, tenantId),
	}));
	// Who has left the company meanwhile decides nothing there.
	if (giver === null) return false;
	const mailId = derivedId("mail of return", `${tenantId}/${id}`);
	const facts = { userId: giverId, name: giver.name, company: tenant?.name ?? "", deputy: deputyName, decided };
	await insertMail(orm, { id: mailId, kind: "back", sealed: sealFacts(keys, mailId, facts) });
	return true;
}
