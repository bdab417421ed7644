// One try of a delivery: written when it has ended, never changed, gone with its delivery.
import { defineEntity, p } from "@mikro-orm/core";
import { tenantRows } from "../policies.ts";
import { createdAt } from "../types/columns.ts";
import { WebhookDeliverySchema } from "./webhook-delivery.entity.ts";

export const WebhookTrySchema = defineEntity({
	name: "WebhookTry",
	tableName: "webhook_tries",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		deliveryId: p.uuid(),
		at: createdAt(),
		tookMs: p.integer(),
		/** null: no answer came. */
		status: p.integer().nullable(),
		/** null: it was delivered. */
		sentence: p.text().nullable(),
		/** The beginning of the receiver's answer, as text. */
		answer: p.text().default(""),
		delivery: () =>
			p
				.manyToOne(WebhookDeliverySchema)
				.joinColumns("tenant_id", "delivery_id")
				.ownColumns("delivery_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	indexes: [{ name: "webhook_tries_delivery", properties: ["tenantId", "deliveryId", "at"] }],
});
