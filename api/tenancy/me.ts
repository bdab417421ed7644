import { withUser } from "../../db/tenant-scope.ts";
import { procedure } from "../trpc.ts";
import { notSignedIn } from "../with-permission.ts";
import { meSchema } from "./me.schema.ts";
import { readMe } from "./read-me.ts";

export const me = procedure("signed-in")
	.output(meSchema)
	.query(({ ctx }) =>
		withUser(ctx.deps.orm, ctx.session.userId, async (em) => {
			const found = await readMe(em, ctx.session);
			if (found === null) throw notSignedIn();
			return found;
		}),
	);
