import { randomUUID } from "node:crypto";
import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { withUser } from "../../db/tenant-scope.ts";
import { membershipsOf } from "../../db/tenancy/membership.store.ts";
import { createSession, revokeSession } from "../../db/tenancy/session.store.ts";
import { userById, userIdByEmail } from "../../db/tenancy/user.store.ts";
import { procedure } from "../trpc.ts";
import { meSchema } from "./me.schema.ts";
import { isRightPassword } from "./password.ts";
import { readMe } from "./read-me.ts";
import { newSessionToken, sessionTokenHash } from "./session-cookie.ts";

const sessionMs = 12 * 60 * 60 * 1000;

// One sentence for a wrong password, an unknown account and one without a company: which it was is nobody's business.
const refused = (): TieoutError =>
	new TieoutError("LOGIN_REFUSED", "The e-mail address or the password is not right. Check both and try again.");

export const login = procedure("anyone")
	.input(
		z.object({
			email: z.string().trim().min(3, "Enter your e-mail address.").max(254),
			password: z.string().min(1, "Enter your password.").max(256),
		}),
	)
	.output(meSchema)
	.mutation(async ({ ctx, input }) => {
		const { orm, loginLimit, now } = ctx.deps;
		const email = input.email.toLowerCase();
		loginLimit.begin(ctx.address, email);
		const userId = await userIdByEmail(orm, email);
		const known =
			userId === null
				? null
				: await withUser(orm, userId, async (em) => ({ user: await userById(em, userId), memberships: await membershipsOf(em, userId) }));
		// Outside any transaction: argon2 takes its time on purpose.
		const right = await isRightPassword(known?.user?.passwordHash ?? null, input.password);
		const active = known?.memberships[0];
		if (!right || !known?.user || active === undefined) throw refused();
		const { user } = known;
		loginLimit.succeeded(ctx.address, email);

		// One browser, one session: whoever was signed in here before isn't any more.
		const before = ctx.session;
		if (before !== null) await withUser(orm, before.userId, (em) => revokeSession(em, before.sessionId));
		const token = newSessionToken();
		const expiresAt = new Date(now().getTime() + sessionMs);
		const signedIn = await withUser(orm, user.id, async (em) => {
			await createSession(em, {
				id: randomUUID(),
				tokenHash: sessionTokenHash(token),
				userId: user.id,
				tenantId: active.tenantId,
				expiresAt,
			});
			return readMe(em, { userId: user.id, tenantId: active.tenantId });
		});
		if (signedIn === null) throw refused();
		ctx.cookie.set(token, expiresAt);
		ctx.log.info({ userId: user.id, tenantId: active.tenantId }, "signed in");
		return signedIn;
	});
