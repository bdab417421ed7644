// A domain event that waits to be handed on: written in the transaction that it tells of.
import { defineEntity, p } from "@mikro-orm/core";
import { tenantRows } from "../policies.ts";
import { createdAt, instant, key } from "../types/columns.ts";
import { TenantSchema } from "./tenant.entity.ts";

export const OutboxSchema = defineEntity({
	name: "Outbox",
	tableName: "outbox",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		topic: key(),
		key: key(),
		payload: p.json(),
		occurredAt: createdAt(),
		dispatchedAt: instant().nullable(),
		tenant: () => p.manyToOne(TenantSchema).joinColumns("tenant_id").deleteRule("no action").updateRule("no action"),
	},
});
