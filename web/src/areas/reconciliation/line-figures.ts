// The sums of a proof line's matched records, stated only when they are known to be right: from all records, or because they tie.
import type { MoneyWire } from "../../../../domain/core/money.ts";

interface LineTotals {
	readonly aCount: number;
	readonly a: MoneyWire;
	readonly b: MoneyWire;
	readonly difference: MoneyWire;
}

interface LeafFigures {
	readonly matched: boolean;
	readonly members: number;
	readonly a: MoneyWire | null;
	readonly b: MoneyWire | null;
	readonly difference: MoneyWire;
}

export interface LineFigures {
	readonly count: number;
	readonly a: MoneyWire | null;
	readonly b: MoneyWire | null;
	readonly difference: MoneyWire | null;
}

const sumOf = (amounts: readonly (MoneyWire | null)[]): bigint => amounts.reduce((sum, amount) => sum + BigInt(amount?.minor ?? "0"), 0n);

/** `more`: not all records of the line are loaded. An exception may cover two lines (a dispute and its fee), so "line less exceptions" is used only where it ties. */
export function matchedFigures(line: LineTotals, leaves: readonly LeafFigures[], more: boolean): LineFigures {
	const money = (minor: bigint): MoneyWire => ({ minor: minor.toString(), currency: line.a.currency });
	const matched = leaves.filter((leaf) => leaf.matched);
	const broken = leaves.filter((leaf) => !leaf.matched);
	if (!more) {
		return {
			count: matched.reduce((sum, leaf) => sum + leaf.members, 0),
			a: money(sumOf(matched.map((leaf) => leaf.a))),
			b: money(sumOf(matched.map((leaf) => leaf.b))),
			difference: money(sumOf(matched.map((leaf) => leaf.difference))),
		};
	}
	const count = Math.max(0, line.aCount - broken.filter((leaf) => leaf.a !== null).length);
	const a = BigInt(line.a.minor) - sumOf(broken.map((leaf) => leaf.a));
	const b = BigInt(line.b.minor) - sumOf(broken.map((leaf) => leaf.b));
	return a === b ? { count, a: money(a), b: money(b), difference: money(0n) } : { count, a: null, b: null, difference: null };
}

/** What of the line's difference its own records don't account for; null when they account for all of it. */
export function differenceElsewhere(line: LineTotals, leaves: readonly LeafFigures[]): MoneyWire | null {
	const gap = BigInt(line.difference.minor) - sumOf(leaves.map((leaf) => leaf.difference));
	return gap === 0n ? null : { minor: gap.toString(), currency: line.difference.currency };
}
