// Invitations of a company.
import type { InvitationDates } from "../../domain/tenancy/invitation.ts";
import { type Role, roleNames } from "../../domain/tenancy/permissions.ts";
import { instantText } from "../sync/instant-text.ts";
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export interface InvitationRow extends InvitationDates {
	readonly id: string;
	readonly email: string;
	readonly role: Role | "custom";
	readonly customRoleId: string | null;
	/** What people call the role. */
	readonly roleName: string;
	readonly entityIds: readonly string[] | null;
	readonly invitedBy: string;
	readonly inviterName: string;
	readonly createdAt: string;
}

const select = `select i.id::text as id, i.email, i.role, i.custom_role_id::text as "customRoleId", r.name as "customName", i.entity_ids as "entityIds",
	i.invited_by::text as "invitedBy", m.name as "inviterName", ${instantText("i.created_at")} as "createdAt", ${instantText("i.expires_at")} as "expiresAt",
	${instantText("i.accepted_at")} as "acceptedAt", ${instantText("i.revoked_at")} as "revokedAt"
	from invitations i join memberships m on m.tenant_id = i.tenant_id and m.user_id = i.invited_by
	left join roles r on r.tenant_id = i.tenant_id and r.id = i.custom_role_id`;

type Found = Omit<InvitationRow, "roleName"> & { readonly customName: string | null };

const named = ({ customName, ...row }: Found): InvitationRow => ({
	...row,
	roleName: row.role === "custom" ? (customName ?? "") : roleNames[row.role],
});

/** Newest first. */
export async function invitations(em: ScopedEm, tenantId: string): Promise<InvitationRow[]> {
	const rows = await em.execute<Found[]>(`${select} where i.tenant_id = ?::uuid order by i.created_at desc, i.id limit 500`, [tenantId]);
	return rows.map(named);
}

export async function invitationById(em: ScopedEm, tenantId: string, id: string): Promise<InvitationRow | null> {
	const [row] = await em.execute<Found[]>(`${select} where i.tenant_id = ?::uuid and i.id = ?::uuid`, [tenantId, id]);
	return row === undefined ? null : named(row);
}

export interface NewInvitation extends Pick<InvitationRow, "id" | "email" | "role" | "customRoleId" | "entityIds" | "invitedBy"> {
	readonly tenantId: string;
	readonly expiresAt: Date;
}

/** In the place of what is open for the same address. */
export async function insertInvitation(em: ScopedEm, invitation: NewInvitation): Promise<void> {
	const { tenantId, id, email, role, customRoleId, entityIds, invitedBy, expiresAt } = invitation;
	await em.execute(
		"update invitations set revoked_at = now() where tenant_id = ?::uuid and email = ? and accepted_at is null and revoked_at is null",
		[tenantId, email],
	);
	await em.execute(
		`insert into invitations (tenant_id, id, email, role, custom_role_id, entity_ids, invited_by, expires_at)
		values (?::uuid, ?::uuid, ?, ?, ?::uuid, ?::jsonb, ?::uuid, ?::timestamptz)`,
		[tenantId, id, email, role, customRoleId, entityIds === null ? null : JSON.stringify(entityIds), invitedBy, expiresAt.toISOString()],
	);
	await notify(em, { topic: "access", key: id });
}

/** False: it isn't open. */
export async function revokeInvitation(em: ScopedEm, tenantId: string, id: string): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		`update invitations set revoked_at = now() where tenant_id = ?::uuid and id = ?::uuid and accepted_at is null and revoked_at is null
		returning 1 as done`,
		[tenantId, id],
	);
	if (rows.length > 0) await notify(em, { topic: "access", key: id });
	return rows.length > 0;
}

/** False: it isn't open, so nobody comes in by it. */
export async function acceptInvitation(
	em: ScopedEm,
	{ tenantId, id, userId }: { readonly tenantId: string; readonly id: string; readonly userId: string },
): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		`update invitations set accepted_at = now(), accepted_by = ?::uuid
		where tenant_id = ?::uuid and id = ?::uuid and accepted_at is null and revoked_at is null and expires_at > now() returning 1 as done`,
		[userId, tenantId, id],
	);
	return rows.length > 0;
}

/** Whether this address belongs to an active member. The members' addresses are theirs: only this one is compared. */
export async function isMemberId(em: ScopedEm, tenantId: string, userId: string): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		"select 1 from memberships where tenant_id = ?::uuid and user_id = ?::uuid and status = 'active' and (expires_at is null or expires_at > now())",
		[tenantId, userId],
	);
	return rows.length > 0;
}
