// A payout and its verdict: what Stripe, the bank and the books say of it, in figures and one sentence.
import { defineEntity, p } from "@mikro-orm/core";
import { runRows, tenantRows } from "../policies.ts";
import { currency, key, minor } from "../types/columns.ts";
import { CanonicalRowSchema } from "../sync/canonical-row.entity.ts";
import { ReconciliationRunSchema } from "./reconciliation-run.entity.ts";

export const PayoutProofSchema = defineEntity({
	name: "PayoutProof",
	tableName: "payout_proofs",
	rowLevelSecurity: "force",
	policies: [tenantRows(), runRows()],
	properties: {
		tenantId: p.uuid().primary(),
		runId: p.uuid().primary(),
		payoutKey: key().primary(),
		canonicalId: p.uuid(),
		canonicalVersion: p.integer(),
		ledgerDate: p.date(),
		currency: currency(),
		kind: p.enum(["itemised", "balance_proven"]),
		status: p.enum(["matched", "break", "timing", "unproven"]),
		payoutMinor: minor(),
		/** Null where Stripe can't itemise the payout. */
		itemsMinor: minor().nullable(),
		bankMinor: minor().nullable(),
		bookedMinor: minor().nullable(),
		differenceMinor: minor(),
		sentence: p.text(),
		run: () =>
			p
				.manyToOne(ReconciliationRunSchema)
				.joinColumns("tenant_id", "run_id")
				.ownColumns("run_id")
				.deleteRule("no action")
				.updateRule("no action"),
		payout: () =>
			p
				.manyToOne(CanonicalRowSchema)
				.joinColumns("tenant_id", "canonical_id", "canonical_version")
				.ownColumns("canonical_id", "canonical_version")
				.deleteRule("no action")
				.updateRule("no action"),
	},
});
