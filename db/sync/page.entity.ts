// The ledger of stored answers: one row per response kept as received. Committed pages are numbered without gaps; refusals and totals have no number.
import { type EntitySchema, defineEntity, p } from "@mikro-orm/core";
import { connectionRows, tenantRows } from "../policies.ts";
import { count, instant, key } from "../types/columns.ts";
import { JobSchema } from "../jobs/job.entity.ts";
import { ConnectionSchema } from "./connection.entity.ts";

// A function, because a constant can't name itself in its own type.
const self = (): EntitySchema => PageSchema;

export const PageSchema = defineEntity({
	name: "Page",
	tableName: "pages",
	rowLevelSecurity: "force",
	policies: [tenantRows(), connectionRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		connectionId: p.uuid(),
		stream: key(),
		/** Position in the stream's committed pages; null for a refusal or a total. */
		seq: count().nullable(),
		jobId: p.uuid(),
		workflowId: key(),
		runId: key(),
		/** Position within the run and stream. */
		pageNo: p.integer(),
		activityId: key(),
		attempt: p.integer(),
		kind: p.enum(["page", "refusal", "total", "reprocess"]),
		/** The page whose stored bytes were read again; they are not stored twice. */
		sourcePageId: p.uuid().nullable(),
		method: p.text(),
		target: p.text(),
		/** Without secrets. */
		requestBody: p.text(),
		status: p.integer(),
		headers: p.json().defaultRaw("'{}'"),
		objectKey: p.text(),
		/** Of the bytes as received. */
		sha256: p.text(),
		sizeBytes: count(),
		rowCount: p.integer(),
		/** Where its records lie in an uploaded file (domain/sync/files/record-spans.ts). */
		spans: p.text().nullable(),
		cursorBefore: p.text().nullable(),
		cursorAfter: p.text().nullable(),
		receivedAt: instant(),
		connection: () =>
			p
				.manyToOne(ConnectionSchema)
				.joinColumns("tenant_id", "connection_id")
				.ownColumns("connection_id")
				.deleteRule("no action")
				.updateRule("no action"),
		job: () =>
			p.manyToOne(JobSchema).joinColumns("tenant_id", "job_id").ownColumns("job_id").deleteRule("no action").updateRule("no action"),
		sourcePage: () =>
			p
				.manyToOne(self())
				.nullable()
				.joinColumns("tenant_id", "source_page_id")
				.ownColumns("source_page_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	uniques: [
		{ name: "pages_seq", properties: ["tenantId", "connectionId", "stream", "seq"] },
		{ name: "pages_run", properties: ["tenantId", "runId", "stream", "pageNo"], where: "kind in ('page', 'reprocess')" },
	],
	indexes: [{ name: "pages_job", properties: ["tenantId", "jobId", "receivedAt", "id"] }],
});
