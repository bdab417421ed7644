// Shopify's exports: payouts, payout transactions, orders. Ask for the plain CSV: the one "for Excel" has rows above its header.
import { Temporal } from "temporal-polyfill";
import { isLedgerDate } from "../../../core/dates.ts";
import { refuse } from "../../record-reader.ts";
import { continues, type Layout, note, record, type RecordRows } from "../layout.ts";
import type { RowFields } from "../row-fields.ts";
import { exportLayout, exportRow, grossFeeNet, requiredId } from "./export-row.ts";

/** "2026-07-01 07:33:09 +0200" is an instant; the shop's own day decides the period. */
export function zonedInstant(text: string): string | null {
	const parts = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}) ?([+-])(\d{2}):?(\d{2})$/.exec(text.trim());
	if (parts === null) return null;
	const [, date = "", time = "", sign = "", hours = "", minutes = ""] = parts;
	if (!isLedgerDate(date) || time > "23:59:59" || hours > "23" || minutes > "59") return null;
	return Temporal.Instant.from(`${date}T${time}${sign}${hours}:${minutes}`).toString();
}

export const shopifyPayoutTransactions: Layout = exportLayout({
	id: "shopify-payout-transactions",
	title: "Payout transactions",
	issuer: "Shopify",
	kind: "payout_item",
	names: {
		date: ["transaction date"],
		category: ["type"],
		document: ["order"],
		status: ["payout status"],
		groupReference: ["payout date"],
		group: ["payout id"],
		amount: ["amount"],
		fee: ["fee"],
		net: ["net"],
		currency: ["currency"],
		reference: ["checkout"],
		description: ["payment method name", "card brand"],
	},
	required: ["date", "category", "status", "groupReference", "amount", "fee", "net", "currency"],
	telling: ["transaction date", "payout status", "payout date", "payout id", "available on", "presentment amount", "card source"],
	shapes: { date: /^\d{4}[-/]\d{1,2}[-/]\d{1,2}/, status: /^[a-z_ ]*$/i },
	classify: (row) =>
		row.text("groupReference") === "" || /^(?:pending|scheduled)$/i.test(row.text("status"))
			? note("pending", "Not paid out yet: it will be in the export of its payout.")
			: record,
	stem: ({ rows: [row] }) => {
		const { currency, on, minor } = transaction(row);
		return { key: `${payoutOf(row)}:${row.text("category")}:${row.text("document")}:${on}:${minor}:${currency}`, numbered: true };
	},
	read: ({ rows: [row] }, at) => {
		const { currency, on } = transaction(row);
		return {
			rows: [
				exportRow({
					kind: "payout_item",
					naturalKey: at.naturalKey,
					ledgerDate: row.date("groupReference"),
					occurredAt: zonedInstant(row.text("date")),
					currency,
					...grossFeeNet(row, currency, on),
					category: row.text("category"),
					status: row.text("status"),
					reference: row.text("reference") || row.text("document"),
					groupKey: payoutOf(row),
					document: row.text("document"),
					description: row.text("description"),
				}),
			],
			movements: [],
		};
	},
	notes: {
		reads: [
			"All known column sets, with or without Payout ID, Checkout, VAT and Business Entity; the sign is that of Amount, never of Presentment Amount.",
		],
		apart: ["Transactions that wait for their payout."],
		refuses: [
			"A row whose net is not amount less fee. Shipping labels can be missing from this export, so its sum may fall short of the payout: the gap is shown, not filled.",
		],
	},
});

const transaction = (row: RowFields) => {
	const currency = row.currency();
	const on = row.date();
	return { currency, on, minor: row.amount("amount", currency, on) };
};

/** Older exports have no payout id: then the day of the payout names it, one payout a day and currency. */
const payoutOf = (row: RowFields): string => row.text("group") || `${row.date("groupReference")}:${row.currency()}`;

