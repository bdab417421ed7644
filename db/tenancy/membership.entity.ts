// A person in a tenant with a role. Bridge: the tenant sees its members, a person sees their own memberships.
import { defineEntity, p } from "@mikro-orm/core";
import { roles } from "../../domain/tenancy/permissions.ts";
import { ownRowsRead, tenantRows } from "../policies.ts";
import { createdAt } from "../types/columns.ts";
import { TenantSchema } from "./tenant.entity.ts";
import { UserSchema } from "./user.entity.ts";

export const MembershipSchema = defineEntity({
	name: "Membership",
	tableName: "memberships",
	rowLevelSecurity: "force",
	policies: [tenantRows(), ownRowsRead("user_id")],
	properties: {
		tenantId: p.uuid().primary(),
		userId: p.uuid().primary(),
		role: p.enum([...roles]),
		/** How colleagues in this tenant see the person. */
		name: p.text(),
		createdAt: createdAt(),
		tenant: () => p.manyToOne(TenantSchema).joinColumns("tenant_id").deleteRule("no action").updateRule("no action"),
		user: () => p.manyToOne(UserSchema).joinColumns("user_id").deleteRule("no action").updateRule("no action"),
	},
	indexes: [{ name: "memberships_user", properties: ["userId"] }],
});
