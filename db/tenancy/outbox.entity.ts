// A domain event: written in the transaction that it tells of, numbered once it may be handed on, never changed afterwards.
import { defineEntity, p } from "@mikro-orm/core";
import { doorReads, tenantRows } from "../policies.ts";
import { count, createdAt, instant, key } from "../types/columns.ts";
import { TenantSchema } from "./tenant.entity.ts";

export const OutboxSchema = defineEntity({
	name: "Outbox",
	tableName: "outbox",
	rowLevelSecurity: "force",
	policies: [tenantRows(), doorReads()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		topic: key(),
		key: key(),
		payload: p.json(),
		occurredAt: createdAt(),
		/** The transaction that wrote it: it is handed on once no older one is running. */
		xact: p.text().columnType("xid8").defaultRaw("pg_current_xact_id()"),
		/** Its place in the company's sequence; null until it may be handed on. */
		seq: count().nullable(),
		dispatchedAt: instant().nullable(),
		tenant: () => p.manyToOne(TenantSchema).joinColumns("tenant_id").deleteRule("no action").updateRule("no action"),
	},
	uniques: [{ name: "outbox_seq", properties: ["tenantId", "seq"], where: "seq is not null" }],
	indexes: [{ name: "outbox_waiting", properties: ["tenantId", "id"], where: "seq is null" }],
});
