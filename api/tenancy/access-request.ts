import { z } from "zod";
import { memberRole } from "../../db/tenancy/member-role.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { roleNames, roles } from "../../domain/tenancy/permissions.ts";
import { procedure } from "../trpc.ts";
import { proposeChange } from "./propose-change.ts";

const askable = roles.filter((role) => role !== "owner" && role !== "integration");

/** Asks for another role: whoever looks after the company's people decides in their inbox. */
export const requestAccess = procedure("tenancy.read")
	.input(
		z.object({
			role: z.enum(askable),
			reason: z.string().trim().min(3, "Say in a few words what you need it for.").max(500),
		}),
	)
	.output(z.object({ jobId: z.string(), decisionId: z.string() }))
	.mutation(async ({ ctx, input: { role, reason } }) => {
		const { em, tenantId, userId, actor } = ctx;
		const now = await memberRole(em, { tenantId, userId });
		if (now?.role === role) throw new TieoutError("CONFLICT", `You are ${roleNames[role]} already. Reload the page.`);
		const args = { userId, role, roleId: null, entityIds: now?.entityIds ?? null };
		const sentence = `${actor.name} becomes ${roleNames[role]}.`;
		const trail = `A member becomes ${roleNames[role]}.`;
		return proposeChange(ctx, { kind: "users.change_role", args }, { title: `Role of ${actor.name}`, sentence, trail, reason });
	});
