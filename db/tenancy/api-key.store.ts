// API keys: found by the hash of their secret through a door, everything else within their tenant.
import type { Permission } from "../../domain/tenancy/permissions.ts";
import type { Orm } from "../orm.ts";
import { instantText } from "../sync/instant-text.ts";
import { type ScopedEm, withoutScope, withTenant, withUser } from "../tenant-scope.ts";
import { accessChanged } from "./access.store.ts";

export interface KeyHolder {
	readonly keyId: string;
	readonly tenantId: string;
	/** The service member that the key acts as. */
	readonly userId: string;
}

/** The key that this SHA-256 opens, by its present secret or by the one before while that still works; null otherwise. Crosses tenants. */
export async function keyBySecretHash(orm: Orm, secretHash: string): Promise<KeyHolder | null> {
	const rows = await withoutScope(orm, (em) =>
		em.execute<KeyHolder[]>(
			`select key_id::text as "keyId", tenant_id::text as "tenantId", user_id::text as "userId" from auth_api_key(?)`,
			[secretHash],
		),
	);
	return rows[0] ?? null;
}

/** Writes down that a key was used, at most once in five minutes. */
export async function keyWasUsed(orm: Orm, { tenantId, keyId }: KeyHolder): Promise<void> {
	await withTenant(orm, { tenantId }, (em) =>
		em.execute(
			`update api_keys set last_used_at = now()
			where tenant_id = ?::uuid and id = ?::uuid and (last_used_at is null or last_used_at < now() - interval '5 minutes')`,
			[tenantId, keyId],
		),
	);
}

export interface ApiKeyRow {
	readonly id: string;
	readonly name: string;
	readonly shown: string;
	readonly scopes: readonly Permission[];
	/** null: every entity. */
	readonly entityIds: readonly string[] | null;
	readonly createdBy: string;
	readonly createdByName: string;
	readonly createdAt: string;
	readonly rotatedAt: string | null;
	readonly oldSecretUntil: string | null;
	readonly expiresAt: string;
	readonly lastUsedAt: string | null;
	readonly revokedAt: string | null;
	readonly revokedByName: string | null;
}

const columns = `k.id::text as "id", k.name, k.shown, k.scopes,
	(select jsonb_agg(e.entity_id order by e.entity_id) from membership_entities e
		where e.tenant_id = k.tenant_id and e.user_id = k.user_id) as "entityIds",
	k.created_by::text as "createdBy", c.name as "createdByName", ${instantText("k.created_at")} as "createdAt",
	${instantText("k.rotated_at")} as "rotatedAt", ${instantText("k.old_secret_until")} as "oldSecretUntil",
	${instantText("k.expires_at")} as "expiresAt", ${instantText("k.last_used_at")} as "lastUsedAt",
	${instantText("k.revoked_at")} as "revokedAt", r.name as "revokedByName"`;

const joins = `api_keys k
	join memberships c on c.tenant_id = k.tenant_id and c.user_id = k.created_by
	left join memberships r on r.tenant_id = k.tenant_id and r.user_id = k.revoked_by`;

/** A company with more keys that work than this has lost track of them. */
export const mostKeys = 200;

/** Those that aren't revoked, then the last that were; newest first. */
export async function apiKeysOf(em: ScopedEm, tenantId: string): Promise<ApiKeyRow[]> {
	return em.execute<ApiKeyRow[]>(
		`select ${columns} from ${joins} where k.tenant_id = ?::uuid
		order by k.revoked_at is not null, k.created_at desc, k.id limit ${2 * mostKeys}`,
		[tenantId],
	);
}

/** How many are not revoked. */
export async function liveKeyCount(em: ScopedEm, tenantId: string): Promise<number> {
	const [row] = await em.execute<{ count: number }[]>(
		`select count(*)::int as count from api_keys where tenant_id = ?::uuid and revoked_at is null`,
		[tenantId],
	);
	return row?.count ?? 0;
}

/** Whether the company's data are real. */
export async function hasRealData(em: ScopedEm, tenantId: string): Promise<boolean> {
	const rows = await em.execute<unknown[]>(`select 1 from tenants where id = ?::uuid and data_kind = 'production'`, [tenantId]);
	return rows.length > 0;
}

export async function apiKeyOf(em: ScopedEm, { tenantId, id }: { tenantId: string; id: string }): Promise<ApiKeyRow | null> {
	const rows = await em.execute<ApiKeyRow[]>(`select ${columns} from ${joins} where k.tenant_id = ?::uuid and k.id = ?::uuid`, [
		tenantId,
		id,
	]);
	return rows[0] ?? null;
}

/** Makes the user that a key acts as; it has no password, so nobody can sign in as it. Its own unit of work, because it is nobody's tenant's. */
export async function createServiceUser(orm: Orm, { userId, name }: { userId: string; name: string }): Promise<void> {
	await withUser(orm, userId, (em) =>
		em.execute(`insert into users (id, email, name, kind) values (?::uuid, ?, ?, 'service')`, [userId, `${userId}@api-key.invalid`, name]),
	);
}

