// A person's own sessions: seen, and ended one by one or all at once. A session that a company's identity provider vouched for sees and
// ends those of that company alone: it speaks for nothing else of the person's.
import { z } from "zod";
import { recordAudit } from "../../db/tenancy/audit.store.ts";
import { openSessions, revokeSession, revokeSessions, type Session } from "../../db/tenancy/session.store.ts";
import { actingMember } from "../../db/tenancy/membership.store.ts";
import { withTenant, withUser } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { deviceText } from "../../domain/tenancy/device.ts";
import type { RequestContext } from "../context.ts";
import { procedure } from "../trpc.ts";
import { originOf } from "../with-permission.ts";

export const listSessions = procedure("signed-in")
	.output(
		z.array(
			z.object({
				id: z.uuid(),
				/** The one that asks. */
				current: z.boolean(),
				kind: z.enum(["browser", "api"]),
				method: z.enum(["password", "sso"]),
				company: z.string(),
				/** "Firefox on Windows": a guess. */
				device: z.string(),
				address: z.string().nullable(),
				createdAt: z.string(),
				/** To about five minutes. */
				seenAt: z.string(),
				expiresAt: z.string(),
			}),
		),
	)
	.query(async ({ ctx }) => {
		const { userId, sessionId, boundTenantId } = ctx.session;
		const rows = await withUser(ctx.deps.orm, userId, (em) => openSessions(em, { userId, boundTenantId }));
		return rows.map(({ userAgent, tenantId: _, ...row }) => ({ ...row, current: row.id === sessionId, device: deviceText(userAgent) }));
	});

export const endSession = procedure("signed-in")
	.input(z.object({ sessionId: z.uuid() }))
	.output(z.object({ ended: z.literal(true) }))
	.mutation(async ({ ctx, input }) => {
		const { userId, boundTenantId } = ctx.session;
		const ended = await withUser(ctx.deps.orm, userId, async (em) => {
			const open = await openSessions(em, { userId, boundTenantId });
			return open.some(({ id }) => id === input.sessionId) && revokeSession(em, input.sessionId);
		});
		if (!ended) throw new TieoutError("NOT_FOUND", "You have no open session with this id. It may have ended already: reload the list.");
		ctx.deps.sessions.forget(input.sessionId);
		await noteEnd(ctx, ctx.session, { id: input.sessionId, summary: "Ended a session" });
		return { ended: true };
	});

/** Log out everywhere: this browser too, unless it is to stay. */
export const endAllSessions = procedure("signed-in")
	.input(z.object({ butThis: z.boolean() }))
	.output(z.object({ ended: z.number() }))
	.mutation(async ({ ctx, input }) => {
		const { userId, sessionId, boundTenantId } = ctx.session;
		// Before the end: afterwards there is nobody to name.
		await noteEnd(ctx, ctx.session, { id: sessionId, summary: input.butThis ? "Ended every other session" : "Logged out everywhere" });
		const ended = await withUser(ctx.deps.orm, userId, (em) =>
			revokeSessions(em, { userId, boundTenantId, except: input.butThis ? sessionId : null }),
		);
		ctx.deps.sessions.forgetAll();
		if (!input.butThis) ctx.cookie.clear();
		return { ended };
	});

async function noteEnd(ctx: RequestContext, { tenantId, userId }: Session, what: { id: string; summary: string }): Promise<void> {
	await withTenant(ctx.deps.orm, { tenantId, userId, entityIds: null }, async (em) => {
		const { name, email } = (await actingMember(em, { tenantId, userId })) ?? { name: "", email: null };
		await recordAudit(em, {
			tenantId,
			actor: { kind: "person", id: userId, name, onBehalfOf: null },
			origin: originOf(ctx, email),
			correlationId: ctx.correlationId,
			action: "sessions.end",
			resource: { kind: "session", id: what.id },
			summary: what.summary,
		});
	});
}
