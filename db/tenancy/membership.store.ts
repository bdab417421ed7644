// Which person may work in which company, in which role.
import type { Role } from "../../domain/tenancy/permissions.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export interface Membership {
	readonly tenantId: string;
	readonly name: string;
	readonly dataKind: "demo" | "sandbox" | "production";
	readonly role: Role;
}

/** The acting user's companies by name (withUser). */
export async function membershipsOf(em: ScopedEm, userId: string): Promise<readonly Membership[]> {
	return em.execute<Membership[]>(
		`select m.tenant_id::text as "tenantId", t.name, t.data_kind as "dataKind", m.role
		from memberships m join tenants t on t.id = m.tenant_id
		where m.user_id = ?::uuid order by t.name collate "C", m.tenant_id`,
		[userId],
	);
}

/** The role of a person in a company, or null when they have none there. */
export async function roleOf(em: ScopedEm, { tenantId, userId }: { tenantId: string; userId: string }): Promise<Role | null> {
	const rows = await em.execute<{ role: Role }[]>(`select role from memberships where tenant_id = ?::uuid and user_id = ?::uuid`, [
		tenantId,
		userId,
	]);
	return rows[0]?.role ?? null;
}

/** The same for several people of one company; whoever is no member is left out. */
export async function rolesOf(
	em: ScopedEm,
	{ tenantId, userIds }: { tenantId: string; userIds: readonly string[] },
): Promise<ReadonlyMap<string, Role>> {
	const rows = await em.execute<{ userId: string; role: Role }[]>(
		`select user_id::text as "userId", role from memberships
		where tenant_id = ?::uuid and user_id in (select value::uuid from jsonb_array_elements_text(?::jsonb))`,
		[tenantId, JSON.stringify(userIds)],
	);
	return new Map(rows.map((row) => [row.userId, row.role]));
}

/** What a person is called in a company; null when they are no member of it. */
export async function memberName(em: ScopedEm, { tenantId, userId }: { tenantId: string; userId: string }): Promise<string | null> {
	const rows = await em.execute<{ name: string }[]>(`select name from memberships where tenant_id = ?::uuid and user_id = ?::uuid`, [
		tenantId,
		userId,
	]);
	return rows[0]?.name ?? null;
}
