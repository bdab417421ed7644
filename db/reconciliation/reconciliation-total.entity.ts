// A line of a run's summary: both sides counted and added up per currency, and the difference.
import { defineEntity, p } from "@mikro-orm/core";
import { runRows, tenantRows } from "../policies.ts";
import { count, currency, key, minor } from "../types/columns.ts";
import { ReconciliationRunSchema } from "./reconciliation-run.entity.ts";

export const ReconciliationTotalSchema = defineEntity({
	name: "ReconciliationTotal",
	tableName: "reconciliation_totals",
	rowLevelSecurity: "force",
	policies: [tenantRows(), runRows()],
	properties: {
		tenantId: p.uuid().primary(),
		runId: p.uuid().primary(),
		line: key().primary(),
		currency: currency().primary(),
		aCount: count(),
		aMinor: minor(),
		bCount: count(),
		bMinor: minor(),
		differenceMinor: minor(),
		position: p.integer(),
		run: () =>
			p
				.manyToOne(ReconciliationRunSchema)
				.joinColumns("tenant_id", "run_id")
				.ownColumns("run_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
});
