// People who run the platform, and the companies on it.
import type { TenantStatus } from "../../domain/tenancy/read-only.ts";
import type { SupportStatus } from "../../domain/tenancy/support.ts";
import type { Orm } from "../orm.ts";
import { instantText } from "../sync/instant-text.ts";
import { type ScopedEm, withoutScope, withTenant } from "../tenant-scope.ts";

/** The acting user's own row (withUser). */
export async function isPlatformAdmin(em: ScopedEm, userId: string): Promise<boolean> {
	const rows = await em.execute<unknown[]>("select 1 from platform_admins where user_id = ?::uuid", [userId]);
	return rows.length > 0;
}

export interface CompanyList {
	/** The asking administrator. */
	readonly adminId: string;
	/** Beginning of a name or a slug; '' for all. */
	readonly search: string;
	readonly status: "active" | "suspended" | "closing" | "erased" | "";
	/** The last id of the page before; null for the first. */
	readonly after: string | null;
	readonly limit: number;
}

/** Ids of companies by id; one more than `limit` says that there are more. Nobody but a platform administrator gets any. Crosses tenants. */
export async function companyIds(orm: Orm, { adminId, search, status, after, limit }: CompanyList): Promise<readonly string[]> {
	const rows = await withoutScope(orm, (em) =>
		em.execute<{ id: string }[]>(`select tenant_id::text as id from platform_companies(?::uuid, ?, ?, ?::uuid, ?::int)`, [
			adminId,
			search,
			status,
			after,
			limit + 1,
		]),
	);
	return rows.map(({ id }) => id);
}

export interface CompanyRow {
	readonly id: string;
	readonly name: string;
	readonly slug: string;
	readonly dataKind: "demo" | "sandbox" | "production";
	readonly status: TenantStatus;
	readonly plan: string;
	readonly askedPlan: string | null;
	readonly members: number;
	readonly createdAt: string;
	/** The administrator's own request that is open or granted. */
	readonly support: { readonly id: string; readonly status: SupportStatus; readonly expiresAt: string | null } | null;
}

/** What the platform may know of a company without being let in: how it is set up, and how many people work in it. */
export async function companyRow(
	orm: Orm,
	{ tenantId, adminId }: { readonly tenantId: string; readonly adminId: string },
): Promise<CompanyRow | null> {
	return withTenant(orm, { tenantId }, async (em) => {
		const rows = await em.execute<CompanyRow[]>(
			`select t.id::text as "id", t.name, t.slug, t.data_kind as "dataKind", t.status, t.plan, t.settings -> 'askedPlan' ->> 'plan' as "askedPlan",
				${instantText("t.created_at")} as "createdAt",
				(select count(*)::int from memberships m where m.tenant_id = t.id and m.kind = 'member' and m.status = 'active') as members,
				(select jsonb_build_object('id', s.id, 'status', s.status, 'expiresAt', ${instantText("s.expires_at")}) from support_access s
					where s.tenant_id = t.id and s.admin_id = ?::uuid and (s.status = 'requested' or s.status = 'granted' and s.expires_at > now())
					order by s.requested_at desc limit 1) as support
			from tenants t where t.id = ?::uuid`,
			[adminId, tenantId],
		);
		return rows[0] ?? null;
	});
}