export interface NewApiKey {
	readonly tenantId: string;
	readonly id: string;
	readonly userId: string;
	readonly name: string;
	readonly shown: string;
	readonly secretHash: string;
	readonly scopes: readonly Permission[];
	readonly entityIds: readonly string[] | null;
	readonly createdBy: string;
	readonly expiresAt: Date;
}

/** Makes the key and its service member; the user has to be there (`createServiceUser`). */
export async function insertApiKey(em: ScopedEm, made: NewApiKey): Promise<void> {
	const { tenantId, id, userId, entityIds } = made;
	await em.execute(
		`insert into memberships (tenant_id, user_id, role, name, kind, expires_at)
		values (?::uuid, ?::uuid, 'integration', ?, 'service', ?::timestamptz)`,
		[tenantId, userId, made.name, made.expiresAt.toISOString()],
	);
	if (entityIds !== null)
		await em.execute(
			`insert into membership_entities (tenant_id, user_id, entity_id)
			select ?::uuid, ?::uuid, value::uuid from jsonb_array_elements_text(?::jsonb)`,
			[tenantId, userId, JSON.stringify(entityIds)],
		);
	await em.execute(
		`insert into api_keys (tenant_id, id, user_id, name, shown, secret_hash, scopes, created_by, expires_at)
		values (?::uuid, ?::uuid, ?::uuid, ?, ?, ?, ?::jsonb, ?::uuid, ?::timestamptz)`,
		[
			tenantId,
			id,
			userId,
			made.name,
			made.shown,
			made.secretHash,
			JSON.stringify(made.scopes),
			made.createdBy,
			made.expiresAt.toISOString(),
		],
	);
	await accessChanged(em, tenantId);
}

/** Whether all of them are entities of this company that the acting person sees; `ids` holds none twice. */
export async function areEntities(em: ScopedEm, tenantId: string, ids: readonly string[]): Promise<boolean> {
	const [row] = await em.execute<{ count: number }[]>(
		`select count(*)::int as count from entities
		where tenant_id = ?::uuid and id in (select value::uuid from jsonb_array_elements_text(?::jsonb))`,
		[tenantId, JSON.stringify(ids)],
	);
	return row?.count === ids.length;
}

export interface NewSecret {
	readonly tenantId: string;
	readonly id: string;
	/** Who gets to see it, and answers for the key from now on. */
	readonly by: string;
	readonly shown: string;
	readonly secretHash: string;
	readonly expiresAt: Date;
	/** Until when the present secret still works; null: not a moment longer. */
	readonly oldSecretUntil: Date | null;
}

/** Gives a key another secret. @returns false when there is no such key, or it is revoked */
export async function replaceSecret(em: ScopedEm, made: NewSecret): Promise<boolean> {
	const rows = await em.execute<{ userId: string }[]>(
		`update api_keys k set old_secret_hash = case when g.until is null then null else k.secret_hash end,
			old_secret_until = case when g.until is null then null else least(g.until, k.expires_at) end,
			secret_hash = ?, shown = ?, expires_at = ?::timestamptz, rotated_at = now(), created_by = ?::uuid
		from (select ?::timestamptz as until) g
		where k.tenant_id = ?::uuid and k.id = ?::uuid and k.revoked_at is null returning k.user_id::text as "userId"`,
		[
			made.secretHash,
			made.shown,
			made.expiresAt.toISOString(),
			made.by,
			made.oldSecretUntil?.toISOString() ?? null,
			made.tenantId,
			made.id,
		],
	);
	const [key] = rows;
	if (key === undefined) return false;
	await em.execute(`update memberships set expires_at = ?::timestamptz where tenant_id = ?::uuid and user_id = ?::uuid`, [
		made.expiresAt.toISOString(),
		made.tenantId,
		key.userId,
	]);
	await accessChanged(em, made.tenantId);
	return true;
}

/** Ends every key whose secret `userId` was shown: whoever goes takes none along. @returns how many */
export async function revokeKeysOf(
	em: ScopedEm,
	{ tenantId, userId, by }: { tenantId: string; userId: string; by: string },
): Promise<number> {
	const rows = await em.execute<{ id: string }[]>(
		"select id::text as id from api_keys where tenant_id = ?::uuid and created_by = ?::uuid and revoked_at is null",
		[tenantId, userId],
	);
	for (const { id } of rows) await revokeKey(em, { tenantId, id, by });
	return rows.length;
}

/** Ends a key and its service member at once. @returns false when there is no such key, or it is revoked already */
export async function revokeKey(em: ScopedEm, { tenantId, id, by }: { tenantId: string; id: string; by: string }): Promise<boolean> {
	const rows = await em.execute<{ userId: string }[]>(
		`update api_keys set revoked_at = now(), revoked_by = ?::uuid, old_secret_hash = null, old_secret_until = null
		where tenant_id = ?::uuid and id = ?::uuid and revoked_at is null returning user_id::text as "userId"`,
		[by, tenantId, id],
	);
	const [key] = rows;
	if (key === undefined) return false;
	await em.execute(`update memberships set status = 'removed', removed_at = now() where tenant_id = ?::uuid and user_id = ?::uuid`, [
		tenantId,
		key.userId,
	]);
	await accessChanged(em, tenantId);
	return true;
}
