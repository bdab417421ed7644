// A control total of a sync: our figure beside the source's own, and whether they tie.
import { defineEntity, p } from "@mikro-orm/core";
import { connectionRows, tenantRows } from "../policies.ts";
import { count, currency, instant, key, minor } from "../types/columns.ts";
import { JobSchema } from "../jobs/job.entity.ts";
import { ConnectionSchema } from "./connection.entity.ts";
import { PageSchema } from "./page.entity.ts";

export const ControlTotalSchema = defineEntity({
	name: "ControlTotal",
	tableName: "control_totals",
	rowLevelSecurity: "force",
	policies: [tenantRows(), connectionRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		jobId: p.uuid(),
		connectionId: p.uuid(),
		stream: key(),
		name: key(),
		currency: currency(),
		oursMinor: minor().nullable(),
		/** Null where the source has no such figure. */
		theirsMinor: minor().nullable(),
		oursCount: count().nullable(),
		theirsCount: count().nullable(),
		verdict: p.enum(["ties", "differs", "not_proven"]),
		note: p.text(),
		/** The stored answer that held their figure. */
		pageId: p.uuid().nullable(),
		asOf: instant(),
		job: () =>
			p.manyToOne(JobSchema).joinColumns("tenant_id", "job_id").ownColumns("job_id").deleteRule("no action").updateRule("no action"),
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
	},
	uniques: [{ name: "control_totals_name", properties: ["tenantId", "jobId", "stream", "name", "currency"] }],
	indexes: [{ name: "control_totals_connection", properties: ["tenantId", "connectionId", "asOf"] }],
});
