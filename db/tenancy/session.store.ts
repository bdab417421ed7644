// Browser sessions: found by the hash of their token through a door, written only as their own user (withUser).
import type { Orm } from "../orm.ts";
import { type ScopedEm, withoutScope } from "../tenant-scope.ts";

export interface Session {
	readonly sessionId: string;
	readonly userId: string;
	/** The company that the person is looking at. */
	readonly tenantId: string;
}

const columns = `session_id::text as "sessionId", user_id::text as "userId", tenant_id::text as "tenantId"`;

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

export interface NewSession {
	readonly id: string;
	readonly tokenHash: string;
	readonly userId: string;
	readonly tenantId: string;
	readonly expiresAt: Date;
}

export async function createSession(em: ScopedEm, session: NewSession): Promise<void> {
	await em.execute(
		`insert into sessions (id, token_hash, user_id, tenant_id, expires_at) values (?::uuid, ?, ?::uuid, ?::uuid, ?::timestamptz)`,
		[session.id, session.tokenHash, session.userId, session.tenantId, session.expiresAt.toISOString()],
	);
}

/** Moves the session to another company of its user; the foreign key to memberships refuses any other. */
export async function setSessionTenant(em: ScopedEm, { sessionId, tenantId }: { sessionId: string; tenantId: string }): Promise<void> {
	await em.execute(`update sessions set tenant_id = ?::uuid where id = ?::uuid`, [tenantId, sessionId]);
}

export async function revokeSession(em: ScopedEm, sessionId: string): Promise<void> {
	await em.execute(`update sessions set revoked_at = coalesce(revoked_at, now()) where id = ?::uuid`, [sessionId]);
}
