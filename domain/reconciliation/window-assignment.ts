// The window pass's decision for rows of one amount: most pairs, then fewest days, per connected component, and whether that optimum is the only one.
import { hasEqualAlternative } from "./unique-optimum.ts";

export interface WindowComponent {
	/** Indexes into the days given. */
	readonly a: readonly number[];
	readonly b: readonly number[];
	readonly pairs: readonly (readonly [a: number, b: number])[];
	/** False: another assignment is as good, so nobody may choose. */
	readonly unique: boolean;
}

// Above this many cells hundreds of equal rows crowd one window: that is a tie by its nature, and a table of them would be quadratic.
const maxCells = 250_000;

/**
 * Both lists ascending by day. `a` and `b` may meet when −daysBefore ≤ b − a ≤ daysAfter. With |days| as cost an optimum exists
 * whose pairs never cross, so an edit-distance table over the sorted lists is exact.
 */
export function assignInWindow(
	aDays: readonly number[],
	bDays: readonly number[],
	daysBefore: number,
	daysAfter: number,
): WindowComponent[] {
	return componentsOf(aDays, bDays, daysBefore, daysAfter).map(({ a, b }) => {
		if (a.length * b.length > maxCells) return { a, b, pairs: [], unique: false };
		const mayMeet = (i: number, j: number): boolean => {
			const days = day(bDays, b, j) - day(aDays, a, i);
			return days >= -daysBefore && days <= daysAfter;
		};
		const cost = (i: number, j: number): number => Math.abs(day(bDays, b, j) - day(aDays, a, i));
		const local = bestPairs(a.length, b.length, mayMeet, cost);
		const unique = !hasEqualAlternative({ aCount: a.length, bCount: b.length, pairs: local, mayMeet, cost });
		return { a, b, pairs: local.map(([i, j]) => [a[i] as number, b[j] as number] as const), unique };
	});
}

const day = (days: readonly number[], index: readonly number[], at: number): number => days[index[at] as number] as number;

/** Sorted lists and one window make every component an interval of both lists. */
function componentsOf(aDays: readonly number[], bDays: readonly number[], daysBefore: number, daysAfter: number) {
	const components: { a: number[]; b: number[] }[] = [];
	let low = 0;
	let reach = -1;
	for (let i = 0; i < aDays.length; i++) {
		const from = (aDays[i] as number) - daysBefore;
		const to = (aDays[i] as number) + daysAfter;
		while (low < bDays.length && (bDays[low] as number) < from) low++;
		let high = Math.max(low, reach + 1);
		while (high < bDays.length && (bDays[high] as number) <= to) high++;
		if (low >= high || (bDays[low] as number) > to) continue;
		const last = components.at(-1);
		if (last !== undefined && low <= reach) {
			last.a.push(i);
			for (let j = reach + 1; j < high; j++) last.b.push(j);
		} else components.push({ a: [i], b: Array.from({ length: high - low }, (_, n) => low + n) });
		reach = Math.max(reach, high - 1);
	}
	return components;
}

type MayMeet = (i: number, j: number) => boolean;
type Cost = (i: number, j: number) => number;

function bestPairs(n: number, m: number, mayMeet: MayMeet, cost: Cost): [number, number][] {
	const width = m + 1;
	const pairs = new Int32Array((n + 1) * width);
	const days = new Int32Array((n + 1) * width);
	const better = (p: number, d: number, cell: number): boolean =>
		p > (pairs[cell] as number) || (p === pairs[cell] && d < (days[cell] as number));
	for (let i = 1; i <= n; i++) {
		for (let j = 1; j <= m; j++) {
			const cell = i * width + j;
			const take = (from: number, more: number, cells: number): void => {
				const [p, d] = [(pairs[from] as number) + more, (days[from] as number) + cells];
				if (!better(p, d, cell)) return;
				pairs[cell] = p;
				days[cell] = d;
			};
			pairs[cell] = pairs[cell - width] as number;
			days[cell] = days[cell - width] as number;
			take(cell - 1, 0, 0);
			if (mayMeet(i - 1, j - 1)) take(cell - width - 1, 1, cost(i - 1, j - 1));
		}
	}
	const chosen: [number, number][] = [];
	for (let i = n, j = m; i > 0 && j > 0; ) {
		const cell = i * width + j;
		const same = (other: number): boolean => pairs[cell] === pairs[other] && days[cell] === days[other];
		if (same(cell - width)) i--;
		else if (same(cell - 1)) j--;
		else {
			chosen.push([i - 1, j - 1]);
			i--;
			j--;
		}
	}
	return chosen.reverse();
}
