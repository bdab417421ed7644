import { z } from "zod";
import { rolesOf } from "../../db/tenancy/role.store.ts";
import { reachOf } from "../../domain/tenancy/entity-scope.ts";
import { permissionGroups, permissionWords } from "../../domain/tenancy/permission-words.ts";
import { permissions, permissionsOf, roleNames, roles } from "../../domain/tenancy/permissions.ts";
import { procedure } from "../trpc.ts";
import { permissionSchema, roleSchema, roleView } from "./role.schema.ts";

/** The matrix: every permission in words, the system roles that nobody can edit, and the company's own. */
export const roleMatrix = procedure("roles.read")
	.output(
		z.object({
			groups: z.array(
				z.object({
					group: z.string(),
					permissions: z.array(
						z.object({
							permission: permissionSchema,
							label: z.string(),
							/** `company`: a member who is limited to entities doesn't keep it. */
							reach: z.enum(["entity", "company"]),
						}),
					),
				}),
			),
			system: z.array(z.object({ key: z.enum(roles), name: z.string(), permissions: z.array(permissionSchema) })),
			custom: z.array(roleSchema),
			/** What the reader has: nobody puts more than that into a role. */
			own: z.array(permissionSchema),
		}),
	)
	.query(async ({ ctx: { em, tenantId, access } }) => ({
		groups: permissionGroups.map((group) => ({
			group,
			permissions: permissions
				.filter((permission) => permissionWords[permission].group === group)
				.map((permission) => ({ permission, label: permissionWords[permission].label, reach: reachOf[permission] })),
		})),
		system: roles.map((key) => ({ key, name: roleNames[key], permissions: [...permissionsOf[key]] })),
		custom: (await rolesOf(em, tenantId)).map(roleView),
		own: [...access.permissions],
	}));
