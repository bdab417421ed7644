// A replay: what it repeats, how, what its plan promised, where things stood before it, and what came of it.
import { defineEntity, p } from "@mikro-orm/core";
import { JobSchema } from "./job.entity.ts";
import { jobRows, tenantRows } from "../policies.ts";
import { createdAt } from "../types/columns.ts";

export const ReplaySchema = defineEntity({
	name: "Replay",
	tableName: "replays",
	rowLevelSecurity: "force",
	policies: [tenantRows(), jobRows("replays")],
	properties: {
		tenantId: p.uuid().primary(),
		jobId: p.uuid().primary(),
		/** The job it repeats; null for a set or a business key. */
		ofJobId: p.uuid().nullable(),
		mode: p.enum(["reprocess", "refetch"]),
		options: p.json().defaultRaw("'{}'"),
		plan: p.json(),
		/** Streams' page numbers and reconciliation runs from before it: what the outcome is compared with. */
		base: p.json().defaultRaw("'{}'"),
		outcome: p.json().nullable(),
		createdAt: createdAt(),
		job: () =>
			p.manyToOne(JobSchema).joinColumns("tenant_id", "job_id").ownColumns("job_id").deleteRule("no action").updateRule("no action"),
		ofJob: () =>
			p
				.manyToOne(JobSchema)
				.nullable()
				.joinColumns("tenant_id", "of_job_id")
				.ownColumns("of_job_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	indexes: [{ name: "replays_of", properties: ["tenantId", "ofJobId"] }],
});
