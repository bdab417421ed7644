// What each type of exception is called, with its icon.
import type { IconName } from "../../kit/icon-paths.ts";

interface ExceptionWord {
	readonly word: string;
	readonly icon: IconName;
	/** For the figure of the other side in the proof tree. */
	readonly other: string;
}

const words: Readonly<Record<string, ExceptionWord>> = {
	missing_in_ledger: { word: "Missing in NetSuite", icon: "file-off", other: "not booked" },
	missing_in_bank: { word: "Missing in the bank", icon: "building-bank", other: "not in the bank" },
	duplicate: { word: "Duplicate", icon: "copy", other: "booked twice" },
	wrong_amount: { word: "Wrong amount", icon: "equal-not", other: "other amount" },
	partial_refund: { word: "Partial refund", icon: "receipt", other: "booked in full" },
	netted_fee: { word: "Netted fee", icon: "receipt", other: "netted" },
	chargeback: { word: "Chargeback", icon: "alert-triangle", other: "not booked" },
	wrong_account: { word: "Wrong account", icon: "file-off", other: "other account" },
	wrong_period: { word: "Wrong period", icon: "clock", other: "other period" },
	timing: { word: "Timing", icon: "clock", other: "not yet" },
	unexpected_in_ledger: { word: "Only in NetSuite", icon: "file-plus", other: "" },
	unexpected_in_bank: { word: "Only in the bank", icon: "building-bank", other: "" },
	ambiguous: { word: "Ambiguous", icon: "arrows-split", other: "ambiguous" },
	tolerance: { word: "Within tolerance", icon: "equal", other: "" },
};

export const exceptionWord = (type: string): ExceptionWord =>
	words[type] ?? { word: type.replaceAll("_", " "), icon: "alert-circle", other: "" };

const lineWords: Readonly<Record<string, string>> = {
	charge: "Charges",
	fee: "Stripe fees",
	refund: "Refunds",
	dispute: "Disputes",
	dispute_fee: "Dispute fees",
	payout_reversal: "Returned payouts",
	adjustment: "Adjustments",
	rounding: "Roundings",
	payout: "Payout, and its deposit",
	bank: "Bank line",
	opening: "Opening balance",
	payout_fees: "Instant payout fees",
	payouts: "Payouts",
	failed_payouts: "Failed payouts, back again",
	closing: "Closing balance",
	closing_from_balance: "Stripe’s own balance",
};

export function lineWord(category: string): string {
	const plain = category.replaceAll("_", " ");
	return lineWords[category] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}
