// A data-governance policy as it holds now; every version of it is in policy_versions.
import { defineEntity, p } from "@mikro-orm/core";
import { policyKinds } from "../../domain/tenancy/policies/policy-kinds.ts";
import { tenantRows } from "../policies.ts";
import { createdAt } from "../types/columns.ts";
import { TenantSchema } from "./tenant.entity.ts";

export const PolicySchema = defineEntity({
	name: "Policy",
	tableName: "policies",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		kind: p.enum([...policyKinds]),
		name: p.text(),
		/** As domain/tenancy/policies has it for the kind. */
		content: p.json(),
		/** False: it is kept, and holds nobody. */
		active: p.boolean(),
		/** Counts publications. */
		version: p.integer(),
		createdAt: createdAt(),
		updatedAt: createdAt(),
		tenant: () => p.manyToOne(TenantSchema).joinColumns("tenant_id").deleteRule("no action").updateRule("no action"),
	},
});
