// The components of a balance transaction and the words they are booked by: docs/adr/0002, written here a second time on purpose.
import type { BalanceEntry, ReportingCategory } from "./processor.ts";

export type LineCategory =
	| "charge"
	| "fee"
	| "refund"
	| "dispute"
	| "dispute_fee"
	| "payout_reversal"
	| "adjustment"
	| "payout"
	| "payout_return"
	| "rounding"
	| "bank";

/** Account per line category; bank accounts and receivables stand beside it. */
export const accountOf: Readonly<Record<Exclude<LineCategory, "bank" | "payout_return">, string>> = {
	charge: "1050",
	fee: "6150",
	refund: "4100",
	dispute: "4200",
	dispute_fee: "6160",
	payout_reversal: "1080",
	adjustment: "6190",
	payout: "1081",
	rounding: "6999",
};

export interface Component {
	/** `<source id>:gross` or `<source id>:fee`. */
	readonly leaf: string;
	readonly category: LineCategory;
	/** What stands in custcol_stripe_id. */
	readonly stripeId: string;
	/** Signed as it changes the company's money. */
	readonly amount: number;
	readonly description: string;
}

const grossCategory: Readonly<Record<Exclude<ReportingCategory, "payout">, LineCategory>> = {
	charge: "charge",
	refund: "refund",
	dispute: "dispute",
	other_adjustment: "adjustment",
	payout_reversal: "payout_reversal",
};

/** What `entry` is booked as: its gross, and its fee where there is one. A payout's own row has only its fee here. */
export function componentsOf(entry: BalanceEntry): Component[] {
	const source = entry.source ?? entry.id;
	const components: Component[] = [];
	if (entry.reportingCategory !== "payout") {
		const category = grossCategory[entry.reportingCategory];
		components.push({ leaf: `${source}:gross`, category, stripeId: source, amount: entry.amount, description: entry.description });
	}
	if (entry.fee !== 0) {
		const category = entry.reportingCategory === "dispute" ? "dispute_fee" : "fee";
		// An instant payout's fee is booked under the payout's balance transaction, which no charge carries.
		const stripeId = entry.reportingCategory === "payout" ? entry.id : source;
		components.push({ leaf: `${source}:fee`, category, stripeId, amount: -entry.fee, description: entry.feeDescription });
	}
	return components;
}
