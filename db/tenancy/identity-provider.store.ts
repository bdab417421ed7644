// Companies' own identity providers, the domains that they speak for, and under which names they know members.
import type { Role } from "../../domain/tenancy/permissions.ts";
import { instantText } from "../sync/instant-text.ts";
import type { Orm } from "../orm.ts";
import { type ScopedEm, withoutScope, withTenant } from "../tenant-scope.ts";

/** Those of the given companies that let nobody in with a password. */
export async function passwordlessTenants(orm: Orm, tenantIds: readonly string[]): Promise<ReadonlySet<string>> {
	const closed = new Set<string>();
	// A company's settings are seen by that company alone, so this is a unit of work for each; people have few.
	for (const tenantId of tenantIds.slice(0, 50)) {
		const rows = await withTenant(orm, { tenantId }, (em) =>
			em.execute<unknown[]>(`select 1 from identity_providers where tenant_id = ?::uuid and state = 'enforced' limit 1`, [tenantId]),
		);
		if (rows.length > 0) closed.add(tenantId);
	}
	return closed;
}

export interface ProviderName {
	readonly tenantId: string;
	readonly providerId: string;
}

/** Which providers speak for people of this domain. Crosses tenants: nobody is signed in yet. */
export function providersOfDomain(orm: Orm, domain: string): Promise<ProviderName[]> {
	return withoutScope(orm, (em) =>
		em.execute<ProviderName[]>(`select tenant_id::text as "tenantId", provider_id::text as "providerId" from auth_providers(?)`, [domain]),
	);
}

export interface ProviderRow {
	readonly id: string;
	readonly name: string;
	readonly issuer: string;
	readonly clientId: string;
	readonly ciphertext: Buffer;
	readonly keyId: string;
	readonly state: "off" | "optional" | "enforced";
	readonly joins: boolean;
	readonly defaultRole: Role;
}

/** The company's provider; it has one at most. */
export async function providerOf(em: ScopedEm, tenantId: string): Promise<ProviderRow | null> {
	const rows = await em.execute<ProviderRow[]>(
		`select id::text as id, name, issuer, client_id as "clientId", secret_sealed as ciphertext, secret_key_id as "keyId", state, joins,
			default_role as "defaultRole" from identity_providers where tenant_id = ?::uuid order by created_at, id limit 1`,
		[tenantId],
	);
	return rows[0] ?? null;
}

export type SavedProvider = Omit<ProviderRow, "ciphertext"> & { readonly tenantId: string; readonly ciphertext: Uint8Array };

export async function saveProvider(em: ScopedEm, provider: SavedProvider): Promise<void> {
	const { tenantId, id, name, issuer, clientId, ciphertext, keyId, state, joins, defaultRole } = provider;
	await em.execute(
		`insert into identity_providers (tenant_id, id, name, issuer, client_id, secret_sealed, secret_key_id, state, joins, default_role)
		values (?::uuid, ?::uuid, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (tenant_id, id) do update set name = excluded.name, issuer = excluded.issuer, client_id = excluded.client_id,
			secret_sealed = excluded.secret_sealed, secret_key_id = excluded.secret_key_id, state = excluded.state, joins = excluded.joins,
			default_role = excluded.default_role, updated_at = now()`,
		[tenantId, id, name, issuer, clientId, Buffer.from(ciphertext), keyId, state, joins, defaultRole],
	);
}

/** Another issuer knows other people under the same names. */
export async function forgetSubjects(em: ScopedEm, tenantId: string, providerId: string): Promise<void> {
	await em.execute("delete from sso_identities where tenant_id = ?::uuid and provider_id = ?::uuid", [tenantId, providerId]);
}

export async function deleteProvider(em: ScopedEm, tenantId: string): Promise<boolean> {
	const rows = await em.execute<unknown[]>("delete from identity_providers where tenant_id = ?::uuid returning 1 as done", [tenantId]);
	return rows.length > 0;
}

export interface DomainRow {
	readonly domain: string;
	readonly proof: string;
	/** null: not proven yet. */
	readonly verifiedAt: string | null;
}

