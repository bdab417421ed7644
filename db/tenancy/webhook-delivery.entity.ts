// One event for one endpoint, and how far its delivery is.
import { defineEntity, p } from "@mikro-orm/core";
import { doorReads, tenantRows } from "../policies.ts";
import { count, createdAt, instant, key } from "../types/columns.ts";
import { OutboxSchema } from "./outbox.entity.ts";
import { WebhookEndpointSchema } from "./webhook-endpoint.entity.ts";

export const WebhookDeliverySchema = defineEntity({
	name: "WebhookDelivery",
	tableName: "webhook_deliveries",
	rowLevelSecurity: "force",
	policies: [tenantRows(), doorReads()],
	properties: {
		tenantId: p.uuid().primary(),
		/** Follows from endpoint and event, so that there is one delivery of an event to an endpoint. */
		id: p.uuid().primary(),
		endpointId: p.uuid(),
		eventId: p.uuid(),
		/** The event's place in the sequence: what is earlier goes first. */
		seq: count(),
		topic: key(),
		eventKey: key(),
		status: p.enum(["pending", "delivered", "dead"]).default("pending"),
		/** Tries since it was asked for or replayed. */
		tries: p.integer().default(0),
		nextAt: instant().nullable(),
		lastStatus: p.integer().nullable(),
		lastSentence: p.text().nullable(),
		createdAt: createdAt(),
		endedAt: instant().nullable(),
		endpoint: () =>
			p
				.manyToOne(WebhookEndpointSchema)
				.joinColumns("tenant_id", "endpoint_id")
				.ownColumns("endpoint_id")
				.deleteRule("no action")
				.updateRule("no action"),
		event: () =>
			p.manyToOne(OutboxSchema).joinColumns("tenant_id", "event_id").ownColumns("event_id").deleteRule("no action").updateRule("no action"),
	},
	indexes: [
		{ name: "webhook_deliveries_order", properties: ["tenantId", "endpointId", "eventKey", "seq"], where: "status = 'pending'" },
		{ name: "webhook_deliveries_due", properties: ["nextAt"], where: "status = 'pending'" },
		{ name: "webhook_deliveries_state", properties: ["tenantId", "endpointId", "status", "endedAt"] },
		{ name: "webhook_deliveries_event", properties: ["tenantId", "eventId"] },
		{ name: "webhook_deliveries_list", properties: ["tenantId", "createdAt", "id"] },
	],
});
