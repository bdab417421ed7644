import { z } from "zod";
import { withUser } from "../../db/tenant-scope.ts";
import { revokeSession } from "../../db/tenancy/session.store.ts";
import { procedure } from "../trpc.ts";
import { notePerson } from "./note-person.ts";

/** Also answers when the session is gone already: leaving must always work. */
export const logout = procedure("anyone")
	.output(z.object({ signedOut: z.literal(true) }))
	.mutation(async ({ ctx }) => {
		const { session } = ctx;
		if (session !== null) {
			const { userId, tenantId, sessionId } = session;
			await notePerson(ctx, {
				userId,
				tenants: [tenantId],
				action: "sessions.end",
				resource: { kind: "session", id: sessionId },
				summary: "Logged out",
			});
			await withUser(ctx.deps.orm, userId, (em) => revokeSession(em, sessionId));
			ctx.deps.sessions.forget(session.sessionId);
		}
		ctx.cookie.clear();
		return { signedOut: true };
	});
