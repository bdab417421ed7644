// Requests of support to be let into a company, and the membership that a grant makes for a time.
import { TieoutError } from "../../domain/core/errors.ts";
import type { SupportRole, SupportStatus } from "../../domain/tenancy/support.ts";
import { instantText } from "../sync/instant-text.ts";
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { accessChanged } from "./access.store.ts";

export interface SupportRow {
	readonly id: string;
	readonly adminId: string;
	readonly adminName: string;
	readonly role: SupportRole;
	readonly reason: string;
	readonly hours: number;
	/** A grant whose time is over reads `ended`. */
	readonly status: SupportStatus;
	readonly requestedAt: string;
	readonly decidedByName: string | null;
	readonly decidedAt: string | null;
	readonly expiresAt: string | null;
	readonly endedAt: string | null;
}

const columns = `s.id::text as "id", s.admin_id::text as "adminId", s.admin_name as "adminName", s.role, s.reason, s.hours,
	case when s.status = 'granted' and s.expires_at <= now() then 'ended' else s.status end as status,
	${instantText("s.requested_at")} as "requestedAt", m.name as "decidedByName", ${instantText("s.decided_at")} as "decidedAt",
	${instantText("s.expires_at")} as "expiresAt", ${instantText("s.ended_at")} as "endedAt"`;
const from = "support_access s left join memberships m on m.tenant_id = s.tenant_id and m.user_id = s.decided_by";

/** Newest first, at most 100. */
export async function supportOf(em: ScopedEm, tenantId: string): Promise<SupportRow[]> {
	return em.execute<SupportRow[]>(
		`select ${columns} from ${from} where s.tenant_id = ?::uuid order by s.requested_at desc, s.id desc limit 100`,
		[tenantId],
	);
}

interface OfRequest {
	readonly tenantId: string;
	readonly id: string;
}

/** Held until the transaction ends. */
export async function lockSupport(em: ScopedEm, { tenantId, id }: OfRequest): Promise<SupportRow | null> {
	const rows = await em.execute<SupportRow[]>(
		`select ${columns} from ${from} where s.tenant_id = ?::uuid and s.id = ?::uuid for update of s`,
		[tenantId, id],
	);
	return rows[0] ?? null;
}

export interface NewSupport extends OfRequest {
	readonly adminId: string;
	readonly adminName: string;
	readonly role: SupportRole;
	readonly reason: string;
	readonly hours: number;
}

export async function insertSupport(em: ScopedEm, request: NewSupport): Promise<void> {
	await em.execute(
		`insert into support_access (tenant_id, id, admin_id, admin_name, role, reason, hours, status)
		values (?::uuid, ?::uuid, ?::uuid, ?, ?, ?, ?, 'requested')`,
		[request.tenantId, request.id, request.adminId, request.adminName, request.role, request.reason, request.hours],
	);
	await notify(em, { topic: "access", key: request.id });
}

export async function closeSupport(
	em: ScopedEm,
	{ tenantId, id, status, decidedBy }: OfRequest & { readonly status: "refused" | "withdrawn"; readonly decidedBy: string | null },
): Promise<void> {
	await em.execute(
		"update support_access set status = ?, decided_by = ?::uuid, decided_at = now() where tenant_id = ?::uuid and id = ?::uuid and status = 'requested'",
		[status, decidedBy, tenantId, id],
	);
	await notify(em, { topic: "access", key: id });
}

/** Makes or renews the support's membership; it ends with the grant. @returns when that is, ISO 8601 */
export async function grantSupport(em: ScopedEm, { tenantId, id, decidedBy }: OfRequest & { readonly decidedBy: string }): Promise<string> {
	const [row] = await em.execute<{ adminId: string; adminName: string; role: SupportRole; expiresAt: string }[]>(
		`update support_access set status = 'granted', decided_by = ?::uuid, decided_at = now(), expires_at = now() + make_interval(hours => hours)
		where tenant_id = ?::uuid and id = ?::uuid and status = 'requested'
		returning admin_id::text as "adminId", admin_name as "adminName", role, ${instantText("expires_at")} as "expiresAt"`,
		[decidedBy, tenantId, id],
	);
	if (row === undefined) throw new Error("the request was locked and is gone");
	const letIn = await em.execute<unknown[]>(
		`insert into memberships (tenant_id, user_id, role, name, kind, status, expires_at)
		values (?::uuid, ?::uuid, ?, ?, 'support', 'active', ?::timestamptz)
		on conflict (tenant_id, user_id) do update set role = excluded.role, custom_role_id = null, name = excluded.name, kind = 'support',
			status = 'active', expires_at = excluded.expires_at, removed_at = null
		where memberships.kind = 'support' or memberships.status = 'removed' returning 1`,
		[tenantId, row.adminId, row.role, row.adminName, row.expiresAt],
	);
	if (letIn.length === 0) throw new TieoutError("CONFLICT", "They are a member of this company by now, so there is nothing to grant.");
	await accessChanged(em, tenantId);
	return row.expiresAt;
}

export async function endSupport(em: ScopedEm, { tenantId, id, adminId }: OfRequest & { readonly adminId: string }): Promise<void> {
	await em.execute("update support_access set status = 'ended', ended_at = now() where tenant_id = ?::uuid and id = ?::uuid", [
		tenantId,
		id,
	]);
	await em.execute(
		`update memberships set status = 'removed', removed_at = now(), expires_at = now()
		where tenant_id = ?::uuid and user_id = ?::uuid and kind = 'support'`,
		[tenantId, adminId],
	);
	await accessChanged(em, tenantId);
}

/** Whether the person is a member in their own right, so that support has nothing to ask for. */
export async function isOwnMember(
	em: ScopedEm,
	{ tenantId, userId }: { readonly tenantId: string; readonly userId: string },
): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		"select 1 from memberships where tenant_id = ?::uuid and user_id = ?::uuid and kind = 'member' and status = 'active'",
		[tenantId, userId],
	);
	return rows.length > 0;
}
