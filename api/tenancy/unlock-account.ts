import { z } from "zod";
import { isMemberId } from "../../db/tenancy/invitation.store.ts";
import { forgetTries } from "../../db/tenancy/throttle.store.ts";
import { userById } from "../../db/tenancy/user.store.ts";
import { withUser } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { procedure } from "../trpc.ts";

/** Lets a colleague who was locked out by failed logins try again at once. It tells nobody whether they were. */
export const unlockAccount = procedure("users.manage")
	.input(z.object({ userId: z.uuid() }))
	.output(z.object({ done: z.literal(true) }))
	.mutation(async ({ ctx, input: { userId } }) => {
		const { orm } = ctx.deps;
		const member = await isMemberId(ctx.em, ctx.tenantId, userId);
		const user = member ? await withUser(orm, userId, (em) => userById(em, userId)) : null;
		if (user === null) throw new TieoutError("NOT_FOUND", "This company has no member with this id.");
		await forgetTries(orm, { name: "account", of: user.email });
		await forgetTries(orm, { name: "code", of: userId });
		await ctx.audit({ action: "users.unlock", resource: { kind: "user", id: userId }, summary: "Ended a lockout after failed logins" });
		return { done: true };
	});
