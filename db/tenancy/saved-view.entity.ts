// A saved view of a list: filters, sort, columns and density under a name, private or shared.
import { defineEntity, p } from "@mikro-orm/core";
import { MembershipSchema } from "./membership.entity.ts";
import { tenantRows } from "../policies.ts";
import { createdAt, key } from "../types/columns.ts";

export const SavedViewSchema = defineEntity({
	name: "SavedView",
	tableName: "saved_views",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		ownerId: p.uuid(),
		/** Which list: "explorer", "jobs", … */
		list: key(),
		name: p.text(),
		shared: p.boolean(),
		state: p.json(),
		position: p.integer(),
		createdAt: createdAt(),
		updatedAt: createdAt(),
		owner: () =>
			p
				.manyToOne(MembershipSchema)
				.joinColumns("tenant_id", "owner_id")
				.ownColumns("owner_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	indexes: [{ name: "saved_views_list", properties: ["tenantId", "list", "position", "id"] }],
});
