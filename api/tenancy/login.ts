import { z } from "zod";
import { withUser } from "../../db/tenant-scope.ts";
import type { RequestContext } from "../context.ts";
import { procedure } from "../trpc.ts";
import { notSignedIn } from "../with-permission.ts";
import { checkPassword, type KnownPerson } from "./check-password.ts";
import { companyToEnter } from "./company-to-enter.ts";
import { personOfTicket, secondFactorTicket } from "./login-step.ts";
import { type Me, meSchema } from "./me.schema.ts";
import { readMe } from "./read-me.ts";
import { checkSecondFactor } from "./second-factor.ts";
import { startBrowserSession } from "./start-session.ts";

export const credentials = z.object({
	email: z.string().trim().min(3, "Enter your e-mail address.").max(254),
	password: z.string().min(1, "Enter your password.").max(256),
});

const codeField = z.string().trim().min(6, "Enter the six digits of your app, or a recovery code.").max(40);

/** A browser's login. Where the person has a second factor, the answer asks for it and nobody is signed in yet. */
export const login = procedure("anyone")
	.input(credentials)
	.output(
		z.discriminatedUnion("step", [
			z.object({ step: z.literal("in"), me: meSchema }),
			z.object({ step: z.literal("second_factor"), ticket: z.string() }),
		]),
	)
	.mutation(async ({ ctx, input }) => {
		const person = await checkPassword(ctx, input);
		if (person.secondFactor) return { step: "second_factor" as const, ticket: secondFactorTicket(ctx.deps, person) };
		return { step: "in" as const, me: await enter(ctx, person) };
	});

/** Its second step. */
export const loginCode = procedure("anyone")
	.input(z.object({ ticket: z.string().min(1).max(2_000), code: codeField }))
	.output(meSchema)
	.mutation(async ({ ctx, input }) => {
		const person = await personOfTicket(ctx.deps, input.ticket);
		await checkSecondFactor(ctx.deps, person.user.id, input.code);
		return enter(ctx, person);
	});

async function enter(ctx: RequestContext, { user, memberships }: KnownPerson): Promise<Me> {
	const { tenantId } = await companyToEnter(ctx.deps, memberships);
	const [me] = await Promise.all([
		withUser(ctx.deps.orm, user.id, (em) => readMe(em, { userId: user.id, tenantId })),
		startBrowserSession(ctx, { user, tenantId, method: "password", boundTenantId: null }),
	]);
	if (me === null) throw notSignedIn();
	return me;
}
