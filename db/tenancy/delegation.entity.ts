// An absence: a member names who may decide in their place for a time. What it lets somebody do is read anew at every decision.
import { defineEntity, p } from "@mikro-orm/core";
import { tenantRows } from "../policies.ts";
import { MembershipSchema } from "./membership.entity.ts";
import { createdAt, instant } from "../types/columns.ts";

export const DelegationSchema = defineEntity({
	name: "Delegation",
	tableName: "delegations",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		/** Who is away. */
		giverId: p.uuid(),
		/** Who decides in their place. */
		deputyId: p.uuid(),
		startsAt: instant(),
		endsAt: instant(),
		reason: p.text().default(""),
		createdAt: createdAt(),
		/** Taken back before its time was over. */
		endedAt: instant().nullable(),
		endedBy: p.uuid().nullable(),
		/** When the one who was away was told what was decided in their place. */
		toldAt: instant().nullable(),
		giver: () =>
			p
				.manyToOne(MembershipSchema)
				.joinColumns("tenant_id", "giver_id")
				.ownColumns("giver_id")
				.deleteRule("no action")
				.updateRule("no action"),
		deputy: () =>
			p
				.manyToOne(MembershipSchema)
				.joinColumns("tenant_id", "deputy_id")
				.ownColumns("deputy_id")
				.deleteRule("no action")
				.updateRule("no action"),
		ender: () =>
			p
				.manyToOne(MembershipSchema)
				.nullable()
				.joinColumns("tenant_id", "ended_by")
				.ownColumns("ended_by")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	indexes: [
		{ name: "delegations_deputy", properties: ["tenantId", "deputyId", "endsAt"] },
		{ name: "delegations_giver", properties: ["tenantId", "giverId", "endsAt"] },
		{ name: "delegations_untold", properties: ["tenantId", "endsAt"], where: "told_at is null" },
	],
});
