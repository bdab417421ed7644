// Which person may work in which company, in which role.
import type { WayOfEnding } from "../../domain/tenancy/ended-access.ts";
import { type Role, roleNames } from "../../domain/tenancy/permissions.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export interface Membership {
	readonly tenantId: string;
	readonly name: string;
	readonly dataKind: "demo" | "sandbox" | "production";
	readonly role: Role | "custom";
	/** What people call the role. */
	readonly roleName: string;
}

/** The acting user's companies by name, those that let them in as support last (withUser). */
export async function membershipsOf(em: ScopedEm, userId: string): Promise<readonly Membership[]> {
	const rows = await em.execute<(Omit<Membership, "roleName"> & { customName: string | null })[]>(
		`select m.tenant_id::text as "tenantId", t.name, t.data_kind as "dataKind", m.role, r.name as "customName"
		from memberships m join tenants t on t.id = m.tenant_id left join roles r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
		where m.user_id = ?::uuid and m.status = 'active' and (m.expires_at is null or m.expires_at > now())
		order by m.kind = 'support', t.name collate "C", m.tenant_id`,
		[userId],
	);
	return rows.map(({ customName, ...row }) => ({ ...row, roleName: row.role === "custom" ? (customName ?? "") : roleNames[row.role] }));
}

/** The acting person as a company's audit trail names them; null when they are no member of it. */
export async function actingMember(
	em: ScopedEm,
	{ tenantId, userId }: { tenantId: string; userId: string },
): Promise<{ readonly name: string; readonly email: string } | null> {
	const rows = await em.execute<{ name: string; email: string }[]>(
		`select m.name, u.email from memberships m join users u on u.id = m.user_id where m.tenant_id = ?::uuid and m.user_id = ?::uuid`,
		[tenantId, userId],
	);
	return rows[0] ?? null;
}

/** How a company let go of somebody whom it lets in no longer; for somebody it never knew, as if it had removed them. */
export async function theWayItEnded(
	em: ScopedEm,
	{ tenantId, userId }: { tenantId: string; userId: string },
): Promise<{ readonly company: string; readonly how: WayOfEnding }> {
	const [row] = await em.execute<{ company: string; how: WayOfEnding }[]>(
		`select t.name as company, case when m.kind is distinct from 'support' then 'removed'
			when m.status = 'removed' then 'support_ended' else 'support_over' end as how
		from tenants t left join memberships m on m.tenant_id = t.id and m.user_id = ?::uuid where t.id = ?::uuid`,
		[userId, tenantId],
	);
	return row ?? { company: "the company", how: "removed" };
}

/** What a person is called in a company; null when they are no member of it. */
export async function memberName(em: ScopedEm, { tenantId, userId }: { tenantId: string; userId: string }): Promise<string | null> {
	const rows = await em.execute<{ name: string }[]>(`select name from memberships where tenant_id = ?::uuid and user_id = ?::uuid`, [
		tenantId,
		userId,
	]);
	return rows[0]?.name ?? null;
}
