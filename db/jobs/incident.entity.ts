// An incident: a named set of affected jobs with its cause, the version that mends it, and its sign-off.
import { defineEntity, p } from "@mikro-orm/core";
import { MembershipSchema } from "../tenancy/membership.entity.ts";
import { tenantRows } from "../policies.ts";
import { createdAt, instant } from "../types/columns.ts";

export const IncidentSchema = defineEntity({
	name: "Incident",
	tableName: "incidents",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		/** Counted per tenant: INC-31. */
		number: p.integer(),
		name: p.text(),
		cause: p.text(),
		fixVersion: p.text(),
		status: p.enum(["open", "resolved", "signed_off"]),
		/** The filter that found its jobs; null when they were picked by hand. */
		filter: p.json().nullable(),
		createdBy: p.uuid(),
		createdAt: createdAt(),
		signedOffBy: p.uuid().nullable(),
		signedOffAt: instant().nullable(),
		signOffComment: p.text().nullable(),
		creator: () =>
			p
				.manyToOne(MembershipSchema)
				.joinColumns("tenant_id", "created_by")
				.ownColumns("created_by")
				.deleteRule("no action")
				.updateRule("no action"),
		signer: () =>
			p
				.manyToOne(MembershipSchema)
				.nullable()
				.joinColumns("tenant_id", "signed_off_by")
				.ownColumns("signed_off_by")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	uniques: [{ name: "incidents_number", properties: ["tenantId", "number"] }],
	indexes: [{ name: "incidents_list", properties: ["tenantId", "createdAt", "id"] }],
});
