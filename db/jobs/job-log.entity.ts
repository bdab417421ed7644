// A line of a job's log: written once, never changed. Facts are ids and counts only.
import { defineEntity, p } from "@mikro-orm/core";
import { JobSchema } from "./job.entity.ts";
import { jobRows, tenantRows } from "../policies.ts";
import { instant, key } from "../types/columns.ts";

export const JobLogSchema = defineEntity({
	name: "JobLog",
	tableName: "job_logs",
	rowLevelSecurity: "force",
	policies: [tenantRows(), jobRows("job_logs")],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		jobId: p.uuid(),
		at: instant(),
		level: p.enum(["debug", "info", "warn", "error"]),
		message: p.text(),
		facts: p.json().defaultRaw("'{}'"),
		activityType: key().nullable(),
		activityId: key().nullable(),
		attempt: p.integer().nullable(),
		stream: key().nullable(),
		job: () =>
			p.manyToOne(JobSchema).joinColumns("tenant_id", "job_id").ownColumns("job_id").deleteRule("no action").updateRule("no action"),
	},
	indexes: [{ name: "job_logs_job", properties: ["tenantId", "jobId", "at", "id"] }],
});
