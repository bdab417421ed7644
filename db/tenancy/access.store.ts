// What a member may do in a company, read in one question: role, permissions, and the entities that they are limited to.
import { type Access, isPermission, permissionsOf, type Role, roleNames } from "../../domain/tenancy/permissions.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export interface MemberAccess extends Access {
	/** How colleagues see the member. */
	readonly name: string;
	readonly kind: "member" | "service" | "support";
}

interface Found {
	readonly userId: string;
	readonly name: string;
	readonly kind: MemberAccess["kind"];
	readonly role: Role | "custom";
	readonly roleId: string | null;
	readonly roleName: string | null;
	readonly permissions: readonly string[] | null;
	/** Of an API key; null for people. */
	readonly scopes: readonly string[] | null;
	readonly entityIds: readonly string[] | null;
}

/** null: no member of this company, removed, or let in for a time that is over. */
export async function accessOf(em: ScopedEm, { tenantId, userId }: { tenantId: string; userId: string }): Promise<MemberAccess | null> {
	return (await accessesOf(em, { tenantId, userIds: [userId] })).get(userId) ?? null;
}

/** The same for several people of one company; whoever is no member is left out. */
export async function accessesOf(
	em: ScopedEm,
	{ tenantId, userIds }: { tenantId: string; userIds: readonly string[] },
): Promise<ReadonlyMap<string, MemberAccess>> {
	const rows = await em.execute<Found[]>(
		`select m.user_id::text as "userId", m.name, m.kind, m.role, r.id::text as "roleId", r.name as "roleName", r.permissions,
			(select k.scopes from api_keys k where k.tenant_id = m.tenant_id and k.user_id = m.user_id) as scopes,
			(select jsonb_agg(e.entity_id) from membership_entities e where e.tenant_id = m.tenant_id and e.user_id = m.user_id) as "entityIds"
		from memberships m left join roles r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
		where m.tenant_id = ?::uuid and m.user_id in (select value::uuid from jsonb_array_elements_text(?::jsonb))
			and m.status = 'active' and (m.expires_at is null or m.expires_at > now())`,
		[tenantId, JSON.stringify(userIds)],
	);
	return new Map(rows.map((row) => [row.userId, accessOfRow(row)]));
}

function accessOfRow({ name, kind, role, roleId, roleName, permissions, scopes, entityIds }: Found): MemberAccess {
	if (kind === "service") {
		const granted = new Set((scopes ?? []).filter(isPermission));
		return { name, kind, role: { key: "integration", id: null, name: roleNames.integration }, permissions: granted, entityIds };
	}
	if (role !== "custom")
		return { name, kind, role: { key: role, id: null, name: roleNames[role] }, permissions: permissionsOf[role], entityIds };
	return {
		name,
		kind,
		role: { key: role, id: roleId, name: roleName ?? "" },
		permissions: new Set((permissions ?? []).filter(isPermission)),
		entityIds,
	};
}
