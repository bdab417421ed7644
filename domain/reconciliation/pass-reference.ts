// Pass 2: the id stands only in text (memo, narration, the lines of a deposit), or in a field of a line that has no category.
import { nearest } from "./pass-exact.ts";
import { type LevelPolicy, type Open, type PassOutcome, type Pairing, push, type Side } from "./side.ts";

export function passReference<A, B>(open: Open<A, B>, policy: LevelPolicy): PassOutcome<A, B> {
	const byName = new Map<string, Side<B>[]>();
	for (const b of open.b) {
		// Text that names several is a group's, not one's.
		const names = b.ids.length === 0 ? b.mentions : b.category === "" ? b.ids : [];
		if (names.length === 1 || b.ids.length > 0) for (const name of names) push(byName, `${b.scope}|${name}`, b);
	}
	const used = new Set<Side<B>>();
	const pairings: Pairing<A, B>[] = [];
	for (const a of open.a) {
		const candidates = a.ids.flatMap((id) => byName.get(`${a.scope}|${id}`) ?? []).filter((b) => !used.has(b) && fits(a, b, policy));
		const best = nearest(a, candidates);
		if (best === null) continue;
		used.add(best);
		const losers = candidates
			.filter((b) => b !== best)
			.map((b) => ({ row: b.row, reason: `its text names the same id; ${best.row.naturalKey} is nearer` }));
		const id = a.ids.find((name) => best.mentions.includes(name) || best.ids.includes(name)) ?? "";
		const reasons = [
			`its text names ${id}`,
			a.amountMinor === best.amountMinor ? "equal amounts" : "the id decides; the lines show the difference",
		];
		pairings.push({ pass: "reference", a: [a], b: best, residualMinor: a.amountMinor - best.amountMinor, reasons, losers });
	}
	return { pairings, ties: [] };
}

const fits = <A, B>(a: Side<A>, b: Side<B>, policy: LevelPolicy): boolean =>
	policy.idDecides || (a.amountMinor === b.amountMinor && (b.category === "" || a.category === b.category));
