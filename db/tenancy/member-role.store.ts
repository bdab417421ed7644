// The role of a member and the entities that they are limited to.
import type { Role } from "../../domain/tenancy/permissions.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { accessChanged } from "./access.store.ts";

interface OfMember {
	readonly tenantId: string;
	readonly userId: string;
}

export interface MemberRole {
	readonly role: Role | "custom";
	/** The company's own role, with "custom". */
	readonly roleId: string | null;
	/** null: every entity. */
	readonly entityIds: readonly string[] | null;
}

/** null: no active member. */
export async function memberRole(em: ScopedEm, { tenantId, userId }: OfMember): Promise<MemberRole | null> {
	const rows = await em.execute<MemberRole[]>(
		`select m.role, m.custom_role_id::text as "roleId",
			(select jsonb_agg(e.entity_id order by e.entity_id) from membership_entities e where e.tenant_id = m.tenant_id and e.user_id = m.user_id) as "entityIds"
		from memberships m where m.tenant_id = ?::uuid and m.user_id = ?::uuid and m.status = 'active'`,
		[tenantId, userId],
	);
	return rows[0] ?? null;
}

export async function setMemberRole(em: ScopedEm, { tenantId, userId, role, roleId, entityIds }: OfMember & MemberRole): Promise<void> {
	await em.execute("update memberships set role = ?, custom_role_id = ?::uuid where tenant_id = ?::uuid and user_id = ?::uuid", [
		role,
		roleId,
		tenantId,
		userId,
	]);
	await em.execute("delete from membership_entities where tenant_id = ?::uuid and user_id = ?::uuid", [tenantId, userId]);
	await em.execute(
		`insert into membership_entities (tenant_id, user_id, entity_id)
		select ?::uuid, ?::uuid, value::uuid from jsonb_array_elements_text(?::jsonb)`,
		[tenantId, userId, JSON.stringify(entityIds ?? [])],
	);
	await accessChanged(em, tenantId);
}
