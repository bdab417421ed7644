// A record that could not be read: kept with its place in the stored page and a reason, never dropped.
import { defineEntity, p } from "@mikro-orm/core";
import { connectionRows, tenantRows } from "../policies.ts";
import { createdAt, instant, key } from "../types/columns.ts";
import { JobSchema } from "../jobs/job.entity.ts";
import { MembershipSchema } from "../tenancy/membership.entity.ts";
import { ConnectionSchema } from "./connection.entity.ts";
import { PageSchema } from "./page.entity.ts";

export const QuarantineSchema = defineEntity({
	name: "Quarantine",
	tableName: "quarantine",
	rowLevelSecurity: "force",
	policies: [tenantRows(), connectionRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		connectionId: p.uuid(),
		stream: key(),
		pageId: p.uuid(),
		pageIndex: p.integer(),
		naturalKey: key(),
		code: key(),
		reason: p.text(),
		payloadSha256: p.text(),
		jobId: p.uuid(),
		createdAt: createdAt(),
		resolvedAt: instant().nullable(),
		resolvedByJobId: p.uuid().nullable(),
		/** Left out for good by a person, with their reason. */
		dismissedAt: instant().nullable(),
		dismissedBy: p.uuid().nullable(),
		dismissReason: p.text().nullable(),
		connection: () =>
			p
				.manyToOne(ConnectionSchema)
				.joinColumns("tenant_id", "connection_id")
				.ownColumns("connection_id")
				.deleteRule("no action")
				.updateRule("no action"),
		page: () =>
			p.manyToOne(PageSchema).joinColumns("tenant_id", "page_id").ownColumns("page_id").deleteRule("no action").updateRule("no action"),
		job: () =>
			p.manyToOne(JobSchema).joinColumns("tenant_id", "job_id").ownColumns("job_id").deleteRule("no action").updateRule("no action"),
		resolvedByJob: () =>
			p
				.manyToOne(JobSchema)
				.nullable()
				.joinColumns("tenant_id", "resolved_by_job_id")
				.ownColumns("resolved_by_job_id")
				.deleteRule("no action")
				.updateRule("no action"),
		dismisser: () =>
			p
				.manyToOne(MembershipSchema)
				.nullable()
				.joinColumns("tenant_id", "dismissed_by")
				.ownColumns("dismissed_by")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	uniques: [{ name: "quarantine_place", properties: ["tenantId", "pageId", "pageIndex"] }],
	indexes: [
		{ name: "quarantine_connection", properties: ["tenantId", "connectionId", "createdAt", "id"] },
		{ name: "quarantine_job", properties: ["tenantId", "jobId"] },
	],
});
