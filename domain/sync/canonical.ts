// The canonical row: what every connector's transform produces, whatever the vendor called it. One shape, six kinds.
import type { Instant, LedgerDate } from "../core/dates.ts";

export const canonicalKinds = ["payout", "payout_item", "balance_entry", "ledger_line", "bank_line", "order"] as const;
export type CanonicalKind = (typeof canonicalKinds)[number];

/** What the source's date was; a ledger date has no zone, an instant has been placed in the entity's zone, a value date is the bank's or processor's day. */
export type DateKind = "instant" | "ledger_date" | "value_date";

/**
 * Amounts are whole minor units, signed as the company sees them (money in is positive).
 *
 * | field          | payout                    | payout_item, balance_entry             | ledger_line                          | bank_line            |
 * |----------------|---------------------------|----------------------------------------|--------------------------------------|----------------------|
 * | naturalKey     | po_…                      | po_…:txn_… / txn_…                     | <transaction id>:<line id>           | see bank-line-key.ts |
 * | ledgerDate     | arrival                   | available_on                           | transaction date                     | booking date         |
 * | amountMinor    | payout amount             | gross                                  | + debit to bank side (see netsuite)  | signed amount        |
 * | feeMinor       | 0                         | fee, positive = deducted               | 0                                    | 0                    |
 * | category       | automatic, manual, instant| reporting_category                     | charge, fee, refund, …, bank, ''     | ''                   |
 * | reference      | po_…                      | source id (ch_, re_, du_), else txn_   | custcol_stripe_id or ''              | reference column     |
 * | groupKey       | ''                        | po_… / ''                              | transaction internal id              | statement (file) id  |
 * | groupReference | trace id or ''            | ''                                     | custbody_stripe_payout or ''         | ''                   |
 * | relatedKey     | balance transaction txn_… | charge of a refund or dispute, or ''   | ''                                   | ''                   |
 * | document       | ''                        | ''                                     | tranid, "DEP-4471"                   | ''                   |
 * | documentKind   | reconciliation status     | balance transaction type               | deposit, journal                     | ''                   |
 * | account        | destination or ''         | ''                                     | account number, "1010"               | bank account         |
 */
export interface CanonicalRow {
	readonly kind: CanonicalKind;
	/** Unique within (connection, kind). */
	readonly naturalKey: string;
	/** The day that decides the period. */
	readonly ledgerDate: LedgerDate;
	readonly dateKind: DateKind;
	/** When it happened, where the source knows. */
	readonly occurredAt: Instant | null;
	readonly currency: string;
	readonly amountMinor: bigint;
	readonly feeMinor: bigint;
	/** amountMinor − feeMinor. */
	readonly netMinor: bigint;
	readonly category: string;
	/** The vendor's own status word ("paid", "failed", "available", "approved"). */
	readonly status: string;
	readonly reference: string;
	readonly groupKey: string;
	readonly groupReference: string;
	readonly relatedKey: string;
	readonly document: string;
	readonly documentKind: string;
	readonly account: string;
	/** Free text as the source wrote it: memo, narration, description. */
	readonly description: string;
}

/** A record that could not be read: kept, with a reason a person can act on. */
export interface Refused {
	readonly naturalKey: string;
	readonly code: string;
	readonly reason: string;
}
