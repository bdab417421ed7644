// What is planted and known: the sandbox's own words for a break and for a decoy. The product never sees these.
import type { LedgerDate } from "../../domain/core/dates.ts";

export type BreakType =
	| "missing_in_ledger"
	| "missing_in_bank"
	| "duplicate"
	| "wrong_amount"
	| "partial_refund"
	| "netted_fee"
	| "chargeback"
	| "wrong_account"
	| "wrong_period"
	| "timing"
	| "unexpected_in_ledger"
	| "unexpected_in_bank";

export interface PlantedBreak {
	readonly type: BreakType;
	/** A leaf, or the name of a stray whose key exists only once the books and the statement are written. */
	readonly leaf: string;
	readonly amount: number;
	readonly difference: number;
	readonly currency: "USD" | "EUR";
	readonly payout: string | null;
	/** The day that decides which period it is reported in. */
	readonly day: LedgerDate;
}

export const strayLeaf = { line: "stray:line", deposit: "stray:deposit", bankLine: "stray:bank" } as const;

export type DecoyKind =
	| "twin_charges"
	| "refund_of_earlier_month"
	| "deposit_without_id"
	| "bank_line_without_id"
	| "id_only_in_memo"
	| "id_only_in_narration"
	| "fee_a_cent_off"
	| "fees_in_one_line"
	| "one_bank_line_for_two_payouts"
	| "failed_payout_paid_again"
	| "negative_payout"
	| "late_deposit"
	| "instant_payout_at_month_end"
	| "late_evening_charge";

export interface Decoy {
	readonly kind: DecoyKind;
	/** The payout or leaf that looks like a break and is none. */
	readonly about: string;
}
