// Rows written into a file for a person: what was asked for, and where the file lies until it expires.
import { defineEntity, p } from "@mikro-orm/core";
import { JobSchema } from "../jobs/job.entity.ts";
import { MembershipSchema } from "../tenancy/membership.entity.ts";
import { jobRows, tenantRows } from "../policies.ts";
import { count, createdAt, instant, key } from "../types/columns.ts";

export const ExportSchema = defineEntity({
	name: "Export",
	tableName: "exports",
	rowLevelSecurity: "force",
	policies: [tenantRows(), jobRows("exports", "id")],
	properties: {
		tenantId: p.uuid().primary(),
		/** The job's id. */
		id: p.uuid().primary(),
		/** Which list: "explorer", "jobs", … */
		list: key(),
		format: p.enum(["csv", "xlsx", "ndjson", "zip"]),
		name: p.text(),
		/** Filters, sort and columns. */
		state: p.json(),
		status: p.enum(["requested", "ready", "failed", "expired"]),
		rowCount: count().nullable(),
		sizeBytes: count().nullable(),
		objectKey: p.text().nullable(),
		requestedBy: p.uuid(),
		createdAt: createdAt(),
		expiresAt: instant().nullable(),
		job: () => p.manyToOne(JobSchema).joinColumns("tenant_id", "id").ownColumns("id").deleteRule("no action").updateRule("no action"),
		requester: () =>
			p
				.manyToOne(MembershipSchema)
				.joinColumns("tenant_id", "requested_by")
				.ownColumns("requested_by")
				.deleteRule("no action")
				.updateRule("no action"),
	},
});
