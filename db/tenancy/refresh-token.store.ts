// Refresh tokens: found by their hash through a door, rotated in one transaction of their own person. Two that present the same token at
// once meet at its row: one rotates it, the other ends the family.
import { onRefresh } from "../../domain/tenancy/token-life.ts";
import type { Orm } from "../orm.ts";
import { type ScopedEm, withoutScope, withUser } from "../tenant-scope.ts";
import { revokeSession } from "./session.store.ts";

export interface NewRefreshToken {
	readonly id: string;
	readonly userId: string;
	readonly sessionId: string;
	readonly tokenHash: string;
	readonly expiresAt: Date;
}

export async function insertRefreshToken(em: ScopedEm, token: NewRefreshToken): Promise<void> {
	await em.execute(
		`insert into refresh_tokens (id, user_id, session_id, token_hash, expires_at) values (?::uuid, ?::uuid, ?::uuid, ?, ?::timestamptz)`,
		[token.id, token.userId, token.sessionId, token.tokenHash, token.expiresAt.toISOString()],
	);
	await em.execute(`update sessions set expires_at = ?::timestamptz, seen_at = now() where id = ?::uuid`, [
		token.expiresAt.toISOString(),
		token.sessionId,
	]);
}

export interface Family {
	readonly userId: string;
	readonly sessionId: string;
	readonly tenantId: string;
}

export type Presented =
	| { readonly kind: "rotated"; readonly family: Family }
	/** It was used before, so its family has ended now. */
	| { readonly kind: "reused"; readonly family: Family }
	| { readonly kind: "refused" };

interface Found {
	readonly tenantId: string;
	readonly usedAt: Date | null;
	readonly expiresAt: Date;
	readonly startedAt: Date;
	readonly familyRevokedAt: Date | null;
}

/** Uses a token up and puts the one that `next` makes in its place. */
export async function presentRefreshToken(
	orm: Orm,
	tokenHash: string,
	{ now, next }: { readonly now: Date; readonly next: (family: Family, startedAt: Date) => NewRefreshToken },
): Promise<Presented> {
	const [known] = await withoutScope(orm, (em) =>
		em.execute<{ tokenId: string; userId: string; sessionId: string }[]>(
			`select token_id::text as "tokenId", user_id::text as "userId", session_id::text as "sessionId" from auth_refresh(?)`,
			[tokenHash],
		),
	);
	if (known === undefined) return { kind: "refused" };
	const { tokenId, userId, sessionId } = known;
	return withUser(orm, userId, async (em): Promise<Presented> => {
		const [token] = await em.execute<Found[]>(
			`select s.tenant_id::text as "tenantId", r.used_at as "usedAt", r.expires_at as "expiresAt", s.created_at as "startedAt", s.revoked_at as "familyRevokedAt"
			from refresh_tokens r join sessions s on s.id = r.session_id where r.id = ?::uuid for update of r`,
			[tokenId],
		);
		if (token === undefined) return { kind: "refused" };
		const family = { userId, sessionId, tenantId: token.tenantId };
		const outcome = onRefresh(
			{ usedAt: ms(token.usedAt), expiresAt: ms(token.expiresAt) ?? 0, familyRevokedAt: ms(token.familyRevokedAt) },
			now.getTime(),
		);
		if (outcome === "refuse") return { kind: "refused" };
		if (outcome === "end_family") {
			await revokeSession(em, sessionId);
			return { kind: "reused", family };
		}
		await em.execute(`update refresh_tokens set used_at = now() where id = ?::uuid`, [tokenId]);
		await insertRefreshToken(em, next(family, new Date(token.startedAt)));
		return { kind: "rotated", family };
	});
}

/** Drivers give a moment as a Date or as text. */
const ms = (at: Date | string | null): number | null => (at === null ? null : new Date(at).getTime());

/** The session that a refresh token belongs to, whatever its state; null: not one of ours. */
export async function familyOfToken(orm: Orm, tokenHash: string): Promise<Pick<Family, "userId" | "sessionId"> | null> {
	const rows = await withoutScope(orm, (em) =>
		em.execute<Pick<Family, "userId" | "sessionId">[]>(
			`select user_id::text as "userId", session_id::text as "sessionId" from auth_refresh(?)`,
			[tokenHash],
		),
	);
	return rows[0] ?? null;
}
