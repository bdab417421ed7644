import { membershipsOf } from "../../db/tenancy/membership.store.ts";
import { withUser } from "../../db/tenant-scope.ts";
import { userById } from "../../db/tenancy/user.store.ts";
import { procedure } from "../trpc.ts";
import { notSignedIn } from "../with-permission.ts";
import { meOf, meSchema } from "./me.schema.ts";

export const me = procedure("signed-in")
	.output(meSchema)
	.query(({ ctx }) =>
		withUser(ctx.deps.orm, ctx.session.userId, async (em) => {
			const user = await userById(em, ctx.session.userId);
			const memberships = await membershipsOf(em, ctx.session.userId);
			const active = memberships.find((membership) => membership.tenantId === ctx.session.tenantId);
			if (user === null || active === undefined) throw notSignedIn();
			return meOf({ id: user.id, name: user.name, email: user.email }, memberships, active);
		}),
	);
