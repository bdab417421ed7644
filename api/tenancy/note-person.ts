// Writes what somebody did with their own account into the trails of companies: no permission of a company stands behind it, so the
// way in (trpc.ts) can't do it for them.
import { recordAudit } from "../../db/tenancy/audit.store.ts";
import { actingMember, membershipsOf } from "../../db/tenancy/membership.store.ts";
import { withTenant, withUser } from "../../db/tenant-scope.ts";
import type { RequestContext } from "../context.ts";
import { originOf } from "../with-permission.ts";

interface PersonsAct {
	readonly userId: string;
	/** "all": every company that the person is in. */
	readonly tenants: readonly string[] | "all";
	readonly action: string;
	readonly resource: { readonly kind: string; readonly id: string };
	readonly summary: string;
}

export async function notePerson(ctx: RequestContext, act: PersonsAct): Promise<void> {
	const {
		deps: { orm },
		correlationId,
	} = ctx;
	const { userId, tenants, ...entry } = act;
	const all =
		tenants === "all" ? (await withUser(orm, userId, (em) => membershipsOf(em, userId))).map(({ tenantId }) => tenantId) : tenants;
	for (const tenantId of all) {
		await withTenant(orm, { tenantId, userId, entityIds: null }, async (em) => {
			const { name, email } = (await actingMember(em, { tenantId, userId })) ?? { name: "", email: null };
			const actor = { kind: "person", id: userId, name, onBehalfOf: null } as const;
			await recordAudit(em, { ...entry, tenantId, correlationId, actor, origin: originOf(ctx, email) });
		});
	}
}
