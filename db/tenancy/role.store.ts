// Roles of a company's own: what is published, and the draft beside it.
import { TieoutError } from "../../domain/core/errors.ts";
import { isPermission, type Permission } from "../../domain/tenancy/permissions.ts";
import { mostCustomRoles, type RoleDraft } from "../../domain/tenancy/roles.ts";
import { instantText } from "../sync/instant-text.ts";
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { accessChanged } from "./access.store.ts";

export interface RoleRow {
	readonly id: string;
	readonly name: string;
	readonly description: string;
	readonly permissions: readonly Permission[];
	/** null: nothing is being changed. */
	readonly draft: RoleDraft | null;
	/** Counts publications; 0: never. */
	readonly version: number;
	/** Active members who have it. */
	readonly members: number;
	readonly updatedAt: string;
}

interface OfRole {
	readonly tenantId: string;
	readonly roleId: string;
}

const columns = `r.id::text as "id", r.name, r.description, r.permissions, r.draft, r.version, ${instantText("r.updated_at")} as "updatedAt",
	(select count(*)::int from memberships m where m.tenant_id = r.tenant_id and m.custom_role_id = r.id and m.status = 'active') as members`;

/** By name. */
export async function rolesOf(em: ScopedEm, tenantId: string): Promise<RoleRow[]> {
	const rows = await em.execute<Found[]>(
		`select ${columns} from roles r where r.tenant_id = ?::uuid and r.deleted_at is null order by r.name collate "C", r.id`,
		[tenantId],
	);
	return rows.map(known);
}

/** Held until the transaction ends with `lock`. null: no such role of this company. */
export async function roleById(em: ScopedEm, { tenantId, roleId }: OfRole, lock = false): Promise<RoleRow | null> {
	const rows = await em.execute<Found[]>(
		`select ${columns} from roles r where r.tenant_id = ?::uuid and r.id = ?::uuid and r.deleted_at is null ${lock ? "for update" : ""}`,
		[tenantId, roleId],
	);
	return rows[0] === undefined ? null : known(rows[0]);
}

type Found = Omit<RoleRow, "permissions" | "draft"> & {
	readonly permissions: readonly string[];
	readonly draft: { readonly name: string; readonly description: string; readonly permissions: readonly string[] } | null;
};

/** A word that this version doesn't know gives nothing. */
const known = ({ permissions, draft, ...row }: Found): RoleRow => ({
	...row,
	permissions: permissions.filter(isPermission),
	draft: draft === null ? null : { ...draft, permissions: draft.permissions.filter(isPermission) },
});

/** A role that only its draft describes. @throws TieoutError TOO_MANY */
export async function insertRole(
	em: ScopedEm,
	{ tenantId, roleId, draft, createdBy }: OfRole & { readonly draft: RoleDraft; readonly createdBy: string },
): Promise<void> {
	const rows = await em.execute<unknown[]>(
		`insert into roles (tenant_id, id, name, description, draft, created_by)
		select ?::uuid, ?::uuid, ?, ?, ?::jsonb, ?::uuid from roles where tenant_id = ?::uuid and deleted_at is null having count(*) < ? returning 1`,
		[tenantId, roleId, draft.name, draft.description, JSON.stringify(draft), createdBy, tenantId, mostCustomRoles],
	);
	if (rows.length === 0) throw new TieoutError("TOO_MANY", `A company has at most ${mostCustomRoles} roles of its own. Remove one first.`);
	await notify(em, { topic: "access", key: roleId });
}

/** null takes the draft away; a role that was never published goes with it. */
export async function setDraft(em: ScopedEm, { tenantId, roleId, draft }: OfRole & { readonly draft: RoleDraft | null }): Promise<void> {
	await em.execute(
		`update roles set draft = ?::jsonb, updated_at = now(), deleted_at = case when ?::jsonb is null and version = 0 then now() end
		where tenant_id = ?::uuid and id = ?::uuid and deleted_at is null`,
		[draft === null ? null : JSON.stringify(draft), draft === null ? null : "{}", tenantId, roleId],
	);
	// Somebody may be trying the draft on.
	await accessChanged(em, tenantId);
}

/** From now on the role is what `as` says, for everybody who has it. */
export async function publishRole(em: ScopedEm, { tenantId, roleId, as }: OfRole & { readonly as: RoleDraft }): Promise<void> {
	await em.execute(
		`update roles set name = ?, description = ?, permissions = ?::jsonb, draft = null, version = version + 1, updated_at = now()
		where tenant_id = ?::uuid and id = ?::uuid and deleted_at is null`,
		[as.name, as.description, JSON.stringify(as.permissions), tenantId, roleId],
	);
	await accessChanged(em, tenantId);
}

/** Kept for who had it once. */
export async function removeRole(em: ScopedEm, { tenantId, roleId }: OfRole): Promise<void> {
	await em.execute(`update roles set deleted_at = now(), draft = null where tenant_id = ?::uuid and id = ?::uuid`, [tenantId, roleId]);
	await accessChanged(em, tenantId);
}
