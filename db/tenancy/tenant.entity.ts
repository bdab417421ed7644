// A tenant: one customer of Tieout. Its own id is its tenant column.
import { defineEntity, p } from "@mikro-orm/core";
import { doorReads, memberTenantsRead, tenantRows } from "../policies.ts";
import { createdAt, key } from "../types/columns.ts";

export const TenantSchema = defineEntity({
	name: "Tenant",
	tableName: "tenants",
	rowLevelSecurity: "force",
	policies: [tenantRows("id"), memberTenantsRead(), doorReads()],
	properties: {
		id: p.uuid().primary(),
		/** Not unique in the database: that would tell one tenant about another. The id is derived from it. */
		slug: key(),
		name: p.text(),
		dataKind: p.enum(["demo", "sandbox", "production"]),
		/** `suspended`: read only; `closing`: being erased; `erased`: only what the law keeps is left. */
		status: p.enum(["active", "suspended", "closing", "erased"]).default("active"),
		/** A key of domain/tenancy/plans.ts. */
		plan: key().default("growth"),
		/** What the company set about itself. */
		settings: p.json().defaultRaw("'{}'"),
		createdAt: createdAt(),
	},
});
