// Sessions: found by the hash of their token through a door, written only as their own user (withUser). Whatever ends or moves one tells
// every process at commit, so that none goes on believing it.
import type { Orm } from "../orm.ts";
import { instantText } from "../sync/instant-text.ts";
import { type ScopedEm, withoutScope, withUser } from "../tenant-scope.ts";

export interface Session {
	readonly sessionId: string;
	readonly userId: string;
	/** The company that the person is looking at. */
	readonly tenantId: string;
	/** The one company that it may ever look at; null: any of the person's own. */
	readonly boundTenantId: string | null;
}

/** The channel on which processes hear that a session is not what it was; the payload is its id. */
export const sessionsChannel = "tieout_sessions";

const columns = `session_id::text as "sessionId", user_id::text as "userId", tenant_id::text as "tenantId", bound_tenant_id::text as "boundTenantId"`;

/** The session of a token's SHA-256 in hex, or null when it is unknown, expired or revoked. Crosses tenants. */
export async function sessionByTokenHash(orm: Orm, tokenHash: string): Promise<Session | null> {
	const rows = await withoutScope(orm, (em) => em.execute<Session[]>(`select ${columns} from auth_session(?)`, [tokenHash]));
	return rows[0] ?? null;
}

/** The same for many tokens at once; hashes without a good session are left out. */
export async function sessionsByTokenHashes(orm: Orm, tokenHashes: readonly string[]): Promise<ReadonlyMap<string, Session>> {
	if (tokenHashes.length === 0) return new Map();
	const rows = await withoutScope(orm, (em) =>
		em.execute<(Session & { tokenHash: string })[]>(
			`select asked.hash as "tokenHash", ${columns}
			from jsonb_array_elements_text(?::jsonb) as asked(hash) cross join lateral auth_session(asked.hash)`,
			[JSON.stringify(tokenHashes)],
		),
	);
	return new Map(rows.map(({ tokenHash, ...session }) => [tokenHash, session]));
}

/** A person's session that is still good. */
export async function sessionOfUser(
	orm: Orm,
	{ sessionId, userId }: { readonly sessionId: string; readonly userId: string },
): Promise<Session | null> {
	const rows = await withUser(orm, userId, (em) =>
		em.execute<Session[]>(
			`select id::text as "sessionId", user_id::text as "userId", tenant_id::text as "tenantId", bound_tenant_id::text as "boundTenantId"
			from sessions where id = ?::uuid and user_id = ?::uuid and revoked_at is null and expires_at > now()`,
			[sessionId, userId],
		),
	);
	return rows[0] ?? null;
}

export interface NewSession {
	readonly id: string;
	readonly tokenHash: string;
	readonly userId: string;
	/** What they sign in with: kept beside the membership, where colleagues who manage people see it. */
	readonly email: string;
	readonly tenantId: string;
	readonly expiresAt: Date;
	readonly kind: "browser" | "api";
	readonly method: "password" | "sso";
	readonly boundTenantId: string | null;
	readonly userAgent: string | null;
	readonly address: string | null;
}

export async function createSession(em: ScopedEm, session: NewSession): Promise<void> {
	await em.execute(
		`with known as (update memberships set email = ? where tenant_id = ?::uuid and user_id = ?::uuid and email is distinct from ?)
		insert into sessions (id, token_hash, user_id, tenant_id, expires_at, kind, method, bound_tenant_id, user_agent, address)
		values (?::uuid, ?, ?::uuid, ?::uuid, ?::timestamptz, ?, ?, ?::uuid, ?, ?)`,
		[
			session.email,
			session.tenantId,
			session.userId,
			session.email,
			session.id,
			session.tokenHash,
			session.userId,
			session.tenantId,
			session.expiresAt.toISOString(),
			session.kind,
			session.method,
			session.boundTenantId,
			session.userAgent?.slice(0, 400) ?? null,
			session.address,
		],
	);
}

const tell = (em: ScopedEm, sessionId: string): Promise<unknown> => em.execute("select pg_notify(?, ?)", [sessionsChannel, sessionId]);

/** Moves the session to another company of its user; the foreign key to memberships refuses any other. */
export async function setSessionTenant(em: ScopedEm, { sessionId, tenantId }: { sessionId: string; tenantId: string }): Promise<void> {
	await em.execute(`update sessions set tenant_id = ?::uuid where id = ?::uuid`, [tenantId, sessionId]);
	await tell(em, sessionId);
}

/** False: the person has no such session that is still good. */
export async function revokeSession(em: ScopedEm, sessionId: string): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		`update sessions set revoked_at = now() where id = ?::uuid and revoked_at is null returning 1 as done`,
		[sessionId],
	);
	if (rows.length > 0) await tell(em, sessionId);
	return rows.length > 0;
}

export interface SessionsOf {
	readonly userId: string;
	/** Only those that this company's identity provider vouched for, or that look at it for good; null: all. */
	readonly boundTenantId: string | null;
}

/** Ends every session of the person but `except`. @returns how many */
export async function revokeSessions(
	em: ScopedEm,
	{ userId, boundTenantId, except }: SessionsOf & { readonly except: string | null },
): Promise<number> {
	const rows = await em.execute<{ id: string }[]>(
		`update sessions set revoked_at = now() where user_id = ?::uuid and revoked_at is null
			and (?::uuid is null or id <> ?::uuid) and (?::uuid is null or bound_tenant_id = ?::uuid)
		returning id::text as id, pg_notify(?, id::text)`,
		[userId, except, except, boundTenantId, boundTenantId, sessionsChannel],
	);
	return rows.length;
}

export interface SessionRow {
	readonly id: string;
	readonly kind: "browser" | "api";
	readonly method: "password" | "sso";
	readonly tenantId: string;
	readonly company: string;
	readonly userAgent: string | null;
	readonly address: string | null;
	readonly createdAt: string;
	readonly seenAt: string;
	readonly expiresAt: string;
}

/** What is open now, last used first. */
export function openSessions(em: ScopedEm, { userId, boundTenantId }: SessionsOf): Promise<SessionRow[]> {
	return em.execute<SessionRow[]>(
		`select s.id::text as id, s.kind, s.method, s.tenant_id::text as "tenantId", t.name as company, s.user_agent as "userAgent", s.address,
			${instantText("s.created_at")} as "createdAt", ${instantText("s.seen_at")} as "seenAt", ${instantText("s.expires_at")} as "expiresAt"
		from sessions s join tenants t on t.id = s.tenant_id
		where s.user_id = ?::uuid and s.revoked_at is null and s.expires_at > now() and (?::uuid is null or s.bound_tenant_id = ?::uuid)
		order by s.seen_at desc, s.id limit 200`,
		[userId, boundTenantId, boundTenantId],
	);
}

export async function noteSeen(
	em: ScopedEm,
	{ sessionId, address }: { readonly sessionId: string; readonly address: string | null },
): Promise<void> {
	await em.execute(`update sessions set seen_at = now(), address = coalesce(?, address) where id = ?::uuid`, [address, sessionId]);
}
