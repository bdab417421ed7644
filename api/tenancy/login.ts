import { z } from "zod";
import type { Membership } from "../../db/tenancy/membership.store.ts";
import { withUser } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { derivedId } from "../../domain/core/ids.ts";
import type { RequestContext } from "../context.ts";
import { procedure } from "../trpc.ts";
import { notSignedIn } from "../with-permission.ts";
import { type AskedPerson, type KnownPerson, withPassword } from "./check-password.ts";
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
	.mutation(({ ctx, input }) =>
		withPassword(ctx, input, {
			meanwhile: (asked) => lookAhead(ctx, asked),
			then: async (person, ahead) => {
				if (person.secondFactor) return { step: "second_factor" as const, ticket: secondFactorTicket(ctx.deps, person) };
				return { step: "in" as const, me: await enter(ctx, person, ahead) };
			},
		}),
	);

/** Its second step. */
export const loginCode = procedure("anyone")
	.input(z.object({ ticket: z.string().min(1).max(2_000), code: codeField }))
	.output(meSchema)
	.mutation(async ({ ctx, input }) => {
		const person = await personOfTicket(ctx.deps, input.ticket);
		await checkSecondFactor(ctx.deps, person.user.id, input.code);
		return enter(ctx, person, await lookAhead(ctx, { userId: person.user.id, memberships: person.memberships }));
	});

type Ahead = { readonly tenantId: string; readonly me: Me | null } | { readonly refusal: TieoutError };

/** Where a login would lead. Whoever has no company is looked up in one that isn't there, so that it takes as long. */
async function lookAhead({ deps }: RequestContext, { userId, memberships }: AskedPerson): Promise<Ahead> {
	try {
		const { tenantId } = await companyToEnter(deps, memberships.length > 0 ? memberships : [noCompany(userId)]);
		return { tenantId, me: await withUser(deps.orm, userId, (em) => readMe(em, { userId, tenantId })) };
	} catch (error) {
		if (error instanceof TieoutError) return { refusal: error };
		throw error;
	}
}

const noCompany = (userId: string): Membership => ({
	tenantId: derivedId("nobody's company", userId),
	name: "",
	dataKind: "production",
	role: "analyst",
	roleName: "",
});

async function enter(ctx: RequestContext, { user }: KnownPerson, ahead: Ahead): Promise<Me> {
	if ("refusal" in ahead) throw ahead.refusal;
	const { tenantId, me } = ahead;
	if (me === null) throw notSignedIn();
	await startBrowserSession(ctx, { user, tenantId, method: "password", boundTenantId: null });
	return me;
}
