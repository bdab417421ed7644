// An invitation into a company. The address is kept until it is answered, so that the list can say who was asked.
import { defineEntity, p } from "@mikro-orm/core";
import { roles } from "../../domain/tenancy/permissions.ts";
import { tenantRows } from "../policies.ts";
import { createdAt, instant, key } from "../types/columns.ts";
import { MembershipSchema } from "./membership.entity.ts";
import { RoleSchema } from "./role.entity.ts";

export const InvitationSchema = defineEntity({
	name: "Invitation",
	tableName: "invitations",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		/** Lower case. */
		email: key(),
		role: p.enum([...roles, "custom"]),
		customRoleId: p.uuid().nullable(),
		/** Ids of entities that the member will be limited to; null: none. */
		entityIds: p.json().nullable(),
		invitedBy: p.uuid(),
		createdAt: createdAt(),
		expiresAt: instant(),
		acceptedAt: instant().nullable(),
		acceptedBy: p.uuid().nullable(),
		revokedAt: instant().nullable(),
		inviter: () =>
			p
				.manyToOne(MembershipSchema)
				.joinColumns("tenant_id", "invited_by")
				.ownColumns("invited_by")
				.deleteRule("no action")
				.updateRule("no action"),
		customRole: () =>
			p
				.manyToOne(RoleSchema)
				.nullable()
				.joinColumns("tenant_id", "custom_role_id")
				.ownColumns("custom_role_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	indexes: [{ name: "invitations_list", properties: ["tenantId", "createdAt", "id"] }],
});
