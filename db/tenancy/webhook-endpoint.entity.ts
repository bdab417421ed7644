// An address outside that is told of a company's events.
import { defineEntity, p } from "@mikro-orm/core";
import { tenantRows } from "../policies.ts";
import { createdAt, instant } from "../types/columns.ts";
import { MembershipSchema } from "./membership.entity.ts";
import { TenantSchema } from "./tenant.entity.ts";

export const WebhookEndpointSchema = defineEntity({
	name: "WebhookEndpoint",
	tableName: "webhook_endpoints",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		name: p.text(),
		url: p.text(),
		/** Topics that it is told of; empty: all. */
		topics: p.json().defaultRaw("'[]'"),
		/** `gone`: the receiver said so; a person can resume it. */
		status: p.enum(["active", "paused", "gone"]).default("active"),
		createdBy: p.uuid(),
		createdAt: createdAt(),
		deletedAt: instant().nullable(),
		/** Since when no try has delivered; null: the last one did, or there was none. */
		failingSince: instant().nullable(),
		tenant: () => p.manyToOne(TenantSchema).joinColumns("tenant_id").deleteRule("no action").updateRule("no action"),
		creator: () =>
			p
				.manyToOne(MembershipSchema)
				.joinColumns("tenant_id", "created_by")
				.ownColumns("created_by")
				.deleteRule("no action")
				.updateRule("no action"),
	},
});
