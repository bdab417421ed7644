// A role of a company's own as pages and programs see it.
import { z } from "zod";
import type { RoleRow } from "../../db/tenancy/role.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { permissions } from "../../domain/tenancy/permissions.ts";
import { roleDiff } from "../../domain/tenancy/roles.ts";

export const permissionSchema = z.enum(permissions);

export const roleDraftSchema = z.object({
	name: z.string().trim().min(2, "Give the role a name.").max(60, "A name has at most 60 characters."),
	description: z.string().trim().max(300, "A description has at most 300 characters.").default(""),
	permissions: z
		.array(permissionSchema)
		.max(permissions.length)
		.transform((words) => [...new Set(words)].sort()),
});

export const roleIdSchema = z.uuid("A role's id is a UUID.");

export const roleSchema = z.object({
	id: z.uuid(),
	name: z.string(),
	description: z.string(),
	/** Published; empty while `version` is 0. */
	permissions: z.array(permissionSchema),
	draft: z
		.object({
			name: z.string(),
			description: z.string(),
			permissions: z.array(permissionSchema),
			/** Against what is published. */
			added: z.array(permissionSchema),
			taken: z.array(permissionSchema),
		})
		.nullable(),
	/** Counts publications. */
	version: z.number(),
	/** Active members who have it. */
	members: z.number(),
	updatedAt: z.string(),
});

export function roleView({ draft, permissions: published, ...role }: RoleRow): z.infer<typeof roleSchema> {
	if (draft === null) return { ...role, permissions: [...published], draft: null };
	const { added, taken } = roleDiff(published, draft.permissions);
	return {
		...role,
		permissions: [...published],
		draft: { ...draft, permissions: [...draft.permissions], added: [...added], taken: [...taken] },
	};
}

export const noRole = (): TieoutError => new TieoutError("NOT_FOUND", "This company has no role with this id. Reload the list of roles.");
