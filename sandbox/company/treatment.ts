// How the company treats each payout and each component in its books and at its bank: plainly, unless the plan says otherwise.
import type { LedgerDate } from "../../domain/core/dates.ts";
import type { Payout } from "./processor.ts";

export type ReferencePlace = "field" | "text" | "nowhere";

export interface PayoutTreatment {
	readonly deposits: "one" | "none" | "two";
	readonly depositDay: LedgerDate;
	readonly depositReference: ReferencePlace;
	readonly fees: "per charge" | "one line";
	/** null: the bank never credited it. */
	readonly bankDay: LedgerDate | null;
	readonly bankReference: ReferencePlace;
}

export type LeafTreatment =
	| { readonly kind: "left out" }
	| { readonly kind: "booked twice" }
	| { readonly kind: "booked as"; readonly amount: number }
	| { readonly kind: "booked to"; readonly account: string }
	/** A cent off, with the deposit's rounding line beside it. */
	| { readonly kind: "rounded"; readonly cents: 1 | -1 };

/** Something booked or banked that Stripe knows nothing of. */
export interface Strays {
	/** Amount and made-up charge id of a line inside the deposit of `payout`. */
	readonly line: { readonly payout: string; readonly chargeId: string; readonly amount: number } | null;
	readonly deposit: { readonly payoutId: string; readonly day: LedgerDate; readonly amount: number } | null;
	readonly bankLine: { readonly day: LedgerDate; readonly amount: number } | null;
}

export interface Treatments {
	readonly payouts: ReadonlyMap<string, PayoutTreatment>;
	readonly leaves: ReadonlyMap<string, LeafTreatment>;
	/** Two payouts that the bank credited in one line. */
	readonly joined: readonly [string, string] | null;
	readonly strays: Strays;
}

export const plainTreatment = (payout: Payout): PayoutTreatment => ({
	deposits: "one",
	depositDay: payout.arrivalDay,
	depositReference: "field",
	fees: "per charge",
	bankDay: payout.arrivalDay,
	bankReference: "field",
});
