// A category of a payout's proof tree: the items on Stripe's side against the lines that were booked.
import { defineEntity, p } from "@mikro-orm/core";
import { runRows, tenantRows } from "../policies.ts";
import { count, key, minor } from "../types/columns.ts";
import { PayoutProofSchema } from "./payout-proof.entity.ts";

export const ProofLineSchema = defineEntity({
	name: "ProofLine",
	tableName: "proof_lines",
	rowLevelSecurity: "force",
	policies: [tenantRows(), runRows()],
	properties: {
		tenantId: p.uuid().primary(),
		runId: p.uuid().primary(),
		payoutKey: key().primary(),
		position: p.integer().primary(),
		category: key(),
		aCount: count(),
		aMinor: minor(),
		bCount: count(),
		bMinor: minor(),
		differenceMinor: minor(),
		proof: () =>
			p
				.manyToOne(PayoutProofSchema)
				.joinColumns("tenant_id", "run_id", "payout_key")
				.ownColumns("run_id", "payout_key")
				.deleteRule("no action")
				.updateRule("no action"),
	},
});
