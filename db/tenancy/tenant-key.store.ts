// A tenant's data keys: wrapped rows that only ever move on, pending → active → retired. A new tenant is born with an active one.
// Key 1 has no row: while no row is active, key 1 is. Every step may come twice and changes nothing the second time.
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export type TenantKeyState = "pending" | "active" | "retired";

export interface TenantKeyRow {
	readonly no: number;
	readonly state: TenantKeyState;
	readonly createdAt: string | null;
	readonly activatedAt: string | null;
	readonly retiredAt: string | null;
}

/** The channel on which processes hear that a tenant's keys have changed; the payload is the tenant's id. */
export const keysChannel = "tieout_keys";

export interface WrappedKeyRow {
	readonly no: number;
	readonly state: TenantKeyState;
	readonly wrapped: Buffer;
}

export function wrappedKeysOf(em: ScopedEm, tenantId: string): Promise<WrappedKeyRow[]> {
	return em.execute<WrappedKeyRow[]>(`select key_no as "no", state, wrapped from tenant_keys where tenant_id = ?::uuid order by key_no`, [
		tenantId,
	]);
}

export async function isTenant(em: ScopedEm, tenantId: string): Promise<boolean> {
	return (await em.execute<unknown[]>("select 1 from tenants where id = ?::uuid", [tenantId])).length > 0;
}

/** The random key that a new tenant seals with from its first moment, in the transaction that makes the tenant. */
export async function insertFirstKey(
	em: ScopedEm,
	tenantId: string,
	{ no, wrapped }: Pick<WrappedKeyRow, "no"> & { readonly wrapped: Uint8Array },
): Promise<void> {
	await em.execute("insert into tenant_keys (tenant_id, key_no, state, wrapped, activated_at) values (?::uuid, ?, 'active', ?, now())", [
		tenantId,
		no,
		Buffer.from(wrapped),
	]);
	await changed(em, tenantId);
}

/** All keys that ever sealed for the tenant or are about to, oldest first: key 1 too, unless the tenant was born with a key of its own. */
export async function keysOf(em: ScopedEm, tenantId: string): Promise<TenantKeyRow[]> {
	const rows = await em.execute<TenantKeyRow[]>(
		`select key_no as "no", state, ${instantText("created_at")} as "createdAt", ${instantText("activated_at")} as "activatedAt",
			${instantText("retired_at")} as "retiredAt" from tenant_keys where tenant_id = ?::uuid order by key_no`,
		[tenantId],
	);
	const followed = rows.find((row) => row.activatedAt !== null);
	// Rotations make a key first and activate it later.
	if (followed !== undefined && followed.activatedAt === followed.createdAt) return rows;
	const first: TenantKeyRow = {
		no: 1,
		state: followed === undefined ? "active" : "retired",
		createdAt: null,
		activatedAt: null,
		retiredAt: followed?.activatedAt ?? null,
	};
	return [first, ...rows];
}

/** Whether a company that lives still seals with key 1, and no rotation is going on or was asked for since `since` (ISO 8601). */
export async function ownKeyDue(
	em: ScopedEm,
	{ tenantId, since }: { readonly tenantId: string; readonly since: string },
): Promise<boolean> {
	const [row] = await em.execute<{ due: boolean }[]>(
		`select exists (select from tenants t where t.id = ?::uuid and t.status in ('active', 'suspended'))
			and not exists (select from tenant_keys k where k.tenant_id = ?::uuid and k.activated_at is not null)
			and not exists (select from jobs j where j.tenant_id = ?::uuid and j.kind = 'rotate_keys'
				and (j.closed_at is null or j.requested_at > ?::timestamptz)) as due`,
		[tenantId, tenantId, tenantId, since],
	);
	return row?.due === true;
}

async function changed(em: ScopedEm, tenantId: string): Promise<void> {
	await em.execute("select pg_notify(?, ?)", [keysChannel, tenantId]);
}

/** The key that waits to become active; made by `wrap` when there is none. @returns its number */
export async function pendingKey(em: ScopedEm, tenantId: string, wrap: (no: number) => Uint8Array): Promise<number> {
	await em.execute("select pg_advisory_xact_lock(hashtext('tenant key'), hashtext(?))", [tenantId]);
	const [known] = await em.execute<{ pending: number | null; last: number }[]>(
		`select min(key_no) filter (where state = 'pending') as pending, coalesce(max(key_no), 1) as last from tenant_keys where tenant_id = ?::uuid`,
		[tenantId],
	);
	const waiting = known?.pending ?? null;
	if (waiting !== null) return waiting;
	const no = (known?.last ?? 1) + 1;
	await em.execute("insert into tenant_keys (tenant_id, key_no, state, wrapped) values (?::uuid, ?, 'pending', ?)", [
		tenantId,
		no,
		Buffer.from(wrap(no)),
	]);
	await changed(em, tenantId);
	return no;
}

