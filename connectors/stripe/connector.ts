// Stripe, by the official SDK: balance transactions, payouts and the items of automatic payouts.
import type { Connector } from "../connector.ts";
import { balanceTransactions } from "./balance-transactions.ts";
import { askStripe } from "./client.ts";
import { payoutItems } from "./payout-items.ts";
import { payouts } from "./payouts.ts";
import { stripeTotals } from "./totals.ts";

export const stripeConnector: Connector<"stripe"> = {
	streams: { balance_transactions: balanceTransactions, payouts, payout_items: payoutItems },
	async test(context) {
		await askStripe(context, (stripe) => stripe.balance.retrieve());
		return { account: context.secrets.apiKey?.includes("_live_") ? "live mode" : "test mode" };
	},
	totals: stripeTotals,
};
