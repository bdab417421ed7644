// How often webhooks to a connection were refused on a day, by why: counted, because what nobody signed is not kept.
import { defineEntity, p } from "@mikro-orm/core";
import { connectionRows, tenantRows } from "../policies.ts";
import { createdAt } from "../types/columns.ts";
import { hookRefusals } from "../../domain/sync/hook-refusal.ts";
import { ConnectionSchema } from "./connection.entity.ts";

export const InboxRefusalSchema = defineEntity({
	name: "InboxRefusal",
	tableName: "inbox_refusals",
	rowLevelSecurity: "force",
	policies: [tenantRows(), connectionRows()],
	properties: {
		tenantId: p.uuid().primary(),
		connectionId: p.uuid().primary(),
		/** In UTC. */
		day: p.date().primary(),
		reason: p.enum(hookRefusals).primary(),
		times: p.integer().default(1),
		lastAt: createdAt(),
		connection: () =>
			p
				.manyToOne(ConnectionSchema)
				.joinColumns("tenant_id", "connection_id")
				.ownColumns("connection_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
});
