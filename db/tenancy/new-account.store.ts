// New people and new companies. A person is made as themselves, a company in its own name, each in one transaction.
import { randomUUID } from "node:crypto";
import type { Role } from "../../domain/tenancy/permissions.ts";
import type { Orm } from "../orm.ts";
import { type ScopedEm, withTenant, withUser } from "../tenant-scope.ts";
import { accessChanged } from "./access.store.ts";
import { insertFirstKey } from "./tenant-key.store.ts";

export interface NewPerson {
	readonly email: string;
	readonly name: string;
	/** argon2id, encoded; null: signs in through a company's provider. */
	readonly passwordHash: string | null;
}

/** Their address was proven. @returns the id; null when somebody has this address already */
export async function createPerson(orm: Orm, { email, name, passwordHash }: NewPerson): Promise<string | null> {
	const id = randomUUID();
	// The address is unique across everybody, whom this person can't see: the constraint says it.
	try {
		await withUser(orm, id, (em) =>
			em.execute("insert into users (id, email, name, password_hash, email_verified_at) values (?::uuid, ?, ?, ?, now())", [
				id,
				email,
				name,
				passwordHash,
			]),
		);
		return id;
	} catch (error) {
		if (isDuplicate(error, "users_email")) return null;
		throw error;
	}
}

function isDuplicate(error: unknown, constraint: string): boolean {
	for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
		if ("constraint" in at && at.constraint === constraint) return true;
	return false;
}

export interface NewCompany {
	readonly name: string;
	readonly currency: string;
	readonly timeZone: string;
	readonly owner: { readonly userId: string; readonly name: string; readonly email: string };
	/** The key that it seals with, wrapped for its id. */
	readonly firstKey: (tenantId: string) => { readonly no: number; readonly wrapped: Uint8Array };
}

/** With its own data key, its first entity, whose books are kept, and its owner. `also` runs in the same transaction. */
export async function createCompany(
	orm: Orm,
	{ name, currency, timeZone, owner, firstKey }: NewCompany,
	also: (em: ScopedEm, tenantId: string) => Promise<void>,
): Promise<string> {
	const tenantId = randomUUID();
	await withTenant(orm, { tenantId }, async (em) => {
		await em.execute("insert into tenants (id, slug, name, data_kind) values (?::uuid, ?, ?, 'production')", [tenantId, tenantId, name]);
		await insertFirstKey(em, tenantId, firstKey(tenantId));
		await addMember(em, { tenantId, ...owner, role: "owner", customRoleId: null, entityIds: null });
		await em.execute("insert into entities (tenant_id, id, name, currency, time_zone) values (?::uuid, ?::uuid, ?, ?, ?)", [
			tenantId,
			randomUUID(),
			name,
			currency,
			timeZone,
		]);
		await also(em, tenantId);
	});
	return tenantId;
}

export interface NewMember {
	readonly tenantId: string;
	readonly userId: string;
	/** How colleagues see them. */
	readonly name: string;
	readonly email: string;
	readonly role: Role | "custom";
	readonly customRoleId: string | null;
	/** What they are limited to; null: nothing. */
	readonly entityIds: readonly string[] | null;
}

/** Takes a person in, or in again: whoever was removed keeps the row that what they did points to. */
export async function addMember(em: ScopedEm, { tenantId, userId, name, email, role, customRoleId, entityIds }: NewMember): Promise<void> {
	await em.execute(
		`insert into memberships (tenant_id, user_id, role, custom_role_id, name, email) values (?::uuid, ?::uuid, ?, ?::uuid, ?, ?)
		on conflict (tenant_id, user_id) do update set name = excluded.name, role = excluded.role, custom_role_id = excluded.custom_role_id, kind = 'member',
			email = excluded.email, status = 'active', expires_at = null, removed_at = null`,
		[tenantId, userId, role, customRoleId, name, email],
	);
	await em.execute("delete from membership_entities where tenant_id = ?::uuid and user_id = ?::uuid", [tenantId, userId]);
	if (entityIds !== null)
		await em.execute(
			`insert into membership_entities (tenant_id, user_id, entity_id)
			select ?::uuid, ?::uuid, value::uuid from jsonb_array_elements_text(?::jsonb)`,
			[tenantId, userId, JSON.stringify(entityIds)],
		);
	await accessChanged(em, tenantId);
}

/** Puts another password in the place of the person's (withUser). */
export async function setPassword(em: ScopedEm, userId: string, passwordHash: string): Promise<void> {
	await em.execute("update users set password_hash = ? where id = ?::uuid", [passwordHash, userId]);
}
