// A line of the roll-forward of a Stripe balance in one currency, and the figure it must tie to.
import { defineEntity, p } from "@mikro-orm/core";
import { runRows, tenantRows } from "../policies.ts";
import { currency, key, minor } from "../types/columns.ts";
import { ReconciliationRunSchema } from "./reconciliation-run.entity.ts";

export const RollForwardSchema = defineEntity({
	name: "RollForward",
	tableName: "roll_forwards",
	rowLevelSecurity: "force",
	policies: [tenantRows(), runRows()],
	properties: {
		tenantId: p.uuid().primary(),
		runId: p.uuid().primary(),
		currency: currency().primary(),
		position: p.integer().primary(),
		line: key(),
		minor: minor(),
		tieMinor: minor().nullable(),
		run: () =>
			p
				.manyToOne(ReconciliationRunSchema)
				.joinColumns("tenant_id", "run_id")
				.ownColumns("run_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
});
