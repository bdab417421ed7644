// A person's own account: password, second factor, recovery codes. A session that a company's identity provider vouched for changes nothing
// here: what the provider says holds for its company, and the account opens others too.
import { z } from "zod";
import { recordAudit } from "../../db/tenancy/audit.store.ts";
import { setPassword } from "../../db/tenancy/new-account.store.ts";
import {
	removeSecondFactor,
	secondFactorOf,
	setUpSecondFactor,
	takeStep,
	unusedRecoveryCodes,
} from "../../db/tenancy/second-factor.store.ts";
import { revokeSessions, type Session } from "../../db/tenancy/session.store.ts";
import { userById, type UserRow } from "../../db/tenancy/user.store.ts";
import { withTenant, withUser } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { otpauthUri, plainCode, toBase32 } from "../../domain/tenancy/totp.ts";
import type { RequestContext } from "../context.ts";
import { procedure } from "../trpc.ts";
import { notSignedIn, originOf } from "../with-permission.ts";
import { newPassword, requireGoodPassword } from "./new-password.ts";
import { hashPassword, isRightPassword } from "./password.ts";
import { requestMail } from "./request-mail.ts";
import { checkSecondFactor, newRecoveryCodes, openTotpSecret, sealTotpSecret, wrongCode } from "./second-factor.ts";
import { startBrowserSession } from "./start-session.ts";
import { newTotpSecret, stepOfCode } from "./totp-code.ts";
import { countTries, tryWasRight } from "./tries.ts";

const done = z.object({ done: z.literal(true) });
const password = z.string().min(1, "Enter your password.").max(256);
const codes = z.object({ codes: z.array(z.string()) });

type Signed = RequestContext & { readonly session: Session };

/** The person, when the session is their own and they have typed their present password. @throws TieoutError PASSWORD_REFUSED, SSO_BOUND or TOO_MANY_TRIES */
async function sure({ deps, session, address }: Signed, typed: string): Promise<UserRow> {
	if (session.boundTenantId !== null)
		throw new TieoutError(
			"SSO_BOUND",
			"You came in through a company’s identity provider, which looks after your account. Sign in with your password to change it here.",
		);
	const user = await withUser(deps.orm, session.userId, (em) => userById(em, session.userId));
	if (user === null) throw notSignedIn();
	await countTries(deps, [{ name: "account", of: user.email }]);
	if (!(await isRightPassword(user.passwordHash, typed))) throw new TieoutError("PASSWORD_REFUSED", "Your present password is not right.");
	await tryWasRight(deps, { address, account: user.email });
	return user;
}

function note(ctx: Signed, user: UserRow, what: { action: string; summary: string }): Promise<void> {
	const { deps, session, correlationId } = ctx;
	const { tenantId, userId } = session;
	return withTenant(deps.orm, { tenantId, userId, entityIds: null }, (em) =>
		recordAudit(em, {
			tenantId,
			actor: { kind: "person", id: userId, name: user.name, onBehalfOf: null },
			origin: originOf(ctx, user.email),
			correlationId,
			...what,
			resource: { kind: "user", id: userId },
		}),
	);
}

export const accountSecurity = procedure("signed-in")
	.output(
		z.object({
			/** False: the account is looked after by the company's identity provider. */
			own: z.boolean(),
			hasPassword: z.boolean(),
			secondFactor: z.boolean(),
			recoveryCodesLeft: z.number(),
		}),
	)
	.query(({ ctx: { deps, session } }) =>
		withUser(deps.orm, session.userId, async (em) => ({
			own: session.boundTenantId === null,
			hasPassword: (await userById(em, session.userId))?.passwordHash != null,
			secondFactor: (await secondFactorOf(em, session.userId))?.confirmed === true,
			recoveryCodesLeft: await unusedRecoveryCodes(em, session.userId),
		})),
	);

