// Pass 5: many to one. The open members of a group (fees of a payout, payouts of one day) add up to one booked side of the same scope.
import { subsetsAddingTo } from "./subset-sum.ts";
import { absolute, type LevelPolicy, type Open, type PassOutcome, type Pairing, push, type Side, sumOf, type Tie } from "./side.ts";

export function passGrouping<A, B>(open: Open<A, B>, policy: LevelPolicy): PassOutcome<A, B> {
	const pairings: Pairing<A, B>[] = [];
	const ties: Tie<A, B>[] = [];
	if (policy.grouping === "none") return { pairings, ties };
	const groups = new Map<string, Side<A>[]>();
	for (const a of open.a) push(groups, `${a.scope}|${a.category}|${a.group}`, a);
	const booked = new Map<string, Side<B>[]>();
	for (const b of open.b) push(booked, `${b.scope}|${b.category}`, b);
	const used = new Set<Side<unknown>>();
	for (const members of groups.values()) {
		if (members.length < 2) continue;
		const first = members[0] as Side<A>;
		const candidates = (booked.get(`${first.scope}|${first.category}`) ?? []).filter((b) => !used.has(b));
		for (const found of fittingGroups(members, candidates, policy)) {
			if (found.a.some((a) => used.has(a)) || found.b.some((b) => used.has(b))) continue;
			for (const side of [...found.a, ...found.b]) used.add(side);
			const only = found.b[0];
			if (found.reason !== "" || only === undefined) ties.push(found);
			else pairings.push(pairingOf(found.a, only));
		}
	}
	return { pairings, ties };
}

interface Found<A, B> {
	readonly a: readonly Side<A>[];
	readonly b: readonly Side<B>[];
	/** '' for a clear case, else why it is a tie. */
	readonly reason: string;
}

function fittingGroups<A, B>(members: readonly Side<A>[], candidates: readonly Side<B>[], policy: LevelPolicy): Found<A, B>[] {
	const total = sumOf(members.map((a) => a.amountMinor));
	const near = candidates.filter((b) => namesOnly(b, members) && (!policy.groupInWindow || isInWindow(members[0] as Side<A>, b, policy)));
	const whole = near.filter((b) => absolute(total - b.amountMinor) <= policy.toleranceMinor);
	if (whole.length > 0) return [{ a: members, b: whole, reason: whole.length > 1 ? "several lines carry the sum of the group" : "" }];
	if (policy.grouping !== "subset") return [];
	return near.flatMap((b) => {
		const subsets = subsetsAddingTo(members, (a) => a.amountMinor, b.amountMinor).filter(
			(subset) => subset.length > 1 && namesOnly(b, subset),
		);
		const only = subsets[0];
		if (only === undefined) return [];
		if (subsets.length === 1) return [{ a: only, b: [b], reason: "" }];
		const concerned = members.filter((a) => subsets.some((subset) => subset.includes(a)));
		return [{ a: concerned, b: [b], reason: "several groups add up to this line" }];
	});
}

/** A side that names ids may only be the sum of a group that has all of them; one that names a single source is not a sum. */
function namesOnly<A, B>(b: Side<B>, members: readonly Side<A>[]): boolean {
	const names = [...b.ids, ...b.mentions];
	return names.every((name) => members.some((a) => a.ids.includes(name)));
}

const isInWindow = <A, B>(a: Side<A>, b: Side<B>, policy: LevelPolicy): boolean =>
	b.day - a.day >= -policy.daysBefore && b.day - a.day <= policy.daysAfter;

function pairingOf<A, B>(a: readonly Side<A>[], b: Side<B>): Pairing<A, B> {
	const residualMinor = sumOf(a.map((side) => side.amountMinor)) - b.amountMinor;
	const reasons = [
		`${a.length} add up to one line`,
		residualMinor === 0n ? "equal amounts" : `a residual of ${residualMinor} minor units is within the tolerance`,
	];
	return { pass: "grouping", a, b, residualMinor, reasons, losers: [] };
}