/** From now on this key seals and the one before it only opens. A key that was followed already stays retired. @returns whether it changed anything */
export async function activateKey(em: ScopedEm, tenantId: string, no: number): Promise<boolean> {
	await em.execute("select pg_advisory_xact_lock(hashtext('tenant key'), hashtext(?))", [tenantId]);
	const pending = await em.execute<unknown[]>("select 1 from tenant_keys where tenant_id = ?::uuid and key_no = ? and state = 'pending'", [
		tenantId,
		no,
	]);
	if (pending.length === 0) return false;
	await em.execute("update tenant_keys set state = 'retired', retired_at = now() where tenant_id = ?::uuid and state = 'active'", [
		tenantId,
	]);
	await em.execute("update tenant_keys set state = 'active', activated_at = now() where tenant_id = ?::uuid and key_no = ?", [
		tenantId,
		no,
	]);
	await changed(em, tenantId);
	return true;
}

/** How many credentials each key seals: of connections, webhooks, an identity provider and model providers. */
export function secretsByKey(em: ScopedEm, tenantId: string): Promise<{ keyId: string; count: number }[]> {
	return em.execute(
		`select key_id as "keyId", count(*)::int as count from (
			select key_id from connection_secrets where tenant_id = ?::uuid
			union all select key_id from webhook_secrets where tenant_id = ?::uuid
			union all select secret_key_id from identity_providers where tenant_id = ?::uuid
			union all select key_id from model_keys where tenant_id = ?::uuid
		) sealed group by key_id`,
		[tenantId, tenantId, tenantId, tenantId],
	);
}

export interface SealedSecretRow {
	readonly connectionId: string;
	readonly ciphertext: Buffer;
	readonly keyId: string;
}

/** Credentials that another key than `keyId` seals, after a connection, at most `limit`, locked until this transaction ends. */
export function secretsNotSealedBy(
	em: ScopedEm,
	{
		tenantId,
		keyId,
		after,
		limit,
	}: { readonly tenantId: string; readonly keyId: string; readonly after: string | null; readonly limit: number },
): Promise<SealedSecretRow[]> {
	return em.execute<SealedSecretRow[]>(
		`select connection_id::text as "connectionId", ciphertext, key_id as "keyId" from connection_secrets
		where tenant_id = ?::uuid and key_id <> ? and (?::uuid is null or connection_id > ?::uuid) order by connection_id limit ? for update`,
		[tenantId, keyId, after, after, limit],
	);
}

/** Replaces ciphertexts of locked rows, all at once. */
export async function replaceSealedSecrets(
	em: ScopedEm,
	tenantId: string,
	rows: readonly { readonly connectionId: string; readonly ciphertext: Uint8Array; readonly keyId: string }[],
): Promise<void> {
	const given = rows.map(({ connectionId, ciphertext, keyId }) => ({ connectionId, keyId, hex: Buffer.from(ciphertext).toString("hex") }));
	await em.execute(
		`update connection_secrets s set ciphertext = decode(g.hex, 'hex'), key_id = g."keyId"
		from jsonb_to_recordset(?::jsonb) as g ("connectionId" uuid, "keyId" text, hex text)
		where s.tenant_id = ?::uuid and s.connection_id = g."connectionId"`,
		[JSON.stringify(given), tenantId],
	);
}

export async function allTenantIds(em: ScopedEm): Promise<string[]> {
	const rows = await em.execute<{ id: string }[]>("select tenant_id::text as id from all_tenant_ids()");
	return rows.map((row) => row.id);
}

// Two-part advisory locks: a name of ours and a number. Session locks of a process's listening connection.
const processes = "hashtext('tieout keyring'), 0";

/** Says that a process runs. */
export const processLock = `select pg_advisory_lock_shared(${processes})`;

/** Says that a process has a key, and that it need not say so any more; parameters: tenant, number. */
export const keyLock = {
	take: "select pg_advisory_lock_shared(hashtext('tieout key ' || $1::text), $2::int)",
	release: "select pg_advisory_unlock_shared(hashtext('tieout key ' || $1::text), $2::int)",
} as const;

/** How many processes run, and how many of them have this key in memory. */
export async function keyHolders(em: ScopedEm, tenantId: string, no: number): Promise<{ processes: number; holders: number }> {
	const locks = `select l.pid from pg_locks l where l.locktype = 'advisory' and l.granted and l.objsubid = 2
		and l.database = (select d.oid from pg_database d where d.datname = current_database())`;
	const [row] = await em.execute<{ processes: number; holders: number }[]>(
		`select count(*)::int as processes, count(k.pid)::int as holders
		from (${locks} and l.classid = hashtext('tieout keyring')::oid and l.objid = 0::oid) p
		left join (${locks} and l.classid = hashtext('tieout key ' || ?::text)::oid and l.objid = ?::int::oid) k on k.pid = p.pid`,
		[tenantId, no],
	);
	return row ?? { processes: 0, holders: 0 };
}
