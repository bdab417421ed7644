// One reconciliation of an entity and period: its frozen inputs, its rules and the hash of its result.
import { type EntitySchema as Entity, defineEntity, p } from "@mikro-orm/core";
import { entityRows, tenantRows } from "../policies.ts";
import { createdAt, instant, key } from "../types/columns.ts";
import { JobSchema } from "../jobs/job.entity.ts";
import { EntitySchema } from "../tenancy/entity.entity.ts";

// A function, because a constant can't name itself in its own type.
const self = (): Entity => ReconciliationRunSchema;

export const ReconciliationRunSchema = defineEntity({
	name: "ReconciliationRun",
	tableName: "reconciliation_runs",
	rowLevelSecurity: "force",
	policies: [tenantRows(), entityRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		jobId: p.uuid(),
		entityId: p.uuid(),
		periodFrom: p.date(),
		periodTo: p.date(),
		/** The moment at which the inputs were frozen. */
		asOf: instant(),
		/** Per connection and stream the last page number that counts, and how many pages. */
		inputs: p.json(),
		/** The run whose frozen inputs these are, where a replay computes them again; what they speak of is then that run's moment. */
		inputsOfRunId: p.uuid().nullable(),
		/** Ids of the sources' own totals that belong to the inputs. */
		controlTotals: p.json(),
		rules: p.json(),
		rulesVersion: key(),
		engineVersion: key(),
		inputHash: p.text().nullable(),
		resultHash: p.text().nullable(),
		status: p.enum(["frozen", "matched", "done", "failed"]),
		createdAt: createdAt(),
		inputsOfRun: () =>
			p
				.manyToOne(self())
				.nullable()
				.joinColumns("tenant_id", "inputs_of_run_id")
				.ownColumns("inputs_of_run_id")
				.deleteRule("no action")
				.updateRule("no action"),
		job: () =>
			p.manyToOne(JobSchema).joinColumns("tenant_id", "job_id").ownColumns("job_id").deleteRule("no action").updateRule("no action"),
		entity: () =>
			p
				.manyToOne(EntitySchema)
				.joinColumns("tenant_id", "entity_id")
				.ownColumns("entity_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	indexes: [
		{
			name: "reconciliation_runs_list",
			properties: ["tenantId", "createdAt", "id"],
		},
		{ name: "reconciliation_runs_period", properties: ["tenantId", "entityId", "periodFrom", "createdAt"] },
		{ name: "reconciliation_runs_job", properties: ["tenantId", "jobId"] },
	],
});
