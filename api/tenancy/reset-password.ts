// A new password by mail: also the way out of a lockout. Asking is answered the same, and takes the same time, for every address.
import { z } from "zod";
import { setPassword } from "../../db/tenancy/new-account.store.ts";
import { revokeSessions } from "../../db/tenancy/session.store.ts";
import { forgetTries } from "../../db/tenancy/throttle.store.ts";
import { userById } from "../../db/tenancy/user.store.ts";
import { withUser } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { passwordMark } from "../../platform/mail-secrets.ts";
import { procedure } from "../trpc.ts";
import { factsOfLink, linkToken, useLink } from "./mail-link.ts";
import { newPassword, requireGoodPassword } from "./new-password.ts";
import { notePerson } from "./note-person.ts";
import { hashPassword } from "./password.ts";
import { emailField } from "./register.ts";
import { requestMail } from "./request-mail.ts";
import { countTries } from "./tries.ts";

export const forgotPassword = procedure("anyone")
	.input(z.object({ email: emailField }))
	.output(z.object({ mailed: z.literal(true) }))
	.mutation(async ({ ctx, input: { email } }) => {
		await countTries(ctx.deps, [
			{ name: "mail_from", of: ctx.address },
			{ name: "mail_to", of: email },
		]);
		await requestMail(ctx, "reset", { to: email });
		return { mailed: true };
	});

/** Ends every session of the person and every lockout. The second factor stays: a mailbox alone doesn't open an account that has one. */
export const resetPassword = procedure("anyone")
	.input(z.object({ token: linkToken, password: newPassword }))
	.output(z.object({ email: z.string() }))
	.mutation(async ({ ctx, input }) => {
		const { deps } = ctx;
		const { userId, of } = await factsOfLink(deps, input.token, "reset");
		const user = await withUser(deps.orm, userId, (em) => userById(em, userId));
		if (user === null || passwordMark(user.passwordHash) !== of)
			throw new TieoutError("LINK_OVER", "The password was changed after this link was made. Ask for a new link.");
		requireGoodPassword(input.password, [user.email, user.name]);
		const passwordHash = await hashPassword(input.password);
		await useLink(deps, input.token);
		await withUser(deps.orm, userId, async (em) => {
			await setPassword(em, userId, passwordHash);
			await revokeSessions(em, { userId, boundTenantId: null, except: null });
		});
		deps.sessions.forgetAll();
		await forgetTries(deps.orm, { name: "account", of: user.email });
		await requestMail(ctx, "password_changed", { to: user.email, name: user.name });
		await notePerson(ctx, {
			userId,
			tenants: "all",
			action: "users.reset_password",
			resource: { kind: "user", id: userId },
			summary: "Chose a new password by mail; every session ended",
		});
		ctx.log.info({ userId }, "password chosen anew by mail");
		return { email: user.email };
	});
