// A match: which pass found it, what is left over, and why it was chosen.
import { defineEntity, p } from "@mikro-orm/core";
import { runRows, tenantRows } from "../policies.ts";
import { currency, key, minor } from "../types/columns.ts";
import { ReconciliationRunSchema } from "./reconciliation-run.entity.ts";

export const MatchSchema = defineEntity({
	name: "Match",
	tableName: "matches",
	rowLevelSecurity: "force",
	policies: [tenantRows(), runRows()],
	properties: {
		tenantId: p.uuid().primary(),
		runId: p.uuid().primary(),
		id: p.uuid().primary(),
		level: p.enum(["item", "payout_bank", "payout_ledger"]),
		pass: key(),
		payoutKey: key().nullable(),
		leaf: key().nullable(),
		category: key().nullable(),
		currency: currency(),
		aMinor: minor(),
		bMinor: minor(),
		residualMinor: minor(),
		reasons: p.json(),
		run: () =>
			p
				.manyToOne(ReconciliationRunSchema)
				.joinColumns("tenant_id", "run_id")
				.ownColumns("run_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	// No index but the key may begin with tenant and run: before the first statistics the check of a member's foreign key would take
	// it for as good as the key, and walk all matches of the run for every member.
	indexes: [{ name: "matches_payout", properties: ["tenantId", "payoutKey", "runId", "category"] }],
});