export function domainsOf(em: ScopedEm, tenantId: string): Promise<DomainRow[]> {
	return em.execute<DomainRow[]>(
		`select domain, proof, ${instantText("verified_at")} as "verifiedAt" from sso_domains where tenant_id = ?::uuid order by domain`,
		[tenantId],
	);
}

export async function addDomain(
	em: ScopedEm,
	{ tenantId, providerId, domain, proof }: ProviderName & { readonly domain: string; readonly proof: string },
): Promise<void> {
	await em.execute(
		"insert into sso_domains (tenant_id, domain, provider_id, proof) values (?::uuid, ?, ?::uuid, ?) on conflict (tenant_id, domain) do nothing",
		[tenantId, domain, providerId, proof],
	);
}

export async function proveDomain(em: ScopedEm, tenantId: string, domain: string): Promise<void> {
	await em.execute("update sso_domains set verified_at = coalesce(verified_at, now()) where tenant_id = ?::uuid and domain = ?", [
		tenantId,
		domain,
	]);
}

export async function removeDomain(em: ScopedEm, tenantId: string, domain: string): Promise<boolean> {
	const rows = await em.execute<unknown[]>("delete from sso_domains where tenant_id = ?::uuid and domain = ? returning 1 as done", [
		tenantId,
		domain,
	]);
	return rows.length > 0;
}

export interface Subject extends ProviderName {
	/** The provider's lasting name of the person. */
	readonly subject: string;
}

/** The active member whom the provider knows under this name. */
export async function memberOfSubject(em: ScopedEm, { tenantId, providerId, subject }: Subject): Promise<string | null> {
	const [row] = await em.execute<{ userId: string }[]>(
		`select i.user_id::text as "userId" from sso_identities i
		join memberships m on m.tenant_id = i.tenant_id and m.user_id = i.user_id and m.status = 'active' and (m.expires_at is null or m.expires_at > now())
		where i.tenant_id = ?::uuid and i.provider_id = ?::uuid and i.subject = ?`,
		[tenantId, providerId, subject],
	);
	return row?.userId ?? null;
}

export async function linkSubject(
	em: ScopedEm,
	{ tenantId, providerId, subject, userId }: Subject & { readonly userId: string },
): Promise<void> {
	await em.execute(
		`insert into sso_identities (tenant_id, provider_id, subject, user_id) values (?::uuid, ?::uuid, ?, ?::uuid)
		on conflict (tenant_id, provider_id, subject) do update set user_id = excluded.user_id`,
		[tenantId, providerId, subject, userId],
	);
}

/** Whether an account is a member of the company, was one, or never. */
export async function standingOf(em: ScopedEm, tenantId: string, userId: string): Promise<"member" | "removed" | "stranger"> {
	const [row] = await em.execute<{ status: string; over: boolean }[]>(
		`select status, expires_at is not null and expires_at <= now() as over from memberships where tenant_id = ?::uuid and user_id = ?::uuid`,
		[tenantId, userId],
	);
	if (row === undefined) return "stranger";
	return row.status === "active" && !row.over ? "member" : "removed";
}

export interface ProviderSecretRow {
	readonly id: string;
	readonly ciphertext: Buffer;
	readonly keyId: string;
}

/** Client secrets that another key than `keyId` seals, locked until this transaction ends. */
export function providerSecretsNotSealedBy(em: ScopedEm, tenantId: string, keyId: string): Promise<ProviderSecretRow[]> {
	return em.execute<ProviderSecretRow[]>(
		`select id::text as "id", secret_sealed as ciphertext, secret_key_id as "keyId" from identity_providers
		where tenant_id = ?::uuid and secret_key_id <> ? order by id for update`,
		[tenantId, keyId],
	);
}

export async function replaceProviderSecret(
	em: ScopedEm,
	tenantId: string,
	{ id, ciphertext, keyId }: { readonly id: string; readonly ciphertext: Uint8Array; readonly keyId: string },
): Promise<void> {
	await em.execute("update identity_providers set secret_sealed = ?, secret_key_id = ? where tenant_id = ?::uuid and id = ?::uuid", [
		Buffer.from(ciphertext),
		keyId,
		tenantId,
		id,
	]);
}
