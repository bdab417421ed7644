// How far a stream of a connection has been read, and who may move it. The cursor moves only by compare-and-set under the lease.
import { defineEntity, p } from "@mikro-orm/core";
import { connectionRows, tenantRows } from "../policies.ts";
import { count, createdAt, instant, key } from "../types/columns.ts";
import { ConnectionSchema } from "./connection.entity.ts";

export const StreamSchema = defineEntity({
	name: "Stream",
	tableName: "streams",
	rowLevelSecurity: "force",
	policies: [tenantRows(), connectionRows()],
	properties: {
		tenantId: p.uuid().primary(),
		connectionId: p.uuid().primary(),
		stream: key().primary(),
		/** JSON text owned by the stream. */
		cursor: p.text(),
		cursorAt: instant().nullable(),
		/** Number of the last committed page. */
		seq: count().default(0),
		/** How often the cursor moved: the number of the last cursor move. */
		moves: count().default(0),
		/** Records that are current: counted as pages are committed, because there may be ten million. */
		kept: count().default(0),
		leaseEpoch: count().default(0),
		leaseHolder: key().nullable(),
		updatedAt: createdAt(),
		connection: () =>
			p
				.manyToOne(ConnectionSchema)
				.joinColumns("tenant_id", "connection_id")
				.ownColumns("connection_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
});
