// The members of a company: people, API keys' own members, and support that was let in. Removed ones stay, because what they did names them.
import { erasedName } from "../../domain/tenancy/lifecycle/erasure.ts";
import type { MemberFacts } from "../../domain/tenancy/members.ts";
import { isPermission, type Permission, permissionsOf, type Role, roleNames } from "../../domain/tenancy/permissions.ts";
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { sortOrder } from "../types/sort-order.ts";
import { accessChanged } from "./access.store.ts";

export interface MemberRow {
	readonly userId: string;
	readonly name: string;
	/** null: a key's member, or not known yet. */
	readonly email: string | null;
	/** Their personal data was erased: nobody comes back. */
	readonly erased: boolean;
	readonly kind: "member" | "service" | "support";
	/** `expired`: support whose time is over. */
	readonly status: "active" | "removed" | "expired";
	readonly role: { readonly key: Role | "custom"; readonly id: string | null; readonly name: string };
	/** Of the role, whatever the entities. */
	readonly permissions: readonly Permission[];
	/** null: the whole company. */
	readonly entities: readonly { readonly id: string; readonly name: string }[] | null;
	readonly since: string;
	readonly expiresAt: string | null;
	readonly removedAt: string | null;
}

interface Found extends Omit<MemberRow, "role" | "permissions"> {
	readonly key: Role | "custom";
	readonly roleId: string | null;
	readonly roleName: string | null;
	readonly words: readonly string[] | null;
	readonly at: readonly string[];
}

const order = sortOrder([{ sql: `m.name collate "C"`, type: "text", direction: "asc" }], { sql: "m.user_id", type: "uuid" });

const status = `case when m.status = 'removed' then 'removed' when m.expires_at <= now() then 'expired' else 'active' end`;

// A constant of ours, quoted as SQL.
const erasedSql = `'${erasedName}'`;

const columns = `m.user_id::text as "userId", m.name, m.email, m.status = 'removed' and m.name = ${erasedSql} as erased, m.kind, ${status} as status, m.role as key, r.id::text as "roleId", r.name as "roleName",
	r.permissions as words, ${instantText("m.created_at")} as since, ${instantText("m.expires_at")} as "expiresAt",
	${instantText("m.removed_at")} as "removedAt", (select jsonb_agg(jsonb_build_object('id', n.id, 'name', n.name) order by n.name collate "C")
		from membership_entities e join entities n on n.tenant_id = e.tenant_id and n.id = e.entity_id
		where e.tenant_id = m.tenant_id and e.user_id = m.user_id) as entities, ${order.at} as at`;
const from = `memberships m left join roles r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id`;

export interface MemberList {
	readonly tenantId: string;
	/** `gone`: removed, or let in for a time that is over. */
	readonly status: "active" | "gone" | "all";
	readonly kind: MemberRow["kind"] | "all";
	/** Any of these: a system role's key, or the id of the company's own; empty: all. */
	readonly roles: readonly string[];
	/** Part of a name; '' for all. */
	readonly search: string;
	/** Search in e-mail addresses too. */
	readonly inEmails: boolean;
	readonly after: string | null;
	readonly limit: number;
}

export interface MemberPage {
	readonly rows: readonly MemberRow[];
	readonly next: string | null;
	readonly total: number;
}

