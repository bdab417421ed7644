// A job that belongs to an incident.
import { defineEntity, p } from "@mikro-orm/core";
import { IncidentSchema } from "./incident.entity.ts";
import { JobSchema } from "./job.entity.ts";
import { jobRows, tenantRows } from "../policies.ts";
import { createdAt } from "../types/columns.ts";

export const IncidentJobSchema = defineEntity({
	name: "IncidentJob",
	tableName: "incident_jobs",
	rowLevelSecurity: "force",
	policies: [tenantRows(), jobRows("incident_jobs")],
	properties: {
		tenantId: p.uuid().primary(),
		incidentId: p.uuid().primary(),
		jobId: p.uuid().primary(),
		addedAt: createdAt(),
		/** Why there is nothing left to replay, in the words of its plan; null: there is something, or nobody has asked yet. */
		nothingToReplay: p.text().nullable(),
		incident: () =>
			p
				.manyToOne(IncidentSchema)
				.joinColumns("tenant_id", "incident_id")
				.ownColumns("incident_id")
				.deleteRule("no action")
				.updateRule("no action"),
		job: () =>
			p.manyToOne(JobSchema).joinColumns("tenant_id", "job_id").ownColumns("job_id").deleteRule("no action").updateRule("no action"),
	},
	indexes: [{ name: "incident_jobs_job", properties: ["tenantId", "jobId"] }],
});
