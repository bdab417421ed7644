// Who is signed in, where, and what they may do: what the shell of every page needs first.
import { z } from "zod";
import { permissions, roles } from "../../domain/tenancy/permissions.ts";

export const membershipSchema = z.object({
	tenantId: z.uuid(),
	name: z.string(),
	dataKind: z.enum(["demo", "sandbox", "production"]),
	/** A system role, or "custom". */
	role: z.enum([...roles, "custom"]),
	roleName: z.string(),
});

export const meSchema = z.object({
	user: z.object({ id: z.uuid(), name: z.string(), email: z.string() }),
	/** The company of this session; one of `memberships`. */
	tenant: membershipSchema,
	memberships: z.array(membershipSchema),
	permissions: z.array(z.enum(permissions)),
	/** `suspended` and `closing`: nothing can be changed. */
	status: z.enum(["active", "suspended", "closing", "erased"]),
	plan: z.string(),
	/** The role that this session looks through; permissions are what both may, and nothing can be changed. */
	viewing: z
		.object({
			name: z.string(),
			draft: z.boolean(),
			/** A system role, or the id of the company's own. */
			role: z.string(),
		})
		.nullable(),
	/** The entities that the person is limited to; null: none. */
	entityIds: z.array(z.uuid()).nullable(),
	/** Columns that a policy hides from the person. */
	masked: z.array(z.string()),
	/** Runs the platform. */
	platformAdmin: z.boolean(),
});
export type Me = z.infer<typeof meSchema>;
