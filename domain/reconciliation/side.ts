// What the passes compare: one shape for a payout and its bank line, a payout and its deposit, an item's component and a ledger line.
import { byCodeUnits } from "../core/canonical-json.ts";
import type { MatchRow } from "./match-row.ts";
import type { PassName } from "./rules.ts";

/** One thing to be matched; `of` is what it stands for at its level. */
export interface Side<Of> {
	readonly of: Of;
	readonly row: MatchRow;
	/** Orders ties: natural, never a generated id. */
	readonly key: string;
	/** Only sides of one scope can meet: a currency, or the items and lines of one payout. */
	readonly scope: string;
	/** '' at the payout levels. */
	readonly category: string;
	readonly amountMinor: bigint;
	readonly day: number;
	/** Stripe side: the ids it answers to. Booked side: the ids in its fields. */
	readonly ids: readonly string[];
	/** Booked side: ids found in its text. */
	readonly mentions: readonly string[];
	/** Stripe side: what many-to-one grouping may add up. Booked side: ''. */
	readonly group: string;
}

/** A candidate that was considered and not taken, with the reason in words. */
export interface Loser {
	readonly row: MatchRow;
	readonly reason: string;
}

export interface Pairing<A, B> {
	readonly pass: PassName;
	/** One, or the members of a group. */
	readonly a: readonly Side<A>[];
	readonly b: Side<B>;
	/** Σ a − b. */
	readonly residualMinor: bigint;
	readonly reasons: readonly string[];
	readonly losers: readonly Loser[];
}

/** Sides between which the rules can't choose. */
export interface Tie<A, B> {
	readonly a: readonly Side<A>[];
	readonly b: readonly Side<B>[];
	readonly reason: string;
}

export interface Open<A, B> {
	readonly a: readonly Side<A>[];
	readonly b: readonly Side<B>[];
}

export interface PassOutcome<A, B> {
	readonly pairings: readonly Pairing<A, B>[];
	readonly ties: readonly Tie<A, B>[];
}

/** How a level uses the passes. */
export interface LevelPolicy {
	/** An id alone decides: the amounts are compared one level below (a payout and its deposit). */
	readonly idDecides: boolean;
	readonly daysBefore: number;
	readonly daysAfter: number;
	readonly toleranceMinor: bigint;
	/** A group may be a subset of the open members (payouts of a day), or must be all of them (the fees of a payout). */
	readonly grouping: "none" | "all" | "subset";
	/** A group's date counts (bank line and payouts), or not (lines of one deposit). */
	readonly groupInWindow: boolean;
}

export const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

/** By key, then by id, so that the order of the input can't reach a result. */
export const sortSides = <Of>(sides: readonly Side<Of>[]): Side<Of>[] =>
	[...sides].sort((x, y) => byCodeUnits(x.key, y.key) || byCodeUnits(x.row.id, y.row.id));

/** Adds to the list at `key`. */
export function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
	const list = map.get(key);
	if (list === undefined) map.set(key, [value]);
	else list.push(value);
}

export const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);
