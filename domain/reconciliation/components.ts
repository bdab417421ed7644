// The Stripe side of the item level: a balance transaction as its components, gross and (where it isn't zero) fee, each a leaf of the proof.
import { type LedgerDate, ledgerDateOf } from "../core/dates.ts";
import type { MatchRow } from "./match-row.ts";
import type { Rules } from "./rules.ts";

export interface Component {
	/** `<source id>:gross`, `<source id>:fee`, or a payout's own id (ADR 0002, Leaves). */
	readonly leaf: string;
	readonly part: "gross" | "fee" | "payout";
	readonly sourceId: string;
	/** Every id a line may carry for it. */
	readonly ids: readonly string[];
	/** Line category. */
	readonly category: string;
	readonly amountMinor: bigint;
	readonly row: MatchRow;
	/** '' for by-hand activity. */
	readonly payoutKey: string;
	/** The day that is compared with the books. */
	readonly date: LedgerDate;
}

/** The txn_ id of an item or balance entry: `po_…:txn_…` or `txn_…`. */
export const transactionIdOf = (row: MatchRow): string => row.naturalKey.slice(row.naturalKey.lastIndexOf(":") + 1);

export const lineCategoryOf = (reportingCategory: string, rules: Rules): string =>
	rules.lineCategories[reportingCategory] ?? reportingCategory;

export const dayOfMovement = (row: MatchRow, zone: string): LedgerDate =>
	row.occurredAt === null ? row.ledgerDate : ledgerDateOf(row.occurredAt, zone);

/** Components of an item of `payoutKey` ('' for by-hand activity). Amounts are signed as they add to the company's money: a fee is negative. */
export function componentsOf(row: MatchRow, payoutKey: string, date: LedgerDate, rules: Rules): Component[] {
	const sourceId = row.reference === "" ? transactionIdOf(row) : row.reference;
	const shared = { sourceId, row, payoutKey, date };
	const gross: Component = {
		...shared,
		leaf: `${sourceId}:gross`,
		part: "gross",
		ids: [sourceId],
		category: lineCategoryOf(row.category, rules),
		amountMinor: row.amountMinor,
	};
	const fee = feeOf(row, payoutKey, date);
	const own = row.amountMinor === 0n && fee !== null ? [] : [gross];
	return fee === null ? own : [...own, fee];
}

/** The fee component alone: of a payout's own balance transaction it is booked with that transaction's id. */
export function feeOf(row: MatchRow, payoutKey: string, date: LedgerDate): Component | null {
	if (row.feeMinor === 0n) return null;
	const sourceId = row.reference === "" ? transactionIdOf(row) : row.reference;
	return {
		leaf: `${sourceId}:fee`,
		part: "fee",
		sourceId,
		ids: row.category === "payout" ? [sourceId, transactionIdOf(row)] : [sourceId],
		category: row.category.startsWith("dispute") ? "dispute_fee" : "fee",
		amountMinor: -row.feeMinor,
		row,
		payoutKey,
		date,
	};
}

/** A payout that Stripe doesn't itemise is its own only component; `date` is its deposit's. */
export const payoutComponent = (payout: MatchRow, date: LedgerDate): Component => ({
	leaf: payout.naturalKey,
	part: "payout",
	sourceId: payout.naturalKey,
	ids: [payout.naturalKey],
	category: "payout",
	amountMinor: payout.amountMinor,
	row: payout,
	payoutKey: payout.naturalKey,
	date,
});
