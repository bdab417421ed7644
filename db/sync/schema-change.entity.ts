// A change of what a stream's records look like, found by a sync, for a person to accept or ignore.
import { defineEntity, p } from "@mikro-orm/core";
import { ConnectionSchema } from "./connection.entity.ts";
import { JobSchema } from "../jobs/job.entity.ts";
import { MembershipSchema } from "../tenancy/membership.entity.ts";
import { PageSchema } from "./page.entity.ts";
import { connectionRows, tenantRows } from "../policies.ts";
import { createdAt, instant, key } from "../types/columns.ts";

export const SchemaChangeSchema = defineEntity({
	name: "SchemaChange",
	tableName: "schema_changes",
	rowLevelSecurity: "force",
	policies: [tenantRows(), connectionRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		connectionId: p.uuid(),
		stream: key(),
		path: key(),
		change: p.enum(["added", "type_changed", "gone"]),
		before: p.text().nullable(),
		after: p.text().nullable(),
		status: p.enum(["open", "accepted", "ignored"]),
		pageId: p.uuid().nullable(),
		jobId: p.uuid().nullable(),
		foundAt: createdAt(),
		decidedBy: p.uuid().nullable(),
		decidedAt: instant().nullable(),
		connection: () =>
			p
				.manyToOne(ConnectionSchema)
				.joinColumns("tenant_id", "connection_id")
				.ownColumns("connection_id")
				.deleteRule("no action")
				.updateRule("no action"),
		page: () =>
			p
				.manyToOne(PageSchema)
				.nullable()
				.joinColumns("tenant_id", "page_id")
				.ownColumns("page_id")
				.deleteRule("no action")
				.updateRule("no action"),
		job: () =>
			p
				.manyToOne(JobSchema)
				.nullable()
				.joinColumns("tenant_id", "job_id")
				.ownColumns("job_id")
				.deleteRule("no action")
				.updateRule("no action"),
		decider: () =>
			p
				.manyToOne(MembershipSchema)
				.nullable()
				.joinColumns("tenant_id", "decided_by")
				.ownColumns("decided_by")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	indexes: [{ name: "schema_changes_connection", properties: ["tenantId", "connectionId", "status", "foundAt", "id"] }],
});
