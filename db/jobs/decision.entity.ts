// A question that a running job asks a person: bound to exactly what it was asked about by a hash.
import { defineEntity, p } from "@mikro-orm/core";
import { JobSchema } from "./job.entity.ts";
import { MembershipSchema } from "../tenancy/membership.entity.ts";
import { tenantRows } from "../policies.ts";
import { createdAt, instant } from "../types/columns.ts";

export const DecisionSchema = defineEntity({
	name: "Decision",
	tableName: "decisions",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		jobId: p.uuid(),
		kind: p.enum(["mass_delete"]),
		/** What is asked, for a person. */
		sentence: p.text(),
		/** Counts and ids of what it is about. */
		subject: p.json(),
		sha256: p.text(),
		status: p.enum(["open", "approved", "rejected", "expired"]),
		askedAt: createdAt(),
		dueAt: instant(),
		decidedBy: p.uuid().nullable(),
		decidedAt: instant().nullable(),
		comment: p.text().nullable(),
		job: () =>
			p.manyToOne(JobSchema).joinColumns("tenant_id", "job_id").ownColumns("job_id").deleteRule("no action").updateRule("no action"),
		decider: () =>
			p
				.manyToOne(MembershipSchema)
				.nullable()
				.joinColumns("tenant_id", "decided_by")
				.ownColumns("decided_by")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	indexes: [
		{ name: "decisions_job", properties: ["tenantId", "jobId", "askedAt"] },
		{ name: "decisions_open", properties: ["tenantId", "status", "dueAt"] },
	],
});
