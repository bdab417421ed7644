// Which subsets of a few amounts add up to a target: bounded, so that a hostile day can't cost more than a glance.

// 2^14 sums; a day with more open payouts is left to a person.
const maxMembers = 14;

/** Subsets of at least one member whose amounts sum to `target`, smallest bit pattern first, at most two (two are a tie already). */
export function subsetsAddingTo<Of>(members: readonly Of[], amountOf: (member: Of) => bigint, target: bigint): Of[][] {
	if (members.length > maxMembers) return [];
	const found: Of[][] = [];
	for (let bits = 1; bits < 2 ** members.length && found.length < 2; bits++) {
		let sum = 0n;
		for (let i = 0; i < members.length; i++) if ((bits >> i) & 1) sum += amountOf(members[i] as Of);
		if (sum === target) found.push(members.filter((_, i) => (bits >> i) & 1));
	}
	return found;
}
