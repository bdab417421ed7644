// Out of a company that lets the person in no longer, into another one of theirs: with a word why, and without signing in again.
import { z } from "zod";
import { membershipsOf, theWayItEnded } from "../../db/tenancy/membership.store.ts";
import { revokeSession, setSessionTenant } from "../../db/tenancy/session.store.ts";
import { withTenant, withUser } from "../../db/tenant-scope.ts";
import { waysOfEnding } from "../../domain/tenancy/ended-access.ts";
import type { Session } from "../../db/tenancy/session.store.ts";
import type { ApiDeps, RequestContext } from "../context.ts";
import { procedure } from "../trpc.ts";
import { companyToEnter } from "./company-to-enter.ts";
import { type Me, meSchema } from "./me.schema.ts";
import { notePerson } from "./note-person.ts";
import { readMe } from "./read-me.ts";

/**
 * Moves a session whose company is over for the person to the next one of theirs.
 * @returns null: there is none that a password opens, and the session has ended
 */
export async function moveSessionOn(
	deps: Pick<ApiDeps, "orm" | "sessions">,
	{ sessionId, userId, boundTenantId }: Session,
): Promise<Me | null> {
	const others = boundTenantId === null ? await withUser(deps.orm, userId, (em) => membershipsOf(em, userId)) : [];
	// A company that lets nobody in with a password is not entered by the end of another one.
	const next = await companyToEnter(deps, others).catch(() => undefined);
	const me = await withUser(deps.orm, userId, async (em) => {
		if (next === undefined) {
			await revokeSession(em, sessionId);
			return null;
		}
		await setSessionTenant(em, { sessionId, tenantId: next.tenantId });
		return readMe(em, { userId, tenantId: next.tenantId });
	});
	deps.sessions.forget(sessionId);
	return me;
}

const output = z.object({
	/** null: nobody is signed in any more. */
	me: meSchema.nullable(),
	/** null: the session's company lets the person in, and nothing was done. */
	ended: z.object({ company: z.string(), how: z.enum(waysOfEnding) }).nullable(),
});

/** For a session whose company has let go of the person, or was support's for a time that is over. */
export const enterAnother = procedure("signed-in")
	.output(output)
	.mutation(async ({ ctx }) => {
		const { deps, session } = ctx;
		const { userId, tenantId } = session;
		const still = await withUser(deps.orm, userId, (em) => readMe(em, session));
		if (still !== null) return { me: still, ended: null };
		const ended = await withTenant(deps.orm, { tenantId }, (em) => theWayItEnded(em, { tenantId, userId }));
		const me = await moveSessionOn(deps, session);
		if (me === null) ctx.cookie.clear();
		else await noteArrival(ctx, session, me.tenant.tenantId);
		return { me, ended };
	});

const noteArrival = (ctx: RequestContext, { userId, sessionId }: Session, tenantId: string): Promise<void> =>
	notePerson(ctx, {
		userId,
		tenants: [tenantId],
		action: "sessions.switch",
		resource: { kind: "session", id: sessionId },
		summary: "Came in from another company",
	});
