// Pass 1: the id stands in a field of the booked side, in the same category, and the amounts are equal to the last minor unit.
// At the payout-deposit level the id decides alone; the nearest amount is the deposit, the others are its duplicates (SPEC R5).
import { absolute, type LevelPolicy, type Open, type PassOutcome, type Pairing, push, type Side } from "./side.ts";

export function passExact<A, B>(open: Open<A, B>, policy: LevelPolicy): PassOutcome<A, B> {
	const byId = new Map<string, Side<B>[]>();
	for (const b of open.b) for (const id of b.ids) push(byId, keyOf(b, id, policy), b);
	const used = new Set<Side<B>>();
	const pairings: Pairing<A, B>[] = [];
	for (const a of open.a) {
		const candidates = a.ids.flatMap((id) => byId.get(keyOf(a, id, policy)) ?? []).filter((b) => !used.has(b));
		const best = nearest(a, candidates);
		if (best === null) continue;
		used.add(best);
		const losers = candidates
			.filter((b) => b !== best)
			.map((b) => ({ row: b.row, reason: `carries the same id; ${best.row.naturalKey} is nearer in amount and day` }));
		const id = a.ids.find((name) => best.ids.includes(name)) ?? "";
		const reasons = [
			`the field carries ${id}`,
			a.amountMinor === best.amountMinor ? "equal amounts" : "the id decides; the lines show the difference",
		];
		pairings.push({ pass: "exact", a: [a], b: best, residualMinor: a.amountMinor - best.amountMinor, reasons, losers });
	}
	return { pairings, ties: [] };
}

const keyOf = (side: Side<unknown>, id: string, policy: LevelPolicy): string =>
	policy.idDecides ? `${side.scope}|${id}` : `${side.scope}|${side.category}|${side.amountMinor}|${id}`;

/** Smallest residual, then fewest days, then the natural key: the stated tie-break of every id pass. */
export function nearest<A, B>(a: Side<A>, candidates: readonly Side<B>[]): Side<B> | null {
	let best: Side<B> | null = null;
	for (const b of candidates) if (best === null || isNearer(a, b, best)) best = b;
	return best;
}

function isNearer<A, B>(a: Side<A>, b: Side<B>, than: Side<B>): boolean {
	const [residual, other] = [absolute(a.amountMinor - b.amountMinor), absolute(a.amountMinor - than.amountMinor)];
	if (residual !== other) return residual < other;
	const [days, otherDays] = [Math.abs(a.day - b.day), Math.abs(a.day - than.day)];
	return days !== otherDays ? days < otherDays : b.key < than.key;
}