/** By name. @throws TieoutError INPUT for a strange cursor */
export async function membersOf(
	em: ScopedEm,
	{ tenantId, status: wanted, kind, roles, search, inEmails, after, limit }: MemberList,
): Promise<MemberPage> {
	const conditions = ["m.tenant_id = ?::uuid"];
	const values: unknown[] = [tenantId];
	if (wanted !== "all") conditions.push(`${status} ${wanted === "active" ? "=" : "<>"} 'active'`);
	if (kind !== "all") {
		conditions.push("m.kind = ?");
		values.push(kind);
	}
	if (roles.length > 0) {
		conditions.push(
			"case when m.role = 'custom' then m.custom_role_id::text else m.role end in (select jsonb_array_elements_text(?::jsonb))",
		);
		values.push(JSON.stringify(roles));
	}
	if (search !== "") {
		conditions.push("(position(lower(?) in lower(m.name)) > 0 or (? and position(lower(?) in m.email) > 0))");
		values.push(search, inEmails, search);
	}
	const behind = after === null ? null : order.after(after);
	const page = [...conditions, ...(behind === null ? [] : [behind.sql])].join(" and ");
	const rows = await em.execute<Found[]>(`select ${columns} from ${from} where ${page} order by ${order.sql} limit ?`, [
		...values,
		...(behind?.values ?? []),
		limit + 1,
	]);
	const [total] = await em.execute<{ total: number }[]>(
		`select count(*)::int as total from ${from} where ${conditions.join(" and ")}`,
		values,
	);
	const shown = rows.slice(0, limit);
	const last = shown.at(-1);
	return {
		rows: shown.map(memberOf),
		next: rows.length > limit && last !== undefined ? order.cursorOf(last.at) : null,
		total: total?.total ?? 0,
	};
}

/** null: nobody of this company. */
export async function memberById(
	em: ScopedEm,
	{ tenantId, userId }: { readonly tenantId: string; readonly userId: string },
): Promise<MemberRow | null> {
	const rows = await em.execute<Found[]>(`select ${columns} from ${from} where m.tenant_id = ?::uuid and m.user_id = ?::uuid`, [
		tenantId,
		userId,
	]);
	return rows[0] === undefined ? null : memberOf(rows[0]);
}

function memberOf({ key, roleId, roleName, words, at: _at, ...row }: Found): MemberRow {
	if (key === "custom") return { ...row, role: { key, id: roleId, name: roleName ?? "" }, permissions: (words ?? []).filter(isPermission) };
	return { ...row, role: { key, id: null, name: roleNames[key] }, permissions: [...permissionsOf[key]] };
}

/** What the rules (domain/tenancy/members.ts) need to know. */
export const factsOf = (member: MemberRow): MemberFacts => ({
	userId: member.userId,
	name: member.name,
	kind: member.kind,
	status: member.erased ? "erased" : member.status === "active" ? "active" : "removed",
	role: member.role.key,
	permissions: new Set(member.permissions),
	entityIds: member.entities?.map(({ id }) => id) ?? null,
});

/** Active owners. Holds their rows until the transaction ends, so that two can't step down at once; in one order, so that they can't wait for each other. */
export async function lockOwners(em: ScopedEm, tenantId: string): Promise<number> {
	const rows = await em.execute<unknown[]>(
		`select 1 from memberships where tenant_id = ?::uuid and role = 'owner' and kind = 'member' and status = 'active'
		order by user_id for no key update`,
		[tenantId],
	);
	return rows.length;
}

export async function countOwners(em: ScopedEm, tenantId: string): Promise<number> {
	const [row] = await em.execute<{ owners: number }[]>(
		`select count(*)::int as owners from memberships where tenant_id = ?::uuid and role = 'owner' and kind = 'member' and status = 'active'`,
		[tenantId],
	);
	return row?.owners ?? 0;
}

interface OfMember {
	readonly tenantId: string;
	readonly userId: string;
}

export async function removeMember(em: ScopedEm, { tenantId, userId }: OfMember): Promise<void> {
	await em.execute(
		`update memberships set status = 'removed', removed_at = now() where tenant_id = ?::uuid and user_id = ?::uuid and status = 'active'`,
		[tenantId, userId],
	);
	await accessChanged(em, tenantId);
}

/** With the role and the entities that they had. */
export async function restoreMember(em: ScopedEm, { tenantId, userId }: OfMember): Promise<void> {
	await em.execute(
		`update memberships set status = 'active', removed_at = null where tenant_id = ?::uuid and user_id = ?::uuid and status = 'removed'`,
		[tenantId, userId],
	);
	await accessChanged(em, tenantId);
}
