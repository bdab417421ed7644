// What did not tie: type, leaf and amounts (docs/adr/0002-books-and-breaks.md), said in one sentence.
import { defineEntity, p } from "@mikro-orm/core";
import { runRows, tenantRows } from "../policies.ts";
import { currency, key, minor } from "../types/columns.ts";
import { CanonicalRowSchema } from "../sync/canonical-row.entity.ts";
import { ReconciliationRunSchema } from "./reconciliation-run.entity.ts";

export const ExceptionSchema = defineEntity({
	name: "Exception",
	tableName: "exceptions",
	rowLevelSecurity: "force",
	policies: [tenantRows(), runRows()],
	properties: {
		tenantId: p.uuid().primary(),
		runId: p.uuid().primary(),
		id: p.uuid().primary(),
		type: key(),
		leaf: key(),
		payoutKey: key().nullable(),
		/** The row of the list under which it stands. */
		rowKey: key(),
		currency: currency(),
		amountMinor: minor(),
		differenceMinor: minor(),
		ledgerDate: p.date().nullable(),
		sentence: p.text(),
		aCanonicalId: p.uuid().nullable(),
		aCanonicalVersion: p.integer().nullable(),
		bCanonicalId: p.uuid().nullable(),
		bCanonicalVersion: p.integer().nullable(),
		losers: p.json(),
		run: () =>
			p
				.manyToOne(ReconciliationRunSchema)
				.joinColumns("tenant_id", "run_id")
				.ownColumns("run_id")
				.deleteRule("no action")
				.updateRule("no action"),
		aRow: () =>
			p
				.manyToOne(CanonicalRowSchema)
				.nullable()
				.joinColumns("tenant_id", "a_canonical_id", "a_canonical_version")
				.ownColumns("a_canonical_id", "a_canonical_version")
				.deleteRule("no action")
				.updateRule("no action"),
		bRow: () =>
			p
				.manyToOne(CanonicalRowSchema)
				.nullable()
				.joinColumns("tenant_id", "b_canonical_id", "b_canonical_version")
				.ownColumns("b_canonical_id", "b_canonical_version")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	indexes: [
		{ name: "exceptions_type", properties: ["tenantId", "runId", "type", "leaf"] },
		{ name: "exceptions_payout", properties: ["tenantId", "runId", "payoutKey"] },
		{ name: "exceptions_row", properties: ["tenantId", "runId", "rowKey"] },
	],
});