/** Ends every session of the person, and gives this browser a new one. */
export const changePassword = procedure("signed-in")
	.input(z.object({ present: password, password: newPassword }))
	.output(done)
	.mutation(async ({ ctx, input }) => {
		const { deps, session } = ctx;
		const user = await sure(ctx, input.present);
		requireGoodPassword(input.password, [user.email, user.name]);
		const passwordHash = await hashPassword(input.password);
		await withUser(deps.orm, user.id, async (em) => {
			await setPassword(em, user.id, passwordHash);
			await revokeSessions(em, { userId: user.id, boundTenantId: null, except: null });
		});
		deps.sessions.forgetAll();
		await startBrowserSession(ctx, { user, tenantId: session.tenantId, method: "password", boundTenantId: null });
		await note(ctx, user, { action: "users.change_password", summary: "Changed their password" });
		await requestMail(ctx, "password_changed", { to: user.email, name: user.name });
		return { done: true };
	});

/** A secret for the authenticator app. It counts once a code of it was shown. */
export const setUpTotp = procedure("signed-in")
	.input(z.object({ present: password }))
	.output(z.object({ secret: z.string(), uri: z.string() }))
	.mutation(async ({ ctx, input }) => {
		const user = await sure(ctx, input.present);
		const secret = newTotpSecret();
		const kept = await withUser(ctx.deps.orm, user.id, (em) =>
			setUpSecondFactor(em, user.id, sealTotpSecret(ctx.deps.keys, user.id, secret)),
		);
		if (!kept) throw new TieoutError("INPUT", "Your account has a second factor already. Remove it, then set up another one.");
		const text = toBase32(secret);
		return { secret: text, uri: otpauthUri({ account: user.email, secret: text }) };
	});

/** Confirms the app with one of its codes; the answer is the one time that the recovery codes are shown. */
export const confirmTotp = procedure("signed-in")
	.input(z.object({ code: z.string().trim().min(6).max(10) }))
	.output(codes)
	.mutation(async ({ ctx, input }) => {
		const { deps, session } = ctx;
		const { userId } = session;
		await countTries(deps, [{ name: "code", of: userId }]);
		const found = await withUser(deps.orm, userId, async (em) => {
			const factor = await secondFactorOf(em, userId);
			if (factor === null || factor.confirmed || session.boundTenantId !== null) return null;
			const step = stepOfCode(openTotpSecret(deps.keys, userId, factor), plainCode(input.code), {
				nowMs: deps.now().getTime(),
				lastStep: factor.lastStep,
			});
			if (step === null || !(await takeStep(em, userId, step))) return null;
			return { made: await newRecoveryCodes(em, userId), user: await userById(em, userId) };
		});
		if (found === null || found.user === null) throw wrongCode();
		await note(ctx, found.user, { action: "users.add_second_factor", summary: "Set up a second factor" });
		return { codes: [...found.made] };
	});

export const removeTotp = procedure("signed-in")
	.input(z.object({ present: password, code: z.string().trim().min(6).max(40) }))
	.output(done)
	.mutation(async ({ ctx, input }) => {
		const user = await sure(ctx, input.present);
		await checkSecondFactor(ctx.deps, user.id, input.code);
		await withUser(ctx.deps.orm, user.id, (em) => removeSecondFactor(em, user.id));
		await note(ctx, user, { action: "users.remove_second_factor", summary: "Removed their second factor" });
		return { done: true };
	});

/** New recovery codes in the place of all others. */
export const renewRecoveryCodes = procedure("signed-in")
	.input(z.object({ present: password, code: z.string().trim().min(6).max(40) }))
	.output(codes)
	.mutation(async ({ ctx, input }) => {
		const user = await sure(ctx, input.present);
		await checkSecondFactor(ctx.deps, user.id, input.code);
		const made = await withUser(ctx.deps.orm, user.id, (em) => newRecoveryCodes(em, user.id));
		await note(ctx, user, { action: "users.renew_recovery_codes", summary: "Made new recovery codes" });
		return { codes: [...made] };
	});
