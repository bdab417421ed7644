// A role of a tenant's own: a set of permissions under a name. Bridge: members read it before they have chosen the tenant. What is being changed waits in `draft` until it is published.
import { defineEntity, p } from "@mikro-orm/core";
import { memberRowsRead, tenantRows } from "../policies.ts";
import { createdAt, instant } from "../types/columns.ts";
import { TenantSchema } from "./tenant.entity.ts";

export const RoleSchema = defineEntity({
	name: "Role",
	tableName: "roles",
	rowLevelSecurity: "force",
	policies: [tenantRows(), memberRowsRead("roles")],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		name: p.text(),
		description: p.text().default(""),
		/** Permission words; empty until it is published for the first time. */
		permissions: p.json().defaultRaw("'[]'"),
		/** What publishing would make of it; null: nothing is being changed. */
		draft: p.json().nullable(),
		/** Counts publications. */
		version: p.integer().default(0),
		createdBy: p.uuid().nullable(),
		createdAt: createdAt(),
		updatedAt: createdAt(),
		deletedAt: instant().nullable(),
		tenant: () => p.manyToOne(TenantSchema).joinColumns("tenant_id").deleteRule("no action").updateRule("no action"),
	},
});
