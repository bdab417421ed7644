// Pass 3: a booked side that names nobody fits by scope, category, amount and day. Decided for the whole component, never first come first served.
import { byCodeUnits } from "../core/canonical-json.ts";
import { type LevelPolicy, type Loser, type Open, type PassOutcome, type Pairing, push, type Side, type Tie } from "./side.ts";
import { assignInWindow, type WindowComponent } from "./window-assignment.ts";

export function passDateWindow<A, B>(open: Open<A, B>, policy: LevelPolicy): PassOutcome<A, B> {
	const buckets = new Map<string, Side<B>[]>();
	// A side that names somebody else is evidence against: it never fits by day.
	for (const b of open.b) if (b.ids.length === 0 && b.mentions.length === 0) push(buckets, keyOf(b), b);
	const wanted = new Map<string, Side<A>[]>();
	for (const a of open.a) if (buckets.has(keyOf(a))) push(wanted, keyOf(a), a);
	const pairings: Pairing<A, B>[] = [];
	const ties: Tie<A, B>[] = [];
	for (const [key, aSides] of wanted) {
		const a = byDay(aSides);
		const b = byDay(buckets.get(key) ?? []);
		const days = (sides: readonly Side<unknown>[]): number[] => sides.map((side) => side.day);
		for (const component of assignInWindow(days(a), days(b), policy.daysBefore, policy.daysAfter)) {
			if (component.unique) pairings.push(...pairingsOf(component, a, b));
			else ties.push(tieOf(component, a, b));
		}
	}
	return { pairings, ties };
}

const keyOf = (side: Side<unknown>): string => `${side.scope}|${side.category}|${side.amountMinor}`;

const byDay = <Of>(sides: readonly Side<Of>[]): Side<Of>[] => [...sides].sort((x, y) => x.day - y.day || byCodeUnits(x.key, y.key));

const apart = (a: Side<unknown>, b: Side<unknown>): string => {
	const days = Math.abs(a.day - b.day);
	return days === 0 ? "the same day" : days === 1 ? "1 day apart" : `${days} days apart`;
};

function pairingsOf<A, B>(component: WindowComponent, a: readonly Side<A>[], b: readonly Side<B>[]): Pairing<A, B>[] {
	const rivals = component.b.length > 1 ? component.b : [];
	return component.pairs.map(([i, j]) => {
		const [left, right] = [a[i] as Side<A>, b[j] as Side<B>];
		const losers: Loser[] = rivals
			.filter((other) => other !== j)
			.map((other) => ({
				row: (b[other] as Side<B>).row,
				reason: `equal amount, ${apart(left, b[other] as Side<B>)}; fits another one better or nobody`,
			}));
		const only = component.a.length === 1 && component.b.length === 1;
		const why = only ? "the only candidates of that amount in the window" : "the only best assignment of the candidates of that amount";
		return {
			pass: "date_window" as const,
			a: [left],
			b: right,
			residualMinor: 0n,
			reasons: ["equal amounts", apart(left, right), why],
			losers,
		};
	});
}

const tieOf = <A, B>(component: WindowComponent, a: readonly Side<A>[], b: readonly Side<B>[]): Tie<A, B> => ({
	a: component.a.map((i) => a[i] as Side<A>),
	b: component.b.map((j) => b[j] as Side<B>),
	reason: "several assignments are equally good",
});
