// How far a subscriber has come in a company's sequence of events.
import { defineEntity, p } from "@mikro-orm/core";
import { doorReads, tenantRows } from "../policies.ts";
import { count, instant, key } from "../types/columns.ts";
import { TenantSchema } from "./tenant.entity.ts";

export const EventCursorSchema = defineEntity({
	name: "EventCursor",
	tableName: "event_cursors",
	rowLevelSecurity: "force",
	policies: [tenantRows(), doorReads()],
	properties: {
		tenantId: p.uuid().primary(),
		subscriber: key().primary(),
		/** The last event that it has worked through. */
		seq: count().default(0),
		/** When it goes on; null: it has nothing to do. */
		nextAt: instant().nullable(),
		/** Tries of the present event that failed. */
		failures: p.integer().default(0),
		failureCode: key().nullable(),
		tenant: () => p.manyToOne(TenantSchema).joinColumns("tenant_id").deleteRule("no action").updateRule("no action"),
	},
	indexes: [{ name: "event_cursors_due", properties: ["nextAt"], where: "next_at is not null" }],
});
