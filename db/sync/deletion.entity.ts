// A record that the source no longer has: found in a page, settled at the end of the run, because many at once wait for a person.
//
//   found ──few, or approved──▶ deleted
//     ├──rejected, expired──▶ kept
//     └──read again──▶ returned
import { defineEntity, p } from "@mikro-orm/core";
import { DecisionSchema } from "../jobs/decision.entity.ts";
import { JobSchema } from "../jobs/job.entity.ts";
import { connectionRows, tenantRows } from "../policies.ts";
import { createdAt, instant, key } from "../types/columns.ts";
import { ConnectionSchema } from "./connection.entity.ts";
import { PageSchema } from "./page.entity.ts";

export const DeletionSchema = defineEntity({
	name: "Deletion",
	tableName: "deletions",
	rowLevelSecurity: "force",
	policies: [tenantRows(), connectionRows()],
	properties: {
		tenantId: p.uuid().primary(),
		/** Derived from the record and its version, so that one that is found again stays as it was settled. */
		id: p.uuid().primary(),
		connectionId: p.uuid(),
		stream: key(),
		recordId: p.uuid(),
		recordVersion: p.integer(),
		naturalKey: key(),
		/** The stored answer that says so, and the job that read it. */
		pageId: p.uuid(),
		jobId: p.uuid(),
		status: p.enum(["found", "deleted", "kept", "returned"]),
		/** The decision that settled it, where it took one. */
		decisionId: p.uuid().nullable(),
		foundAt: createdAt(),
		settledAt: instant().nullable(),
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
		decision: () =>
			p
				.manyToOne(DecisionSchema)
				.nullable()
				.joinColumns("tenant_id", "decision_id")
				.ownColumns("decision_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	indexes: [
		{ name: "deletions_open", properties: ["tenantId", "connectionId", "stream", "naturalKey"], where: "status = 'found'" },
		{ name: "deletions_of_job", properties: ["tenantId", "jobId", "status", "naturalKey"] },
	],
});
