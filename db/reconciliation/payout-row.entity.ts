// A row of the list of payouts: a payout, or what stands beside the payouts, so that the list adds up to the control totals.
import { defineEntity, p } from "@mikro-orm/core";
import { runRows, tenantRows } from "../policies.ts";
import { count, currency, key, minor } from "../types/columns.ts";
import { ReconciliationRunSchema } from "./reconciliation-run.entity.ts";

export const PayoutRowSchema = defineEntity({
	name: "PayoutRow",
	tableName: "payout_rows",
	rowLevelSecurity: "force",
	policies: [tenantRows(), runRows()],
	properties: {
		tenantId: p.uuid().primary(),
		runId: p.uuid().primary(),
		key: key().primary(),
		kind: p.enum(["payout", "other_period", "returned", "untied", "activity"]),
		status: p.enum(["matched", "break", "timing", "unproven", "returned", "untied"]),
		section: p.enum(["payouts", "activity"]),
		/** What people call it. */
		label: key(),
		payoutKey: key().nullable(),
		currency: currency(),
		ledgerDate: p.date(),
		sentence: p.text(),
		/** Stripe and NetSuite. */
		aCount: count(),
		aMinor: minor(),
		bCount: count(),
		bMinor: minor(),
		/** Stripe and the bank. */
		bankStripeCount: count(),
		bankStripeMinor: minor(),
		bankCount: count(),
		bankMinor: minor(),
		/** Side, canonical row, what people call it, day and amount of each; empty for a payout, whose proof has them. */
		records: p.json(),
		run: () =>
			p
				.manyToOne(ReconciliationRunSchema)
				.joinColumns("tenant_id", "run_id")
				.ownColumns("run_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	indexes: [{ name: "payout_rows_by_date", properties: ["tenantId", "runId", "ledgerDate", "key"] }],
});
