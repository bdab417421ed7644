// Runs the named passes over one pool, strongest first; what one pass takes no later pass sees.
import { passDateWindow } from "./pass-date-window.ts";
import { passExact } from "./pass-exact.ts";
import { passGrouping } from "./pass-grouping.ts";
import { passReference } from "./pass-reference.ts";
import { passTolerance } from "./pass-tolerance.ts";
import { type PassName, passNames } from "./rules.ts";
import { type LevelPolicy, type Open, type Pairing, type PassOutcome, type Side, sortSides, type Tie } from "./side.ts";

export interface Matched<A, B> {
	readonly pairings: readonly Pairing<A, B>[];
	readonly ties: readonly Tie<A, B>[];
	/** What no pass took. */
	readonly openA: readonly Side<A>[];
	readonly openB: readonly Side<B>[];
}

function runPass<A, B>(name: PassName, open: Open<A, B>, policy: LevelPolicy): PassOutcome<A, B> {
	switch (name) {
		case "exact":
			return passExact(open, policy);
		case "reference":
			return passReference(open, policy);
		case "date_window":
			return passDateWindow(open, policy);
		case "tolerance":
			return passTolerance(open, policy);
		case "grouping":
			return passGrouping(open, policy);
	}
}

export function runPasses<A, B>(pool: Open<A, B>, policy: LevelPolicy, enabled: readonly PassName[]): Matched<A, B> {
	let open: Open<A, B> = { a: sortSides(pool.a), b: sortSides(pool.b) };
	const pairings: Pairing<A, B>[] = [];
	const ties: Tie<A, B>[] = [];
	for (const name of passNames) {
		if (!enabled.includes(name)) continue;
		const outcome = runPass(name, open, policy);
		pairings.push(...outcome.pairings);
		ties.push(...outcome.ties);
		const used = new Set<Side<A> | Side<B>>();
		for (const pairing of outcome.pairings) for (const side of [...pairing.a, pairing.b]) used.add(side);
		for (const tie of outcome.ties) for (const side of [...tie.a, ...tie.b]) used.add(side);
		if (used.size > 0) open = { a: open.a.filter((a) => !used.has(a)), b: open.b.filter((b) => !used.has(b)) };
	}
	return { pairings, ties, openA: open.a, openB: open.b };
}
