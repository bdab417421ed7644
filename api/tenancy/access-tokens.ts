// Access tokens for programs: RS256 (RFC 9068), fifteen minutes, bound to a session, a person and a company. What a token says is never
// enough by itself: whoever verifies one looks the session up.
import { randomUUID } from "node:crypto";
import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import type { Orm } from "../../db/orm.ts";
import { addFirstSigningKey, signingKeyRows, type SigningKeyRow } from "../../db/tenancy/signing-key.store.ts";
import { life } from "../../domain/tenancy/token-life.ts";
import type { Keys } from "../../platform/keys.ts";
import { makeSigningKey, openSigningKey } from "../../platform/signing-key.ts";

/** Who the tokens are for: this API. */
export const tokenAudience = "tieout-api";
const tokenType = "at+jwt";
const algorithm = "RS256";

/** A key waits longer than this before it signs, so every process knows it by then. */
const readAgainMs = 30_000;
/** A name that nobody knows is looked for in the database, but not at the pace of whoever invents names. */
const unknownAgainMs = 5_000;

export interface TokenFacts {
	readonly sessionId: string;
	readonly userId: string;
	readonly tenantId: string;
}

export interface AccessTokens {
	readonly issue: (facts: TokenFacts) => Promise<{ readonly token: string; readonly expiresAt: Date }>;
	/** null: not one of ours that is good now. Says nothing about the session. */
	readonly verify: (token: string) => Promise<TokenFacts | null>;
	/** What others verify with (RFC 7517): every key that has signed, signs or is about to. */
	readonly published: () => Promise<JSONWebKeySet>;
}

export interface AccessTokensOptions {
	readonly orm: Orm;
	readonly keys: Keys;
	/** Where this installation is reached: `iss`. */
	readonly issuer: string;
	readonly now: () => Date;
}

const claims = z.object({ sub: z.uuid(), sid: z.uuid(), tid: z.uuid() });

interface Known {
	readonly rows: readonly SigningKeyRow[];
	readonly set: JSONWebKeySet;
	readonly readAt: number;
}

export function accessTokens({ orm, keys, issuer, now }: AccessTokensOptions): AccessTokens {
	let known: Promise<Known> | null = null;
	const read = async (): Promise<Known> => {
		const rows = await signingKeyRows(orm);
		return {
			rows,
			set: { keys: rows.map((row) => ({ ...row.publicJwk, kty: "RSA" as const })) } as JSONWebKeySet,
			readAt: now().getTime(),
		};
	};
	const atMost = async (ageMs: number): Promise<Known> => {
		const last = await known?.catch(() => null);
		if (last !== null && last !== undefined && Math.abs(now().getTime() - last.readAt) < ageMs) return last;
		known = read();
		return known;
	};
	const active = ({ rows }: Known): SigningKeyRow | undefined => rows.find((row) => row.state === "active");
	/** With a key that signs: the first of an installation is made by whoever asks first. */
	const withKey = async (): Promise<Known> => {
		const found = await atMost(readAgainMs);
		if (active(found) !== undefined) return found;
		await addFirstSigningKey(orm, await makeSigningKey(keys));
		known = read();
		return known;
	};
	const signing = async (): Promise<SigningKeyRow> => {
		const found = active(await withKey());
		if (found === undefined) throw new Error("no key signs");
		return found;
	};
	const verified = (token: string, { set }: Known) =>
		jwtVerify(token, createLocalJWKSet(set), {
			algorithms: [algorithm],
			issuer,
			audience: tokenAudience,
			typ: tokenType,
			requiredClaims: ["exp", "iat", "sub", "sid", "tid"],
			currentDate: now(),
		});
	return {
		issue: async ({ sessionId, userId, tenantId }) => {
			const { kid, sealed } = await signing();
			const issuedAt = Math.floor(now().getTime() / 1000);
			const expiresAt = issuedAt + life.accessTokenMs / 1000;
			const token = await new SignJWT({ sid: sessionId, tid: tenantId })
				.setProtectedHeader({ alg: algorithm, kid, typ: tokenType })
				.setIssuer(issuer)
				.setAudience(tokenAudience)
				.setSubject(userId)
				.setJti(randomUUID())
				.setIssuedAt(issuedAt)
				.setExpirationTime(expiresAt)
				.sign(openSigningKey(keys, kid, sealed));
			return { token, expiresAt: new Date(expiresAt * 1000) };
		},
		verify: async (token) => {
			if (token.length > 4_096) return null;
			try {
				const { payload } = await verified(token, await atMost(readAgainMs)).catch(async (error: unknown) => {
					if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
					return verified(token, await atMost(unknownAgainMs));
				});
				const { sub, sid, tid } = claims.parse(payload);
				return { userId: sub, sessionId: sid, tenantId: tid };
			} catch (error) {
				if (error instanceof errors.JOSEError || error instanceof z.core.$ZodError) return null;
				throw error;
			}
		},
		published: async () => (await withKey()).set,
	};
}
