// One try of one activity. Temporal keeps only the last failure; this keeps them all.
import { defineEntity, p } from "@mikro-orm/core";
import { jobRows, tenantRows } from "../policies.ts";
import { instant, key } from "../types/columns.ts";
import { TenantSchema } from "../tenancy/tenant.entity.ts";
import { JobSchema } from "./job.entity.ts";

export const AttemptSchema = defineEntity({
	name: "Attempt",
	tableName: "attempts",
	rowLevelSecurity: "force",
	policies: [tenantRows(), jobRows("attempts")],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		workflowId: key(),
		runId: key(),
		jobId: p.uuid().nullable(),
		activityId: key(),
		activityType: key(),
		attempt: p.integer(),
		startedAt: instant(),
		endedAt: instant().nullable(),
		outcome: p.enum(["running", "ok", "failed", "cancelled"]),
		failureCode: p.text().nullable(),
		failureMessage: p.text().nullable(),
		workerBuild: p.text(),
		/** The stored answer that decided this try, where there is one. */
		pageId: p.uuid().nullable(),
		tenant: () => p.manyToOne(TenantSchema).joinColumns("tenant_id").deleteRule("no action").updateRule("no action"),
		job: () =>
			p
				.manyToOne(JobSchema)
				.nullable()
				.joinColumns("tenant_id", "job_id")
				.ownColumns("job_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	uniques: [{ name: "attempts_try", properties: ["tenantId", "workflowId", "runId", "activityId", "attempt"] }],
	indexes: [{ name: "attempts_job", properties: ["tenantId", "jobId", "startedAt", "id"] }],
});
