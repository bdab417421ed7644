// A source record in each of its versions, located in the page that brought it. A version is closed, never overwritten.
import { defineEntity, p } from "@mikro-orm/core";
import { connectionRows, tenantRows } from "../policies.ts";
import { count, instant, key } from "../types/columns.ts";
import { ConnectionSchema } from "./connection.entity.ts";
import { PageSchema } from "./page.entity.ts";

export const RecordSchema = defineEntity({
	name: "Record",
	tableName: "records",
	rowLevelSecurity: "force",
	policies: [tenantRows(), connectionRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		version: p.integer().primary(),
		connectionId: p.uuid(),
		stream: key(),
		naturalKey: key(),
		pageId: p.uuid(),
		pageIndex: p.integer(),
		payloadSha256: p.text(),
		/** Number of the page from which this version holds, and of the page that ended it. */
		fromSeq: count(),
		toSeq: count().nullable(),
		seenAt: instant(),
		connection: () =>
			p
				.manyToOne(ConnectionSchema)
				.joinColumns("tenant_id", "connection_id")
				.ownColumns("connection_id")
				.deleteRule("no action")
				.updateRule("no action"),
		page: () =>
			p.manyToOne(PageSchema).joinColumns("tenant_id", "page_id").ownColumns("page_id").deleteRule("no action").updateRule("no action"),
	},
	uniques: [{ name: "records_open", properties: ["tenantId", "connectionId", "stream", "naturalKey"], where: "to_seq is null" }],
	indexes: [{ name: "records_page", properties: ["tenantId", "pageId", "pageIndex"] }],
});
