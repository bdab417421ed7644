// What stands between a right password and a session: the second factor, where the person has one, and companies that let nobody in with a
// password. The ticket in between is sealed, lasts ten minutes, and dies with the password that it was given for.
import { z } from "zod";
import { userById } from "../../db/tenancy/user.store.ts";
import { membershipsOf } from "../../db/tenancy/membership.store.ts";
import { withUser } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { life } from "../../domain/tenancy/token-life.ts";
import { passwordMark } from "../../platform/mail-secrets.ts";
import { tickets } from "../../platform/sealed-ticket.ts";
import type { ApiDeps } from "../context.ts";
import type { KnownPerson } from "./check-password.ts";

const ticketSchema = z.object({ userId: z.uuid(), of: z.string() });

const ticketsOf = (deps: ApiDeps) => tickets(deps.keys, "second-factor", deps.now);

export function secondFactorTicket(deps: ApiDeps, { user }: KnownPerson): string {
	const until = new Date(deps.now().getTime() + life.stepMs);
	return ticketsOf(deps).seal({ userId: user.id, of: passwordMark(user.passwordHash) }, until);
}

/** @throws TieoutError STEP_EXPIRED */
export async function personOfTicket(deps: ApiDeps, ticket: string): Promise<KnownPerson> {
	const opened = ticketSchema.safeParse(ticketsOf(deps).open(ticket));
	if (!opened.success) throw expired();
	const { userId, of } = opened.data;
	const known = await withUser(deps.orm, userId, async (em) => ({
		user: await userById(em, userId),
		memberships: await membershipsOf(em, userId),
	}));
	const { user, memberships } = known;
	if (user === null || memberships.length === 0 || passwordMark(user.passwordHash) !== of) throw expired();
	return { user, memberships };
}

const expired = (): TieoutError => new TieoutError("STEP_EXPIRED", "This login has waited too long. Enter your password again.");
