// A match: which pass found it, what is left over, and why it was chosen.
import { defineEntity, p } from "@mikro-orm/core";
import { tenantRows } from "../policies.ts";
import { currency, key, minor } from "../types/columns.ts";
import { ReconciliationRunSchema } from "./reconciliation-run.entity.ts";

export const MatchSchema = defineEntity({
	name: "Match",
	tableName: "matches",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
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
	indexes: [
		{ name: "matches_payout", properties: ["tenantId", "runId", "payoutKey", "category"] },
		{ name: "matches_list", properties: ["tenantId", "runId", "level", "id"] },
	],
});
