// Stripe's list exports (the dashboard's Export button): all transactions, payments, payouts. Whoever exports chooses the columns, and
// European accounts write decimal commas.
import { type Layout, note, record } from "../layout.ts";
import { type RowFields, utcInstant } from "../row-fields.ts";
import { exportLayout, exportRow, grossFeeNet, requiredId } from "./export-row.ts";

const happened = (row: RowFields, field: "time" | "date"): string | null => utcInstant(row.text(field), row.date(field));

export const stripeTransactions: Layout = exportLayout({
	id: "stripe-all-transactions",
	title: "All transactions",
	issuer: "Stripe",
	kind: "balance_entry",
	names: {
		id: ["id"],
		type: ["type"],
		reference: ["source"],
		amount: ["amount"],
		fee: ["fee"],
		net: ["net"],
		currency: ["currency"],
		time: ["created (utc)"],
		date: ["available on (utc)", "created (utc)"],
		description: ["description"],
		group: ["transfer"],
	},
	required: ["id", "type", "amount", "net", "currency", "date"],
	telling: ["source", "available on (utc)", "customer facing amount", "transfer date (utc)", "transfer group"],
	never: ["balance_transaction_id", "status"],
	shapes: { id: /^txn_/, reference: /^(?:[a-z]{2,4}_.*)?$/ },
	stem: ({ rows: [row] }) => ({ key: requiredId(row, "id", "id"), numbered: false }),
	read: ({ rows: [row] }, at) => {
		const currency = row.currency();
		const ledgerDate = row.date();
		return {
			rows: [
				exportRow({
					kind: "balance_entry",
					naturalKey: at.naturalKey,
					ledgerDate,
					occurredAt: happened(row, row.has("time") ? "time" : "date"),
					currency,
					...grossFeeNet(row, currency, ledgerDate),
					category: row.text("type"),
					documentKind: row.text("type"),
					reference: row.text("reference") || row.text("id"),
					description: row.text("description"),
				}),
			],
			movements: [],
		};
	},
	notes: {
		reads: ["Balance transactions, amounts with a point or a comma, dates in UTC, metadata columns left aside."],
		apart: [],
		refuses: ["A row whose net is not amount less fee."],
	},
});

export const stripePayments: Layout = exportLayout({
	id: "stripe-payments",
	title: "Payments",
	issuer: "Stripe",
	kind: "order",
	names: {
		id: ["id"],
		date: ["created date (utc)", "created (utc)"],
		amount: ["amount"],
		otherAmount: ["amount refunded"],
		currency: ["currency"],
		fee: ["fee"],
		feeCurrency: ["converted currency"],
		status: ["status"],
		description: ["description"],
		document: ["invoice id"],
		party: ["customer id"],
	},
	required: ["id", "date", "amount", "currency", "status"],
	telling: [
		"amount refunded",
		"converted amount",
		"captured",
		"converted amount refunded",
		"is link",
		"taxes on fee",
		"payment source type",
	],
	never: ["net", "arrival date (utc)"],
	shapes: { id: /^(?:ch|pi|py)_/, status: /^[A-Za-z_ ]+$/ },
	classify: (row) =>
		/^paid|refunded|partially refunded|succeeded|disputed/i.test(row.text("status"))
			? record
			: /^(?:failed|canceled|cancelled|blocked)/i.test(row.text("status"))
				? note("failed", "The payment failed or was cancelled: no money was charged.")
				: note("pending", "Not paid: waiting, uncaptured or incomplete."),
	stem: ({ rows: [row] }) => ({ key: requiredId(row, "id", "id"), numbered: false }),
	read: ({ rows: [row] }, at) => {
		const currency = row.currency();
		const ledgerDate = row.date();
		// The fee is in the currency of the balance, which may be another than the payment's.
		const sameCurrency = row.text("feeCurrency") === "" || row.text("feeCurrency").toUpperCase() === currency;
		return {
			rows: [
				exportRow({
					kind: "order",
					naturalKey: at.naturalKey,
					ledgerDate,
					occurredAt: happened(row, "date"),
					currency,
					amountMinor: row.amount("amount", currency, ledgerDate),
					feeMinor: sameCurrency ? row.amountOrZero("fee", currency, ledgerDate) : 0n,
					category: "payment",
					status: row.text("status"),
					reference: row.text("id"),
					document: row.text("document"),
					account: row.text("party"),
					description: row.text("description"),
				}),
			],
			movements: [],
		};
	},
	notes: {
		reads: [
			"Charges as documents (orders): amount charged, status. What was refunded is a column here, not a row; the balance export has the refunds.",
		],
		apart: ["Failed, cancelled, blocked, uncaptured and incomplete payments."],
		refuses: ["A row without an id or an amount."],
	},
});

export const stripePayouts: Layout = exportLayout({
	id: "stripe-payouts",
	title: "Payouts",
	issuer: "Stripe",
	kind: "payout",
	names: {
		id: ["id"],
		amount: ["amount"],
		time: ["created (utc)"],
		currency: ["currency"],
		date: ["arrival date (utc)"],
		account: ["destination"],
		status: ["status"],
		type: ["type"],
		category: ["method"],
		description: ["description"],
		related: ["balance transaction"],
		groupReference: ["trace id"],
	},
	required: ["id", "amount", "currency", "date", "status"],
	telling: ["arrival date (utc)", "destination", "balance transaction", "failure code", "source type", "livemode", "trace id"],
	never: ["captured", "amount refunded"],
	shapes: { id: /^po_/ },
	stem: ({ rows: [row] }) => ({ key: requiredId(row, "id", "id"), numbered: false }),
	read: ({ rows: [row] }, at) => {
		const currency = row.currency();
		const ledgerDate = row.date();
		return {
			rows: [
				exportRow({
					kind: "payout",
					naturalKey: at.naturalKey,
					ledgerDate,
					dateKind: "value_date",
					occurredAt: row.has("time") ? happened(row, "time") : null,
					currency,
					amountMinor: row.amount("amount", currency, ledgerDate),
					category: /instant/i.test(row.text("category")) ? "instant" : "automatic",
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
		reads: ["One row a payout with its status as Stripe says it: a failed one stays a row of status failed. Trace ids keep their zeros."],
		apart: [],
		refuses: ["A row without an id or an arrival date."],
	},
});
