// Stripe's financial reports (Reporting API, also the dashboard's itemised downloads): amounts in major units, lower-case currencies,
// dates in the zone that was asked for with *_utc twins. Columns are chosen by whoever asked, so only the core ones are required.
import { type Layout, note, record, type ReadAt, type RowClass } from "../layout.ts";
import { type RowFields, utcInstant } from "../row-fields.ts";
import type { TableField } from "../table-mapping.ts";
import { exportLayout, exportRow, grossFeeNet, requiredId } from "./export-row.ts";

const amounts: Partial<Record<TableField, readonly string[]>> = {
	currency: ["currency"],
	amount: ["gross"],
	fee: ["fee"],
	net: ["net"],
	category: ["reporting_category"],
	description: ["description"],
};

/** The day that decides the period, and when it happened where the file gives UTC. */
function moments(row: RowFields, dateField: TableField) {
	const ledgerDate = row.date(dateField);
	const created = row.text("time");
	const occurredAt = created === "" || !row.has("time") ? null : utcInstant(created, row.date("time"));
	return { ledgerDate, dateKind: "ledger_date" as const, occurredAt };
}

const sourceOf = (row: RowFields): string => row.text("reference") || row.text("id");

/** The payout's own row in its list of items takes out what the others bring in. */
const itemOf = (row: RowFields, at: ReadAt) => {
	const currency = row.currency();
	const when = moments(row, "date");
	return exportRow({
		kind: "payout_item",
		naturalKey: at.naturalKey,
		...when,
		currency,
		...grossFeeNet(row, currency, when.ledgerDate),
		category: row.text("category"),
		status: row.text("status"),
		reference: sourceOf(row),
		groupKey: row.text("group"),
		relatedKey: row.text("related"),
		description: row.text("description"),
	});
};

const noPayout = (row: RowFields): RowClass =>
	row.text("group") === "" ? note("pending", "Belongs to no payout yet: it will be in the report of the one that pays it out.") : record;

export const stripePayoutReconciliation: Layout = exportLayout({
	id: "stripe-payout-reconciliation",
	title: "Payout reconciliation, itemised",
	issuer: "Stripe",
	kind: "payout_item",
	names: {
		...amounts,
		group: ["automatic_payout_id"],
		groupReference: ["automatic_payout_effective_at"],
		id: ["balance_transaction_id"],
		time: ["created_utc"],
		date: ["available_on", "available_on_utc", "automatic_payout_effective_at", "created", "created_utc"],
		reference: ["source_id", "charge_id"],
		related: ["charge_id"],
		document: ["order_id", "invoice_number"],
	},
	required: ["group", "id", "date", "currency", "amount", "net", "category"],
	telling: ["automatic_payout_id", "automatic_payout_effective_at", "balance_transaction_id", "reporting_category"],
	shapes: { id: /^txn_/, group: /^(?:po_.*)?$/ },
	classify: noPayout,
	stem: ({ rows: [row] }) => ({ key: `${row.text("group")}:${requiredId(row, "id", "balance transaction")}`, numbered: false }),
	read: ({ rows: [row] }, at) => ({ rows: [itemOf(row, at)], movements: [] }),
	notes: {
		reads: [
			"Reports payout_reconciliation.itemized.* with any extra columns, in any order; the day it became available decides the period.",
		],
		apart: ["Rows that belong to no automatic payout yet."],
		refuses: ["A row whose net is not gross less fee. Instant and manual payouts have no items in this report: use balance change."],
	},
});

export const stripeBalanceChange: Layout = exportLayout({
	id: "stripe-balance-change",
	title: "Balance change from activity, itemised",
	issuer: "Stripe",
	kind: "balance_entry",
	names: {
		...amounts,
		id: ["balance_transaction_id"],
		time: ["created_utc"],
		date: ["available_on", "available_on_utc", "created", "created_utc"],
		reference: ["source_id", "charge_id"],
		related: ["charge_id"],
	},
	required: ["id", "date", "currency", "amount", "net", "category"],
	telling: ["balance_transaction_id", "reporting_category", "source_id", "customer_facing_amount", "payment_intent_id"],
	never: ["automatic_payout_id", "payout_id", "payout_status"],
	shapes: { id: /^txn_/ },
	stem: ({ rows: [row] }) => ({ key: requiredId(row, "id", "balance transaction"), numbered: false }),
	read: ({ rows: [row] }, at) => {
		const { groupKey: _none, ...entry } = itemOf(row, at);
		return { rows: [{ ...entry, kind: "balance_entry", groupKey: "" }], movements: [] };
	},
	notes: {
		reads: ["Reports balance_change_from_activity.itemized.* and ending_balance_reconciliation.itemized.* with any extra columns."],
		apart: [],
		refuses: ["A row whose net is not gross less fee; a row without its balance transaction."],
	},
});

export const stripePayoutsReport: Layout = exportLayout({
	id: "stripe-payouts-report",
	title: "Payouts, itemised",
	issuer: "Stripe",
	kind: "payout",
	names: {
		...amounts,
		id: ["payout_id"],
		date: ["payout_expected_arrival_date", "effective_at", "effective_at_utc"],
		related: ["balance_transaction_id"],
		status: ["payout_status"],
		type: ["payout_type"],
		account: ["payout_destination_id"],
		groupReference: ["trace_id"],
		time: ["effective_at_utc"],
	},
	required: ["id", "date", "currency", "amount", "status"],
	telling: ["payout_id", "payout_status", "payout_expected_arrival_date", "payout_destination_id", "trace_id_status"],
	shapes: { id: /^po_/, related: /^(?:txn_.*)?$/ },
	account: "",
	stem: ({ rows: [row] }) => ({ key: payoutRowKey(row), numbered: false }),
	read: ({ rows: [row] }, at) => {
		const currency = row.currency();
		const when = moments(row, "date");
		// The report shows what left the balance; a payout is money on its way to the bank.
		const { netMinor } = grossFeeNet(row, currency, when.ledgerDate);
		return {
			rows: [
				exportRow({
					kind: "payout",
					naturalKey: at.naturalKey,
					...when,
					currency,
					amountMinor: -netMinor,
					category: "automatic",
					status: row.text("status"),
					reference: row.text("id"),
					groupReference: row.text("groupReference"),
					relatedKey: row.text("related"),
					account: row.text("account"),
					description: row.text("description"),
				}),
			],
			movements: [],
		};
	},
	notes: {
		reads: [
			"Reports payouts.itemized.*: the net that left the balance, turned round to what reaches the bank; trace ids keep their zeros.",
		],
		apart: [],
		refuses: ["A row without its payout id."],
	},
});

/** A payout that fails stands twice in the report: paid, then reversed by another balance transaction. */
const payoutRowKey = (row: RowFields): string => {
	const payout = requiredId(row, "id", "payout");
	return /failure|reversal/i.test(row.text("category")) ? `${payout}:reversed` : payout;
};
