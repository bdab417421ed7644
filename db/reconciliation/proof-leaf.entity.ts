// What stands under a line of a payout's proof beside its matches: an exception's share of the line, or what has nothing beside it.
import { defineEntity, p } from "@mikro-orm/core";
import { runRows, tenantRows } from "../policies.ts";
import { key, minor } from "../types/columns.ts";
import { CanonicalRowSchema } from "../sync/canonical-row.entity.ts";
import { PayoutProofSchema } from "./payout-proof.entity.ts";

export const ProofLeafSchema = defineEntity({
	name: "ProofLeaf",
	tableName: "proof_leaves",
	rowLevelSecurity: "force",
	policies: [tenantRows(), runRows()],
	properties: {
		tenantId: p.uuid().primary(),
		runId: p.uuid().primary(),
		payoutKey: key().primary(),
		position: p.integer().primary(),
		category: key(),
		leaf: key(),
		/** How many of Stripe's rows share the booked one. */
		members: p.integer(),
		exceptionType: key().nullable(),
		sentence: p.text().nullable(),
		aRowId: p.uuid().nullable(),
		aRowVersion: p.integer().nullable(),
		aMinor: minor().nullable(),
		bRowId: p.uuid().nullable(),
		bRowVersion: p.integer().nullable(),
		bMinor: minor().nullable(),
		proof: () =>
			p
				.manyToOne(PayoutProofSchema)
				.joinColumns("tenant_id", "run_id", "payout_key")
				.ownColumns("run_id", "payout_key")
				.deleteRule("no action")
				.updateRule("no action"),
		aRow: () =>
			p
				.manyToOne(CanonicalRowSchema)
				.nullable()
				.joinColumns("tenant_id", "a_row_id", "a_row_version")
				.ownColumns("a_row_id", "a_row_version")
				.deleteRule("no action")
				.updateRule("no action"),
		bRow: () =>
			p
				.manyToOne(CanonicalRowSchema)
				.nullable()
				.joinColumns("tenant_id", "b_row_id", "b_row_version")
				.ownColumns("b_row_id", "b_row_version")
				.deleteRule("no action")
				.updateRule("no action"),
	},
});
