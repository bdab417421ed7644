// Pass 4: the id fits and the amounts differ by no more than the tolerance. It is the residual that is tested, never a share of the gross.
import { nearest } from "./pass-exact.ts";
import { absolute, type LevelPolicy, type Open, type PassOutcome, type Pairing, push, type Side } from "./side.ts";

export function passTolerance<A, B>(open: Open<A, B>, policy: LevelPolicy): PassOutcome<A, B> {
	if (policy.idDecides) return { pairings: [], ties: [] };
	const byName = new Map<string, Side<B>[]>();
	for (const b of open.b) for (const name of b.ids.length > 0 ? b.ids : b.mentions) push(byName, `${b.scope}|${name}`, b);
	const used = new Set<Side<B>>();
	const pairings: Pairing<A, B>[] = [];
	for (const a of open.a) {
		const candidates = a.ids.flatMap((id) => byName.get(`${a.scope}|${id}`) ?? []).filter((b) => !used.has(b) && isWithin(a, b, policy));
		const best = nearest(a, candidates);
		if (best === null) continue;
		used.add(best);
		const residualMinor = a.amountMinor - best.amountMinor;
		const losers = candidates
			.filter((b) => b !== best)
			.map((b) => ({ row: b.row, reason: `names the same id; ${best.row.naturalKey} leaves the smaller residual` }));
		const reasons = ["the id fits", `the residual of ${residualMinor} minor units is within ${policy.toleranceMinor}`];
		pairings.push({ pass: "tolerance", a: [a], b: best, residualMinor, reasons, losers });
	}
	return { pairings, ties: [] };
}

function isWithin<A, B>(a: Side<A>, b: Side<B>, policy: LevelPolicy): boolean {
	const residual = absolute(a.amountMinor - b.amountMinor);
	return residual > 0n && residual <= policy.toleranceMinor && (b.category === "" || a.category === b.category);
}
