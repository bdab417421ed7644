// Access of the platform's support to a company: asked for with a reason, granted by the company for a time, and over by itself.
//
//   requested ──grant──▶ granted ──time, either side──▶ ended
//       ├──refuse──▶ refused      └── while it lasts: a membership of kind support with the same end
//       └──withdraw──▶ withdrawn
import { defineEntity, p } from "@mikro-orm/core";
import { supportRoles, supportStatuses } from "../../domain/tenancy/support.ts";
import { tenantRows } from "../policies.ts";
import { createdAt, instant } from "../types/columns.ts";
import { MembershipSchema } from "./membership.entity.ts";
import { TenantSchema } from "./tenant.entity.ts";
import { UserSchema } from "./user.entity.ts";

export const SupportAccessSchema = defineEntity({
	name: "SupportAccess",
	tableName: "support_access",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		/** Who of the platform asks. */
		adminId: p.uuid(),
		adminName: p.text(),
		role: p.enum([...supportRoles]),
		reason: p.text(),
		hours: p.integer(),
		/** `granted` stays when the time is over: what counts is `expiresAt`. */
		status: p.enum([...supportStatuses]),
		requestedAt: createdAt(),
		decidedBy: p.uuid().nullable(),
		decidedAt: instant().nullable(),
		expiresAt: instant().nullable(),
		endedAt: instant().nullable(),
		tenant: () => p.manyToOne(TenantSchema).joinColumns("tenant_id").deleteRule("no action").updateRule("no action"),
		admin: () => p.manyToOne(UserSchema).joinColumns("admin_id").ownColumns("admin_id").deleteRule("no action").updateRule("no action"),
		decider: () =>
			p
				.manyToOne(MembershipSchema)
				.nullable()
				.joinColumns("tenant_id", "decided_by")
				.ownColumns("decided_by")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	indexes: [{ name: "support_access_list", properties: ["tenantId", "requestedAt", "id"] }],
});
