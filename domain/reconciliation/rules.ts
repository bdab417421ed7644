// The rules of a run are data: passes, windows, tolerance, accounts and text patterns. Their version and their text enter the result hash.

/** Strongest first; a pass sees only what stronger passes left open. */
export const passNames = ["exact", "reference", "date_window", "tolerance", "grouping"] as const;
export type PassName = (typeof passNames)[number];

export interface Rules {
	readonly version: string;
	/** The passes that run; their order is always that of `passNames`. */
	readonly passes: readonly PassName[];
	/** Largest residual of one match, in minor units of its currency. */
	readonly toleranceMinor: number;
	/** Calendar days after arrival in which the bank line and the deposit are looked for, and after which they are missing. */
	readonly bankWindowDays: number;
	/** Calendar days before arrival in which they are looked for: banks credit early, never much. */
	readonly bankLeadDays: number;
	/** Calendar days after a payout failed in which the bank's return is looked for. */
	readonly returnWindowDays: number;
	/** Calendar days around a movement in which a journal line without an id is looked for. */
	readonly activityWindowDays: number;
	/** Ledger account by line category. */
	readonly accounts: Readonly<Record<string, string>>;
	/** Line category by Stripe's reporting category; what is not listed keeps its name. */
	readonly lineCategories: Readonly<Record<string, string>>;
	/** Line categories that the ledger makes for itself: never compared with an item. */
	readonly ledgerOwn: readonly string[];
	/** What a bank line says when Stripe sent it; compared without case. */
	readonly bankText: string;
	/** Ids inside free text, as regular expressions. */
	readonly payoutIdPattern: string;
	readonly sourceIdPattern: string;
}

/** ADR 0002, "How NetSuite is booked". */
export const stripeNetsuiteRules: Rules = {
	version: "stripe-netsuite/1",
	passes: passNames,
	toleranceMinor: 1,
	bankWindowDays: 5,
	bankLeadDays: 1,
	returnWindowDays: 14,
	activityWindowDays: 0,
	accounts: {
		charge: "1050",
		fee: "6150",
		refund: "4100",
		dispute: "4200",
		dispute_fee: "6160",
		payout_reversal: "1080",
		adjustment: "6190",
		payout: "1081",
	},
	lineCategories: {
		other_adjustment: "adjustment",
		refund_failure: "refund",
		partial_capture_reversal: "charge",
		charge_failure: "charge",
		dispute_reversal: "dispute",
	},
	ledgerOwn: ["bank", "rounding"],
	bankText: "STRIPE",
	payoutIdPattern: "\\bpo_[A-Za-z0-9]+",
	sourceIdPattern: "\\b(?:ch|py|re|pyr|du|dp|trr|tr|adj|txn)_[A-Za-z0-9]+",
};
