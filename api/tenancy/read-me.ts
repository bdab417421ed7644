// Who is signed in and what they may do in a company, as the shell of every page needs it.
import { accessOf } from "../../db/tenancy/access.store.ts";
import { membershipsOf } from "../../db/tenancy/membership.store.ts";
import { isPlatformAdmin } from "../../db/tenancy/platform.store.ts";
import { userById } from "../../db/tenancy/user.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import type { Me } from "./me.schema.ts";

/** null: the person is gone, or no member of this company (withUser). With a session, the role that it tries on counts. */
export async function readMe(
	em: ScopedEm,
	{ userId, tenantId, sessionId }: { readonly userId: string; readonly tenantId: string; readonly sessionId?: string },
): Promise<Me | null> {
	const user = await userById(em, userId);
	const memberships = await membershipsOf(em, userId);
	const tenant = memberships.find((membership) => membership.tenantId === tenantId);
	const access = await accessOf(em, { tenantId, userId, sessionId });
	if (user === null || tenant === undefined || access === null) return null;
	const { id, name, email } = user;
	const { company, viewing, entityIds, rules } = access;
	return {
		user: { id, name, email },
		tenant,
		memberships: [...memberships],
		permissions: [...access.permissions],
		...company,
		viewing: viewing === null ? null : { name: viewing.name, draft: viewing.draft, role: viewing.roleId ?? viewing.key },
		entityIds: entityIds === null ? null : [...entityIds],
		masked: [...rules.masks].sort(),
		platformAdmin: await isPlatformAdmin(em, userId),
	};
}
