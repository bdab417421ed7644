// What a member may do in a company: role, permissions, the entities that they are limited to, and the role they are trying on.
import { withinEntities } from "../../domain/tenancy/entity-scope.ts";
import {
	type Access,
	isPermission,
	isSystemRole,
	type Permission,
	permissionsOf,
	type Role,
	roleNames,
} from "../../domain/tenancy/permissions.ts";
import { type PolicyRule, type PolicyRules, bothRules, rulesFor } from "../../domain/tenancy/policies/policy.ts";
import { roleRef } from "../../domain/tenancy/policies/applies-to.ts";
import type { TenantStatus } from "../../domain/tenancy/read-only.ts";
import { supportMay } from "../../domain/tenancy/support.ts";
import { type ViewedRole, viewAs } from "../../domain/tenancy/view-as.ts";
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export interface MemberAccess extends Access {
	/** How colleagues see the member. */
	readonly name: string;
	/** null: a program, or somebody else than whose unit of work it is: nobody reads other people's addresses. */
	readonly email: string | null;
	readonly kind: "member" | "service" | "support";
	readonly company: { readonly status: TenantStatus; readonly plan: string };
	/** What the company's policies mean for the member. */
	readonly rules: PolicyRules;
	/** The role that this session is looking through; what it takes away is taken from `permissions` already. */
	readonly viewing: {
		readonly key: Role | "custom";
		readonly roleId: string | null;
		readonly name: string;
		readonly draft: boolean;
	} | null;
}

/** The channel on which processes hear that somebody's access has changed; the payload is the tenant's id. */
export const accessChannel = "tieout_access";

/**
 * To be called by whoever changes members, their entities, roles, or a company's status or plan: what processes remember of them goes,
 * and open pages read again who may do what.
 */
export async function accessChanged(em: ScopedEm, tenantId: string): Promise<void> {
	await em.execute("select pg_notify(?, ?)", [accessChannel, tenantId]);
	await notify(em, { topic: "access", key: tenantId });
}

interface Found {
	readonly userId: string;
	readonly name: string;
	readonly email: string | null;
	readonly kind: MemberAccess["kind"];
	readonly status: TenantStatus;
	readonly plan: string;
	readonly role: Role | "custom";
	readonly roleId: string | null;
	readonly roleName: string | null;
	readonly permissions: readonly string[] | null;
	/** Of an API key; null for people. */
	readonly scopes: readonly string[] | null;
	readonly entityIds: readonly string[] | null;
	readonly policies: readonly PolicyRule[] | null;
}

export interface Member {
	readonly tenantId: string;
	readonly userId: string;
	/** With it, the role that this session tries on counts too; the unit of work has to be the person's own. */
	readonly sessionId?: string | undefined;
}

/** null: no member of this company, removed, or let in for a time that is over. */
export async function accessOf(em: ScopedEm, { tenantId, userId, sessionId }: Member): Promise<MemberAccess | null> {
	const own = (await accessesOf(em, { tenantId, userIds: [userId] })).get(userId) ?? null;
	if (own === null || sessionId === undefined) return own;
	const view = await viewOf(em, { tenantId, userId, sessionId });
	if (view === null) return own;
	const rules = bothRules(own.rules, rulesFor(await policiesInForce(em, tenantId), view.roleId ?? view.key));
	return { ...viewAs(own, view.role), rules, viewing: { key: view.key, roleId: view.roleId, name: view.role.name, draft: view.draft } };
}

const rulesJson = "jsonb_agg(jsonb_build_object('kind', p.kind, 'content', p.content) order by p.id)";

/** The company's policies that hold now. */
export async function policiesInForce(em: ScopedEm, tenantId: string): Promise<readonly PolicyRule[]> {
	const [row] = await em.execute<{ policies: readonly PolicyRule[] | null }[]>(
		`select ${rulesJson} as policies from policies p where p.tenant_id = ?::uuid and p.active`,
		[tenantId],
	);
	return row?.policies ?? [];
}

