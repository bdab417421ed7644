import { z } from "zod";
import { memberById } from "../../db/tenancy/member.store.ts";
import { eraseAccount, erasePersonIn, isInOtherCompanies } from "../../db/tenancy/erase-person.store.ts";
import { withUser } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { procedure } from "../trpc.ts";

/**
 * Erases a person who has left for good: their name and addresses in this company, and their account when they are in no other one.
 * What they did stays, under their id alone, and the audit trail's chain stays whole. It may be asked again.
 */
export const erasePerson = procedure("users.manage")
	.input(
		z.object({
			userId: z.uuid(),
			/** The person's name, as it stands in the list. */
			name: z.string(),
			reason: z.string().trim().min(3, "Say why in a few words.").max(500, "A reason has at most 500 characters."),
		}),
	)
	.output(z.object({ account: z.enum(["erased", "kept"]), personalValues: z.number() }))
	.mutation(async ({ ctx: { em, tenantId, deps, audit }, input: { userId, name, reason } }) => {
		const member = await memberById(em, { tenantId, userId });
		if (member === null) throw new TieoutError("NOT_FOUND", "This person is no member of the company. Reload the list.");
		if (member.status !== "removed") throw new TieoutError("CONFLICT", "Remove the person first: only who has left is erased.");
		if (member.name !== name) throw new TieoutError("INPUT", "This is not the person's name. Type it exactly as it stands in the list.");
		const account = await withUser(deps.orm, userId, async (own) => {
			if (await isInOtherCompanies(own, { tenantId, userId })) return "kept";
			await eraseAccount(own, userId);
			return "erased";
		});
		const { personalValues } = await erasePersonIn(em, { tenantId, userId });
		await audit({
			action: "users.erase",
			resource: { kind: "user", id: userId },
			summary: "A person who left was erased: what they did stays under their id alone.",
			after: { account, personalValues },
			reason,
		});
		return { account, personalValues };
	});
