// Stripe: a restricted key with read access to balance and payouts is enough.
import type { Vendor } from "./vendor.ts";

export const stripe = {
	title: "Stripe",
	baseUrl: "https://api.stripe.com",
	fields: [
		{
			name: "apiKey",
			label: "API key",
			kind: "secret",
			required: true,
			help: "A restricted key that may read balance, balance transactions and payouts.",
			pattern: /^(?:sk|rk)_(?:live|test)_[A-Za-z0-9_]{8,}$/,
			standard: null,
		},
		{
			name: "webhookSecret",
			label: "Webhook signing secret",
			kind: "secret",
			required: false,
			help: "Begins with whsec_. Of an endpoint in Stripe that sends payout, charge, refund and balance events to this connection's address.",
			pattern: /^whsec_[A-Za-z0-9+/=_-]{16,200}$/,
			standard: null,
		},
		{
			name: "lookbackHours",
			label: "Read again (hours)",
			kind: "number",
			required: false,
			help: "How far before the newest known row each sync reads again, for rows that appear late.",
			pattern: /^\d{1,4}$/,
			standard: 48,
		},
	],
	streams: {
		balance_transactions: { title: "Balance transactions", kind: "balance_entry", after: [], window: true },
		payouts: { title: "Payouts", kind: "payout", after: [], window: true },
		payout_items: { title: "Payout items", kind: "payout_item", after: ["payouts"], window: true },
	},
	webhooks: {
		signatureHeader: "stripe-signature",
		secretField: "webhookSecret",
		streams: {
			"payout.": ["payouts", "payout_items", "balance_transactions"],
			"charge.": ["balance_transactions"],
			"refund.": ["balance_transactions"],
			"balance.available": ["balance_transactions"],
		},
	},
	page: { format: "json", list: "data" },
} as const satisfies Vendor;