export const shopifyPayouts: Layout = exportLayout({
	id: "shopify-payouts",
	title: "Payouts",
	issuer: "Shopify",
	kind: "payout",
	names: {
		date: ["payout date"],
		status: ["status"],
		amount: ["total"],
		currency: ["currency"],
		groupReference: ["bank reference"],
		fee: ["fees"],
	},
	required: ["date", "status", "amount", "currency", "fee"],
	telling: ["payout date", "charges", "refunds", "adjustments", "reserved funds", "retried amount"],
	never: ["transaction date", "payout id"],
	shapes: { date: /^\d{4}[-/]\d{1,2}[-/]\d{1,2}/ },
	stem: ({ rows: [row] }) => ({ key: `${row.date()}:${row.currency()}`, numbered: true }),
	read: ({ rows: [row] }, at) => {
		const currency = row.currency();
		const ledgerDate = row.date();
		return {
			rows: [
				exportRow({
					kind: "payout",
					naturalKey: at.naturalKey,
					ledgerDate,
					currency,
					amountMinor: row.amount("amount", currency, ledgerDate),
					category: "automatic",
					status: row.text("status"),
					reference: row.text("groupReference") || at.naturalKey,
					groupReference: row.text("groupReference"),
				}),
			],
			movements: [],
		};
	},
	notes: {
		reads: [
			"One row a payout: its total; the columns it is made of stay with the record. Newer exports have sales tax, advances and a bank reference.",
		],
		apart: [],
		refuses: ["A row without a date or a total."],
	},
});

export const shopifyOrders: Layout = exportLayout({
	id: "shopify-orders",
	title: "Orders",
	issuer: "Shopify",
	kind: "order",
	names: {
		document: ["name"],
		id: ["id"],
		date: ["created at"],
		time: ["paid at"],
		status: ["financial status"],
		currency: ["currency"],
		amount: ["total"],
		otherAmount: ["refunded amount"],
		reference: ["payment reference", "payment id"],
		type: ["lineitem name"],
		category: ["payment method"],
		group: ["cancelled at"],
	},
	required: ["document", "date", "status", "currency", "amount", "type"],
	telling: [
		"financial status",
		"fulfillment status",
		"lineitem quantity",
		"lineitem name",
		"lineitem price",
		"accepts marketing",
		"paid at",
	],
	shapes: { date: /^$|^\d{4}-\d{2}-\d{2}/, document: /\S/ },
	// Every line of an order is a row; all but the first leave the order's own columns blank, or repeat them.
	classify: (row, above) =>
		above !== null && row.text("document") !== "" && row.text("document") === above.text("document") ? continues : record,
	stem: ({ rows: [row] }) => ({ key: requiredId(row, "document", "order’s name"), numbered: false }),
	read: ({ rows }: RecordRows, at) => {
		const [row] = rows;
		const currency = row.currency();
		const ledgerDate = row.date();
		const amountMinor = row.amount("amount", currency, ledgerDate);
		const differs = rows.some((line) => line.text("amount") !== "" && line.amount("amount", currency, ledgerDate) !== amountMinor);
		if (differs) refuse("ORDER_DIFFERS", `The rows of order ${row.text("document")} give different totals.`);
		return {
			rows: [
				exportRow({
					kind: "order",
					naturalKey: at.naturalKey,
					ledgerDate,
					occurredAt: zonedInstant(row.text("date")),
					currency,
					amountMinor,
					category: row.text("category"),
					status: row.text("group") === "" ? row.text("status") : `${row.text("status")}, cancelled`,
					reference: row.text("reference") || row.text("id"),
					document: row.text("document"),
					description: `${rows.length} ${rows.length === 1 ? "line" : "lines"}: ${row.text("type")}`,
				}),
			],
			movements: [],
		};
	},
	notes: {
		reads: [
			"An order of several lines is one record; its total counts once. The day it was created decides the period, because an order that isn’t paid has no other.",
		],
		apart: [],
		refuses: ["An order whose rows give different totals, or without a total."],
	},
});
