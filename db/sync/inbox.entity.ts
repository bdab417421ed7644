// A webhook as a vendor sent it: its signature was good, and it is here once. Its content decides only what is read back.
import { defineEntity, p } from "@mikro-orm/core";
import { JobSchema } from "../jobs/job.entity.ts";
import { connectionRows, tenantRows } from "../policies.ts";
import { createdAt, instant, key } from "../types/columns.ts";
import { ConnectionSchema } from "./connection.entity.ts";

export const InboxSchema = defineEntity({
	name: "Inbox",
	tableName: "inbox",
	rowLevelSecurity: "force",
	policies: [tenantRows(), connectionRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		connectionId: p.uuid(),
		/** The vendor's own id of the event. */
		eventId: key(),
		eventType: key(),
		/** The bytes that were signed. */
		body: p.blob(),
		receivedAt: createdAt(),
		/** When the read-back that it asked for had ended, or nothing had to be read; null: it waits. */
		handledAt: instant().nullable(),
		/** The sync that read what it is about. */
		syncJobId: p.uuid().nullable(),
		connection: () =>
			p
				.manyToOne(ConnectionSchema)
				.joinColumns("tenant_id", "connection_id")
				.ownColumns("connection_id")
				.deleteRule("no action")
				.updateRule("no action"),
		syncJob: () =>
			p
				.manyToOne(JobSchema)
				.nullable()
				.joinColumns("tenant_id", "sync_job_id")
				.ownColumns("sync_job_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	uniques: [{ name: "inbox_event", properties: ["tenantId", "connectionId", "eventId"] }],
	indexes: [
		{ name: "inbox_list", properties: ["tenantId", "connectionId", "receivedAt"] },
		{ name: "inbox_handled", properties: ["tenantId", "handledAt"] },
		{ name: "inbox_received", properties: ["tenantId", "receivedAt", "id"] },
	],
});
