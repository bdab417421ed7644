// How files of one layout are read in this tenant, remembered from the last time a person confirmed it.
import { defineEntity, p } from "@mikro-orm/core";
import { MembershipSchema } from "../tenancy/membership.entity.ts";
import { tenantRows } from "../policies.ts";
import { createdAt, instant, key } from "../types/columns.ts";

export const FileMappingSchema = defineEntity({
	name: "FileMapping",
	tableName: "file_mappings",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		/** Names the layout: format and header, never a file's content. */
		fingerprint: key(),
		format: key(),
		mapping: p.json(),
		name: p.text(),
		usedAt: instant(),
		createdBy: p.uuid().nullable(),
		createdAt: createdAt(),
		creator: () =>
			p
				.manyToOne(MembershipSchema)
				.nullable()
				.joinColumns("tenant_id", "created_by")
				.ownColumns("created_by")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	uniques: [{ name: "file_mappings_fingerprint", properties: ["tenantId", "fingerprint"] }],
});
