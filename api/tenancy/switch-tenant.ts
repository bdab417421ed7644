import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { withUser } from "../../db/tenant-scope.ts";
import { membershipsOf } from "../../db/tenancy/membership.store.ts";
import { setSessionTenant } from "../../db/tenancy/session.store.ts";
import { procedure } from "../trpc.ts";
import { notSignedIn } from "../with-permission.ts";
import { companyToEnter } from "./company-to-enter.ts";
import { meSchema } from "./me.schema.ts";
import { notePerson } from "./note-person.ts";
import { readMe } from "./read-me.ts";

export const switchTenant = procedure("signed-in")
	.input(z.object({ tenantId: z.uuid("A company's id is a UUID.") }))
	.output(meSchema)
	.mutation(async ({ ctx, input }) => {
		const { userId, sessionId, boundTenantId } = ctx.session;
		// A company's provider vouched for the person to that company; the others have not asked it.
		if (boundTenantId !== null && boundTenantId !== input.tenantId)
			throw new TieoutError(
				"SSO_BOUND",
				"You came in through one company’s identity provider. Sign out, then sign in to the other company.",
			);
		const memberships = await withUser(ctx.deps.orm, userId, (em) => membershipsOf(em, userId));
		if (boundTenantId === null) await companyToEnter(ctx.deps, memberships, input.tenantId);
		const me = await withUser(ctx.deps.orm, userId, async (em) => {
			const found = await readMe(em, { userId, tenantId: input.tenantId, sessionId });
			if (found === null) throw notSignedIn();
			await setSessionTenant(em, { sessionId, tenantId: input.tenantId });
			return found;
		});
		ctx.deps.sessions.forget(sessionId);
		await notePerson(ctx, {
			userId,
			tenants: [input.tenantId],
			action: "sessions.switch",
			resource: { kind: "session", id: sessionId },
			summary: "Came in from another company",
		});
		return me;
	});
