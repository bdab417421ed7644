// Erasing one person: their own account, and what a company knows of them by name. Ids stay, because what was done names them, and
// an id alone names nobody any more.
import { erasedName } from "../../domain/tenancy/lifecycle/erasure.ts";
import { tables } from "../tables.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { accessChanged } from "./access.store.ts";
import { eraseAuditPerson } from "./audit.store.ts";

interface InCompany {
	readonly tenantId: string;
	readonly userId: string;
}

/** What rows of a company say of the person: name, address, how they came in. Events and chain of the audit trail stay whole. */
export async function erasePersonIn(em: ScopedEm, { tenantId, userId }: InCompany): Promise<{ readonly personalValues: number }> {
	const [member] = await em.execute<{ name: string }[]>("select name from memberships where tenant_id = ?::uuid and user_id = ?::uuid", [
		tenantId,
		userId,
	]);
	const name = member?.name ?? "";
	if (name.length > 2 && name !== erasedName) {
		await em.execute("update jobs set title = replace(title, ?, ?) where tenant_id = ?::uuid and position(? in title) > 0", [
			name,
			erasedName,
			tenantId,
			name,
		]);
		await em.execute(
			`update decisions set title = replace(title, ?, ?), sentence = replace(sentence, ?, ?), diff = replace(diff::text, ?, ?)::jsonb
			where tenant_id = ?::uuid and status <> 'open' and position(? in title || sentence || coalesce(diff::text, '')) > 0`,
			[name, erasedName, name, erasedName, name, erasedName, tenantId, name],
		);
	}
	const scope = [tenantId, userId];
	await em.execute(`update exports set state = state || '{"askedBy": ""}' where tenant_id = ?::uuid and requested_by = ?::uuid`, scope);
	await em.execute("delete from sso_identities where tenant_id = ?::uuid and user_id = ?::uuid", scope);
	await em.execute("update invitations set email = 'erased' where tenant_id = ?::uuid and accepted_by = ?::uuid", scope);
	await em.execute("update support_access set admin_name = ? where tenant_id = ?::uuid and admin_id = ?::uuid", [erasedName, ...scope]);
	await em.execute("update memberships set name = ?, email = null where tenant_id = ?::uuid and user_id = ?::uuid", [erasedName, ...scope]);
	await accessChanged(em, tenantId);
	return { personalValues: await eraseAuditPerson(em, { tenantId, userId }) };
}

/** In the person's own unit of work: nobody logs in as them any more, and their address is free again. */
export async function eraseAccount(em: ScopedEm, userId: string): Promise<void> {
	const own = Object.entries(tables).filter(([name, { kind, readOnly }]) => kind === "platform" && readOnly !== true && name !== "users");
	// Children of sessions go with them.
	for (const [name, { ownerColumn }] of own) await em.execute(`delete from ${name} where ${ownerColumn} = ?::uuid`, [userId]);
	await em.execute(
		`update users set email = 'erased-' || id::text || '@erased.invalid', name = ?, password_hash = null, email_verified_at = null,
			deleted_at = coalesce(deleted_at, now()) where id = ?::uuid`,
		[erasedName, userId],
	);
}

/** In the person's own unit of work. */
export async function isInOtherCompanies(em: ScopedEm, { tenantId, userId }: InCompany): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		`select 1 from memberships where user_id = ?::uuid and tenant_id <> ?::uuid and status = 'active'
		union all select 1 from platform_admins where user_id = ?::uuid limit 1`,
		[userId, tenantId, userId],
	);
	return rows.length > 0;
}
