import { userById } from "../../db/tenancy/user.store.ts";
import { withUser } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { procedure } from "../trpc.ts";
import { notSignedIn } from "../with-permission.ts";
import { meSchema } from "./me.schema.ts";
import { readMe } from "./read-me.ts";

export const me = procedure("signed-in")
	.output(meSchema)
	.query(({ ctx }) =>
		withUser(ctx.deps.orm, ctx.session.userId, async (em) => {
			const found = await readMe(em, ctx.session);
			if (found !== null) return found;
			if ((await userById(em, ctx.session.userId)) === null) throw notSignedIn();
			throw new TieoutError("ACCESS_ENDED", "This company lets you in no longer. Enter another one of yours, or sign in again.");
		}),
	);
