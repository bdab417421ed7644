// Begins a session for somebody who has shown who they are: always under a new token, so that a token from before the login opens nothing.
import { randomUUID } from "node:crypto";
import { recordAudit } from "../../db/tenancy/audit.store.ts";
import { createSession, revokeSession } from "../../db/tenancy/session.store.ts";
import { withTenant, withUser } from "../../db/tenant-scope.ts";
import { life } from "../../domain/tenancy/token-life.ts";
import type { RequestContext } from "../context.ts";
import { originOf } from "../with-permission.ts";
import { newSessionToken, sessionTokenHash } from "./session-cookie.ts";

export interface Entering {
	readonly user: { readonly id: string; readonly name: string; readonly email: string };
	readonly tenantId: string;
	readonly method: "password" | "sso";
	/** Set for `sso`: the session stays in this company. */
	readonly boundTenantId: string | null;
}

/** A browser's session; the cookie goes with the answer, and the session that this browser had ends. */
export async function startBrowserSession(ctx: RequestContext, entering: Entering): Promise<{ readonly sessionId: string }> {
	const before = ctx.session;
	if (before !== null) {
		await withUser(ctx.deps.orm, before.userId, (em) => revokeSession(em, before.sessionId));
		ctx.deps.sessions.forget(before.sessionId);
	}
	const token = newSessionToken();
	const expiresAt = new Date(ctx.deps.now().getTime() + life.browserMs);
	const sessionId = await addSession(ctx, entering, { kind: "browser", tokenHash: sessionTokenHash(token), expiresAt });
	ctx.cookie.set(token, expiresAt);
	return { sessionId };
}

/** A program's session: no cookie opens it; its first refresh token says until when it lasts. */
export async function startProgramSession(
	ctx: RequestContext,
	entering: Entering,
	expiresAt: Date,
): Promise<{ readonly sessionId: string }> {
	// Nobody ever holds this token.
	return { sessionId: await addSession(ctx, entering, { kind: "api", tokenHash: sessionTokenHash(newSessionToken()), expiresAt }) };
}

interface Kind {
	readonly kind: "browser" | "api";
	readonly tokenHash: string;
	readonly expiresAt: Date;
}

async function addSession(ctx: RequestContext, { user, tenantId, method, boundTenantId }: Entering, kind: Kind): Promise<string> {
	const id = randomUUID();
	await withTenant(ctx.deps.orm, { tenantId, userId: user.id, entityIds: null }, async (em) => {
		await createSession(em, {
			...kind,
			id,
			userId: user.id,
			email: user.email,
			tenantId,
			method,
			boundTenantId,
			userAgent: ctx.userAgent,
			address: ctx.address,
		});
		await recordAudit(em, {
			tenantId,
			actor: { kind: "person", id: user.id, name: user.name, onBehalfOf: null },
			origin: originOf(ctx, user.email),
			correlationId: ctx.correlationId,
			action: "sessions.start",
			resource: { kind: "session", id },
			summary: method === "sso" ? "Signed in through the company’s identity provider" : "Signed in with a password",
			after: { kind: kind.kind, method },
		});
	});
	ctx.log.info({ userId: user.id, tenantId, method }, "signed in");
	return id;
}
