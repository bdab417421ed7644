import { z } from "zod";
import { withUser } from "../../db/tenant-scope.ts";
import { revokeSession } from "../../db/tenancy/session.store.ts";
import { procedure } from "../trpc.ts";

/** Also answers when the session is gone already: leaving must always work. */
export const logout = procedure("anyone")
	.output(z.object({ signedOut: z.literal(true) }))
	.mutation(async ({ ctx }) => {
		const { session } = ctx;
		if (session !== null) {
			await withUser(ctx.deps.orm, session.userId, (em) => revokeSession(em, session.sessionId));
			ctx.deps.sessions.forget(session.sessionId);
		}
		ctx.cookie.clear();
		return { signedOut: true };
	});
