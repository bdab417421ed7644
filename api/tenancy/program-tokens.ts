// Tokens for programs that act as a person: a password (and a code, where the person has a second factor) gives an access token of fifteen
// minutes and a refresh token of seven days, which is good once.
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { familyOfToken, insertRefreshToken, type NewRefreshToken, presentRefreshToken } from "../../db/tenancy/refresh-token.store.ts";
import { revokeSession } from "../../db/tenancy/session.store.ts";
import { withUser } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { life, refreshUntil } from "../../domain/tenancy/token-life.ts";
import type { RequestContext } from "../context.ts";
import { procedure } from "../trpc.ts";
import { notePerson } from "./note-person.ts";
import type { TokenFacts } from "./access-tokens.ts";
import { withPassword } from "./check-password.ts";
import { companyToEnter } from "./company-to-enter.ts";
import { credentials } from "./login.ts";
import { checkSecondFactor } from "./second-factor.ts";
import { newSessionToken, sessionTokenHash } from "./session-cookie.ts";
import { startProgramSession } from "./start-session.ts";

const pairSchema = z.object({
	accessToken: z.string(),
	tokenType: z.literal("Bearer"),
	/** Seconds. */
	expiresIn: z.number(),
	refreshToken: z.string(),
	refreshExpiresAt: z.string(),
	tenantId: z.uuid(),
});

const prefix = "tr_";
const refreshSchema = z.object({ refreshToken: z.string().min(10).max(100) });
const hashOf = (refreshToken: string): string => sessionTokenHash(refreshToken.slice(prefix.length));

export const issueToken = procedure("anyone")
	.input(
		credentials.extend({ code: z.string().trim().min(6).max(40).optional(), tenantId: z.uuid("A company's id is a UUID.").optional() }),
	)
	.output(pairSchema)
	.mutation(({ ctx, input }) =>
		withPassword(ctx, input, {
			meanwhile: () => Promise.resolve(),
			then: async ({ user, memberships, secondFactor }) => {
				const { deps } = ctx;
				if (secondFactor) {
					if (input.code === undefined)
						throw new TieoutError(
							"CODE_NEEDED",
							"This account has a second factor. Send the code of the app, or a recovery code, as “code”.",
						);
					await checkSecondFactor(deps, user.id, input.code);
				}
				const { tenantId } = await companyToEnter(deps, memberships, input.tenantId);
				const now = deps.now().getTime();
				const expiresAt = new Date(refreshUntil(now, now));
				const { sessionId } = await startProgramSession(ctx, { user, tenantId, method: "password", boundTenantId: null }, expiresAt);
				const made = newRefresh({ userId: user.id, sessionId }, expiresAt);
				await withUser(deps.orm, user.id, (em) => insertRefreshToken(em, made.row));
				return pairOf(ctx, { sessionId, userId: user.id, tenantId }, made);
			},
		}),
	);

/** Gives a new pair for a refresh token. One that was used before ends every token of its login. */
export const refreshToken = procedure("anyone")
	.input(refreshSchema)
	.output(pairSchema)
	.mutation(async ({ ctx, input }) => {
		const { deps } = ctx;
		const now = deps.now();
		let made: MadeRefresh | null = null;
		const outcome = await presentRefreshToken(deps.orm, hashOf(input.refreshToken), {
			now,
			next: (family, startedAt) => {
				made = newRefresh(family, new Date(refreshUntil(now.getTime(), startedAt.getTime())));
				return made.row;
			},
		});
		if (outcome.kind === "reused") {
			deps.sessions.forget(outcome.family.sessionId);
			ctx.log.warn(
				{ userId: outcome.family.userId, sessionId: outcome.family.sessionId },
				"a used refresh token came again: its login has ended",
			);
		}
		if (outcome.kind !== "rotated" || made === null)
			throw new TieoutError("TOKEN_REFUSED", "This refresh token is not good any more. Sign in again for a new one.");
		return pairOf(ctx, outcome.family, made);
	});

/** Ends the login that a refresh token belongs to. Answers the same whatever the token is (RFC 7009, 2.2). */
export const revokeToken = procedure("anyone")
	.input(refreshSchema)
	.output(z.object({ revoked: z.literal(true) }))
	.mutation(async ({ ctx, input }) => {
		const family = await familyOfToken(ctx.deps.orm, hashOf(input.refreshToken));
		if (family !== null) {
			const { userId, sessionId } = family;
			await withUser(ctx.deps.orm, userId, (em) => revokeSession(em, sessionId));
			ctx.deps.sessions.forget(sessionId);
			await notePerson(ctx, {
				userId,
				tenants: "all",
				action: "sessions.end",
				resource: { kind: "session", id: sessionId },
				summary: "A program was signed out",
			});
		}
		return { revoked: true };
	});

interface MadeRefresh {
	readonly token: string;
	readonly row: NewRefreshToken;
}

function newRefresh({ userId, sessionId }: { readonly userId: string; readonly sessionId: string }, expiresAt: Date): MadeRefresh {
	const secret = newSessionToken();
	return { token: `${prefix}${secret}`, row: { id: randomUUID(), userId, sessionId, tokenHash: sessionTokenHash(secret), expiresAt } };
}

async function pairOf({ deps }: RequestContext, facts: TokenFacts, made: MadeRefresh): Promise<z.infer<typeof pairSchema>> {
	const { token } = await deps.tokens.issue(facts);
	return {
		accessToken: token,
		tokenType: "Bearer",
		expiresIn: life.accessTokenMs / 1000,
		refreshToken: made.token,
		refreshExpiresAt: made.row.expiresAt.toISOString(),
		tenantId: facts.tenantId,
	};
}
