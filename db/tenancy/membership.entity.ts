// A person in a tenant with a role. Bridge: the tenant sees its members, a person sees their own memberships.
import { defineEntity, p } from "@mikro-orm/core";
import { roles } from "../../domain/tenancy/permissions.ts";
import { ownRowsRead, tenantRows } from "../policies.ts";
import { createdAt, instant } from "../types/columns.ts";
import { RoleSchema } from "./role.entity.ts";
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
		/** A system role, or "custom" with the company's own. */
		role: p.enum([...roles, "custom"]),
		customRoleId: p.uuid().nullable(),
		/** How colleagues in this tenant see the person. */
		name: p.text(),
		/** The address that the person signs in with, for who manages people; null: a key's member, or not signed in since it is kept. */
		email: p.text().nullable(),
		/** `service`: an API key's own member; `support`: somebody of the platform, let in until `expiresAt`. */
		kind: p.enum(["member", "service", "support"]).default("member"),
		/** Removed people stay, because what they did names them. */
		status: p.enum(["active", "removed"]).default("active"),
		createdAt: createdAt(),
		expiresAt: instant().nullable(),
		removedAt: instant().nullable(),
		tenant: () => p.manyToOne(TenantSchema).joinColumns("tenant_id").deleteRule("no action").updateRule("no action"),
		customRole: () =>
			p
				.manyToOne(RoleSchema)
				.nullable()
				.joinColumns("tenant_id", "custom_role_id")
				.ownColumns("custom_role_id")
				.deleteRule("no action")
				.updateRule("no action"),
		user: () => p.manyToOne(UserSchema).joinColumns("user_id").deleteRule("no action").updateRule("no action"),
	},
	indexes: [{ name: "memberships_user", properties: ["userId"] }],
});
