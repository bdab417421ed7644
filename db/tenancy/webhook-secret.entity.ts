// A secret that signs what an endpoint gets, sealed. After a rotation the one before signs beside it until it ends.
import { defineEntity, p } from "@mikro-orm/core";
import { tenantRows } from "../policies.ts";
import { createdAt, instant, key } from "../types/columns.ts";
import { WebhookEndpointSchema } from "./webhook-endpoint.entity.ts";

export const WebhookSecretSchema = defineEntity({
	name: "WebhookSecret",
	tableName: "webhook_secrets",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		endpointId: p.uuid().primary(),
		no: p.integer().primary(),
		ciphertext: p.blob(),
		keyId: key(),
		createdAt: createdAt(),
		/** null: it signs until it is rotated. */
		endsAt: instant().nullable(),
		endpoint: () =>
			p
				.manyToOne(WebhookEndpointSchema)
				.joinColumns("tenant_id", "endpoint_id")
				.ownColumns("endpoint_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
});
