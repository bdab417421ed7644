// A new company: asked for with an address, made when the link in the mail is opened. What is answered first is the same for every address,
// and so is the time that it takes; whether there is an account already is said in the mail, to whom it concerns.
import { z } from "zod";
import { recordAudit } from "../../db/tenancy/audit.store.ts";
import { createCompany, createPerson, setPassword } from "../../db/tenancy/new-account.store.ts";
import { membershipsOf } from "../../db/tenancy/membership.store.ts";
import { emitEvent } from "../../db/tenancy/outbox.store.ts";
import { userIdByEmail } from "../../db/tenancy/user.store.ts";
import { withUser } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { emailAddress } from "../../domain/tenancy/email-address.ts";
import type { RequestContext } from "../context.ts";
import { procedure } from "../trpc.ts";
import { notSignedIn, originOf } from "../with-permission.ts";
import { factsOfLink, linkToken, useLink } from "./mail-link.ts";
import { meSchema } from "./me.schema.ts";
import { newPassword, requireGoodPassword } from "./new-password.ts";
import { hashPassword } from "./password.ts";
import { readMe } from "./read-me.ts";
import { requestMail } from "./request-mail.ts";
import { startBrowserSession } from "./start-session.ts";
import { countTries } from "./tries.ts";

export const emailField = z
	.string()
	.max(254)
	.transform((text, check) => {
		const email = emailAddress(text);
		if (email !== null) return email;
		check.addIssue({ code: "custom", message: "This is not an e-mail address." });
		return z.NEVER;
	});

const nameField = (of: string) => z.string().trim().min(1, `Enter ${of}.`).max(120);

export const register = procedure("anyone")
	.input(z.object({ email: emailField, name: nameField("your name"), company: nameField("your company's name") }))
	.output(z.object({ mailed: z.literal(true) }))
	.mutation(async ({ ctx, input: { email, name, company } }) => {
		await countTries(ctx.deps, [
			{ name: "mail_from", of: ctx.address },
			{ name: "mail_to", of: email },
		]);
		await requestMail(ctx, "register", { to: email, name, company });
		return { mailed: true };
	});

/** What the link in the mail is for; the link stays good. A mutation, because its secret must not stand in an address. */
export const registration = procedure("anyone")
	.input(z.object({ token: linkToken }))
	.output(z.object({ email: z.string(), name: z.string(), company: z.string() }))
	.mutation(({ ctx, input }) => factsOfLink(ctx.deps, input.token, "register"));

const zones: ReadonlySet<string> = new Set([...Intl.supportedValuesOf("timeZone"), "UTC"]);
const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

/** Makes person, company and owner, and signs them in. */
export const finishRegistration = procedure("anyone")
	.input(
		z.object({
			token: linkToken,
			password: newPassword,
			currency: z.string().refine((code) => currencies.has(code), "Choose the currency of your books."),
			timeZone: z.string().refine((zone) => zones.has(zone), "Choose the time zone of your books."),
		}),
	)
	.output(meSchema)
	.mutation(async ({ ctx, input }) => {
		const { deps } = ctx;
		const { email, name, company } = await factsOfLink(deps, input.token, "register");
		requireGoodPassword(input.password, [email, name, company]);
		const passwordHash = await hashPassword(input.password);
		const userId = (await createPerson(deps.orm, { email, name, passwordHash })) ?? (await personWithoutCompany(ctx, email, passwordHash));
		const tenantId = await createCompany(
			deps.orm,
			{
				name: company,
				currency: input.currency,
				timeZone: input.timeZone,
				owner: { userId, name, email },
				firstKey: deps.keys.begin,
			},
			async (em, made) => {
				const actor = { kind: "person", id: userId, name, onBehalfOf: null } as const;
				await recordAudit(em, {
					tenantId: made,
					actor,
					origin: originOf(ctx, email),
					correlationId: ctx.correlationId,
					action: "tenants.create",
					resource: { kind: "tenant", id: made },
					summary: "Set the company up",
					after: { currency: input.currency, timeZone: input.timeZone },
				});
				await emitEvent(em, { tenantId: made, topic: "tenant.created", key: made, payload: { tenantId: made } });
				await emitEvent(em, { tenantId: made, topic: "user.created", key: userId, payload: { userId, role: "owner" } });
			},
		);
		await useLink(deps, input.token);
		await startBrowserSession(ctx, { user: { id: userId, name, email }, tenantId, method: "password", boundTenantId: null });
		const me = await withUser(deps.orm, userId, (em) => readMe(em, { userId, tenantId }));
		if (me === null) throw notSignedIn();
		return me;
	});

/** Somebody who has left every company, or whose first company could not be made: the mail proved that the account is theirs. */
async function personWithoutCompany({ deps }: RequestContext, email: string, passwordHash: string): Promise<string> {
	const userId = await userIdByEmail(deps.orm, email);
	if (userId === null) throw new TieoutError("UNAVAILABLE", "The account could not be made just now. Try again in a moment.");
	await withUser(deps.orm, userId, async (em) => {
		if ((await membershipsOf(em, userId)).length > 0)
			throw new TieoutError("ACCOUNT_EXISTS", "There is an account with this e-mail address. Sign in, or choose a new password.");
		await setPassword(em, userId, passwordHash);
	});
	return userId;
}
