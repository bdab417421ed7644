import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { withUser } from "../../db/tenant-scope.ts";
import { membershipsOf } from "../../db/tenancy/membership.store.ts";
import { setSessionTenant } from "../../db/tenancy/session.store.ts";
import { userById } from "../../db/tenancy/user.store.ts";
import { procedure } from "../trpc.ts";
import { notSignedIn } from "../with-permission.ts";
import { meOf, meSchema } from "./me.schema.ts";

export const switchTenant = procedure("signed-in")
	.input(z.object({ tenantId: z.uuid("A company's id is a UUID.") }))
	.output(meSchema)
	.mutation(({ ctx, input }) =>
		withUser(ctx.deps.orm, ctx.session.userId, async (em) => {
			const { userId, sessionId } = ctx.session;
			const user = await userById(em, userId);
			if (user === null) throw notSignedIn();
			const memberships = await membershipsOf(em, userId);
			const next = memberships.find((membership) => membership.tenantId === input.tenantId);
			if (next === undefined) throw new TieoutError("NOT_FOUND", "You are not a member of a company with this id. Choose one of your own.");
			await setSessionTenant(em, { sessionId, tenantId: next.tenantId });
			return meOf({ id: user.id, name: user.name, email: user.email }, memberships, next);
		}),
	);
