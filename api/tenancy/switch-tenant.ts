import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { withUser } from "../../db/tenant-scope.ts";
import { setSessionTenant } from "../../db/tenancy/session.store.ts";
import { procedure } from "../trpc.ts";
import { meSchema } from "./me.schema.ts";
import { readMe } from "./read-me.ts";

export const switchTenant = procedure("signed-in")
	.input(z.object({ tenantId: z.uuid("A company's id is a UUID.") }))
	.output(meSchema)
	.mutation(({ ctx, input: { tenantId } }) =>
		withUser(ctx.deps.orm, ctx.session.userId, async (em) => {
			const { userId, sessionId } = ctx.session;
			const next = await readMe(em, { userId, tenantId });
			if (next === null) throw new TieoutError("NOT_FOUND", "You are not a member of a company with this id. Choose one of your own.");
			await setSessionTenant(em, { sessionId, tenantId });
			return next;
		}),
	);
