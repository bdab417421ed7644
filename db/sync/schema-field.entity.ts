// A field that a stream's records have, with the types it was seen with.
import { defineEntity, p } from "@mikro-orm/core";
import { ConnectionSchema } from "./connection.entity.ts";
import { connectionRows, tenantRows } from "../policies.ts";
import { count, instant, key } from "../types/columns.ts";

export const SchemaFieldSchema = defineEntity({
	name: "SchemaField",
	tableName: "schema_fields",
	rowLevelSecurity: "force",
	policies: [tenantRows(), connectionRows()],
	properties: {
		tenantId: p.uuid().primary(),
		connectionId: p.uuid().primary(),
		stream: key().primary(),
		path: key().primary(),
		/** JSON type words, sorted, joined by "|". */
		types: p.text(),
		firstSeq: count(),
		lastSeq: count(),
		/** Records that had it. */
		seen: count(),
		/** Whether every record so far had it; one that always was there and is missing is a change. */
		always: p.boolean(),
		seenAt: instant(),
		connection: () =>
			p
				.manyToOne(ConnectionSchema)
				.joinColumns("tenant_id", "connection_id")
				.ownColumns("connection_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
});
