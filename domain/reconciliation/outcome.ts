// What a run of the engine says: matches, exceptions, proofs, totals, roll-forwards. Plain values; texts are for people, keys are natural.
import type { LedgerDate } from "../core/dates.ts";
import type { MatchRow } from "./match-row.ts";
import type { PassName } from "./rules.ts";
import type { Loser } from "./side.ts";

export const exceptionTypes = [
	"missing_in_ledger",
	"missing_in_bank",
	"duplicate",
	"wrong_amount",
	"partial_refund",
	"netted_fee",
	"chargeback",
	"wrong_account",
	"wrong_period",
	"timing",
	"unexpected_in_ledger",
	"unexpected_in_bank",
	"ambiguous",
] as const;
export type ExceptionType = (typeof exceptionTypes)[number];

export type Level = "item" | "payout_bank" | "payout_ledger";

/** Which equation an exception's difference belongs to. */
export type Section = "payouts" | "activity";

export interface Exception {
	readonly type: ExceptionType;
	readonly leaf: string;
	/** '' when it belongs to no payout. */
	readonly payoutKey: string;
	/** The row of the list under which it stands (list-rows.ts). */
	readonly rowKey: string;
	readonly section: Section;
	readonly currency: string;
	readonly amountMinor: bigint;
	/** Stripe − booked, inside the period: what it adds to the open difference of its section. */
	readonly differenceMinor: bigint;
	/** Stripe − bank, inside the period. */
	readonly bankDifferenceMinor: bigint;
	readonly ledgerDate: LedgerDate;
	/** One sentence a person understands. */
	readonly sentence: string;
	readonly a: MatchRow | null;
	readonly b: MatchRow | null;
	readonly losers: readonly Loser[];
	/** Its share of each line of a proof; empty where it is about a payout or a row as a whole. */
	readonly parts: readonly LeafPart[];
}

/** One side-by-side under a line of a proof; a side that isn't there is null. */
export interface LeafPart {
	readonly category: string;
	readonly leaf: string;
	readonly a: { readonly row: MatchRow; readonly minor: bigint } | null;
	readonly b: { readonly row: MatchRow; readonly minor: bigint } | null;
}

export interface MatchMember {
	readonly side: "a" | "b";
	readonly row: MatchRow;
	readonly amountMinor: bigint;
}

export interface Match {
	readonly level: Level;
	readonly pass: PassName;
	readonly payoutKey: string;
	readonly leaf: string;
	/** Line category; 'payout' at the payout levels. */
	readonly category: string;
	readonly currency: string;
	readonly aMinor: bigint;
	readonly bMinor: bigint;
	readonly residualMinor: bigint;
	readonly reasons: readonly string[];
	readonly members: readonly MatchMember[];
	readonly losers: readonly Loser[];
	/** The equation its residual belongs to; null: it carries none (an id decided, or it lies outside the period). */
	readonly section: Section | "bank" | null;
}

export type ProofStatus = "matched" | "break" | "timing" | "unproven";
export type ProofKind = "itemised" | "balance_proven";

export interface ProofLine {
	readonly category: string;
	readonly aCount: number;
	readonly aMinor: bigint;
	readonly bCount: number;
	readonly bMinor: bigint;
	readonly differenceMinor: bigint;
}

export interface PayoutProof {
	readonly payout: MatchRow;
	readonly kind: ProofKind;
	readonly status: ProofStatus;
	readonly payoutMinor: bigint;
	/** Σ net of its items; null when Stripe doesn't itemise it. */
	readonly itemsMinor: bigint | null;
	readonly bankMinor: bigint | null;
	readonly bookedMinor: bigint | null;
	/** Σ differences of its exceptions. */
	readonly differenceMinor: bigint;
	readonly sentence: string;
	readonly lines: readonly ProofLine[];
	/** What stands under its lines beside the matches: Σ leaves + Σ matches of a category = its line. */
	readonly leaves: readonly ProofLeaf[];
}

export interface ProofLeaf extends LeafPart {
	/** How many of Stripe's rows share the booked one. */
	readonly members: number;
	/** What it is a part of; null for a leaf that agrees, or that its payout's exception explains. */
	readonly exception: Exception | null;
}

export type ListRowKind = "payout" | "other_period" | "returned" | "untied" | "activity";
export type ListRowStatus = ProofStatus | "returned" | "untied";

export interface SideTotal {
	readonly count: number;
	readonly minor: bigint;
}

/** A row of the list of payouts. Σ rows = the control total, per currency and section. */
export interface ListRow {
	readonly key: string;
	readonly kind: ListRowKind;
	readonly status: ListRowStatus;
	readonly section: Section;
	/** What people call it. */
	readonly label: string;
	/** '' when it belongs to no payout. */
	readonly payoutKey: string;
	readonly currency: string;
	readonly ledgerDate: LedgerDate;
	readonly sentence: string;
	/** Stripe and NetSuite. */
	readonly books: { readonly a: SideTotal; readonly b: SideTotal };
	/** Stripe and the bank. */
	readonly bank: { readonly a: SideTotal; readonly b: SideTotal };
	readonly records: readonly MatchMember[];
}

export interface TotalLine {
	/** `<section>.<name>`: payouts, activity, books (both) or bank; total, matched, exceptions, explained:<type>, tolerance, unexplained. */
	readonly line: string;
	readonly currency: string;
	readonly aCount: number;
	readonly aMinor: bigint;
	readonly bCount: number;
	readonly bMinor: bigint;
	readonly differenceMinor: bigint;
}

export interface RollForwardLine {
	readonly currency: string;
	readonly line: string;
	readonly minor: bigint;
	/** On the closing line: forward − backward; null when no balance was read. */
	readonly tieMinor: bigint | null;
}

export interface Outcome {
	readonly proofs: readonly PayoutProof[];
	readonly rows: readonly ListRow[];
	readonly matches: readonly Match[];
	readonly exceptions: readonly Exception[];
	readonly totals: readonly TotalLine[];
	readonly rollForwards: readonly RollForwardLine[];
	readonly inputHash: string;
	readonly resultHash: string;
}