/** The same for several people of one company; whoever is no member is left out. */
export async function accessesOf(
	em: ScopedEm,
	{ tenantId, userIds }: { tenantId: string; userIds: readonly string[] },
): Promise<ReadonlyMap<string, MemberAccess>> {
	const rows = await em.execute<Found[]>(
		`select m.user_id::text as "userId", m.name,
			(select u.email from users u where u.id = m.user_id and u.kind = 'person') as email, m.kind, t.status, t.plan, m.role, r.id::text as "roleId", r.name as "roleName", r.permissions,
			(select k.scopes from api_keys k where k.tenant_id = m.tenant_id and k.user_id = m.user_id) as scopes,
			(select jsonb_agg(e.entity_id) from membership_entities e where e.tenant_id = m.tenant_id and e.user_id = m.user_id) as "entityIds",
			(select ${rulesJson} from policies p where p.tenant_id = m.tenant_id and p.active) as policies
		from memberships m join tenants t on t.id = m.tenant_id
			left join roles r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
		where m.tenant_id = ?::uuid and m.user_id in (select value::uuid from jsonb_array_elements_text(?::jsonb))
			and m.status = 'active' and (m.expires_at is null or m.expires_at > now())`,
		[tenantId, JSON.stringify(userIds)],
	);
	return new Map(rows.map((row) => [row.userId, accessOfRow(row)]));
}

function accessOfRow(row: Found): MemberAccess {
	const { name, email, kind, status, plan, entityIds } = row;
	const { role, permissions } = roleOfRow(row);
	return {
		name,
		email,
		kind,
		company: { status, plan },
		role,
		permissions: withinEntities(permissions, entityIds),
		entityIds,
		rules: rulesFor(row.policies ?? [], roleRef({ role })),
		viewing: null,
	};
}

function roleOfRow({ kind, role, roleId, roleName, permissions, scopes }: Found): Pick<Access, "role" | "permissions"> {
	if (kind === "service")
		return {
			role: { key: "integration", id: null, name: roleNames.integration },
			permissions: new Set((scopes ?? []).filter(isPermission)),
		};
	if (role !== "custom") {
		const held = permissionsOf[role];
		return { role: { key: role, id: null, name: roleNames[role] }, permissions: kind === "support" ? supportMay(held) : held };
	}
	return { role: { key: role, id: roleId, name: roleName ?? "" }, permissions: new Set((permissions ?? []).filter(isPermission)) };
}

interface View {
	readonly key: Role | "custom";
	readonly roleId: string | null;
	readonly draft: boolean;
	readonly role: ViewedRole;
}

async function viewOf(em: ScopedEm, { tenantId, userId, sessionId }: Required<Member>): Promise<View | null> {
	const [row] = await em.execute<
		{
			key: Role | "custom";
			roleId: string | null;
			draft: boolean;
			name: string | null;
			published: readonly string[] | null;
			proposed: { readonly name?: string; readonly permissions?: readonly string[] } | null;
		}[]
	>(
		`select v.role as key, v.role_id::text as "roleId", v.draft, r.name, r.permissions as published, r.draft as proposed
		from session_views v left join roles r on r.tenant_id = v.tenant_id and r.id = v.role_id and r.deleted_at is null
		where v.session_id = ?::uuid and v.user_id = ?::uuid and v.tenant_id = ?::uuid`,
		[sessionId, userId, tenantId],
	);
	if (row === undefined) return null;
	const { key, roleId, draft } = row;
	if (isSystemRole(key))
		return { key, roleId: null, draft: false, role: { name: roleNames[key], permissions: permissionsOf[key], entityIds: null } };
	if (row.name === null) return null;
	const words = (draft ? row.proposed?.permissions : null) ?? row.published ?? [];
	const permissions: ReadonlySet<Permission> = new Set(words.filter(isPermission));
	return { key, roleId, draft, role: { name: (draft ? row.proposed?.name : null) ?? row.name, permissions, entityIds: null } };
}
