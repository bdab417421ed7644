// The processor's side of a company as plain rows: orders, what happened to them, and the balance they moved.
// Amounts are whole minor units in safe integers and instants are Unix seconds, exactly as Stripe's JSON carries them.
import type { LedgerDate } from "../../domain/core/dates.ts";
import type { Customer } from "./catalog.ts";

export type SettlementCurrency = "usd" | "eur";

export type EntryType = "charge" | "refund" | "adjustment" | "payout" | "payout_failure";
export type ReportingCategory = "charge" | "refund" | "dispute" | "other_adjustment" | "payout" | "payout_reversal";

/** A balance transaction. */
export interface BalanceEntry {
	readonly id: string;
	readonly type: EntryType;
	readonly reportingCategory: ReportingCategory;
	readonly amount: number;
	readonly fee: number;
	readonly currency: SettlementCurrency;
	readonly created: number;
	readonly availableOn: number;
	/** From when a list shows it: processors publish some rows late. */
	readonly visibleAt: number;
	readonly source: string | null;
	readonly description: string;
	readonly feeDescription: string;
}

export interface Charge {
	readonly id: string;
	readonly orderNumber: number;
	readonly customer: Customer;
	readonly brand: string;
	readonly last4: string;
	readonly entry: BalanceEntry;
}

export interface Refund {
	readonly id: string;
	readonly charge: Charge;
	readonly entry: BalanceEntry;
}

export interface Dispute {
	readonly id: string;
	readonly charge: Charge;
	readonly reason: "fraudulent" | "product_not_received";
	readonly entry: BalanceEntry;
}

export interface Payout {
	readonly id: string;
	/** The payout's own balance transaction, −amount. */
	readonly entry: BalanceEntry;
	readonly amount: number;
	readonly currency: SettlementCurrency;
	readonly created: number;
	/** Midnight UTC of a value date, or for an instant payout the instant. */
	readonly arrival: number;
	/** The day the bank and the period go by. */
	readonly arrivalDay: LedgerDate;
	readonly kind: "automatic" | "manual" | "instant";
	/** What an automatic payout pays out; empty for the others. */
	readonly items: readonly BalanceEntry[];
	readonly failure: BalanceEntry | null;
	readonly traceId: string;
}

/** Everything that has happened at the processor up to the clock. */
export interface ProcessorHistory {
	readonly customers: readonly Customer[];
	readonly charges: readonly Charge[];
	readonly refunds: readonly Refund[];
	readonly disputes: readonly Dispute[];
	readonly payouts: readonly Payout[];
	/** All balance transactions, oldest first; ties by the order they were written. */
	readonly entries: readonly BalanceEntry[];
}

export const net = (entry: BalanceEntry): number => entry.amount - entry.fee;
