// The part of an ordered list that is asked for, without ordering the rest: a page of 1,000 rows out of 200,000.

export interface Window {
	readonly offset: number;
	readonly limit: number;
}

export const everyRow: Window = { offset: 0, limit: Number.MAX_SAFE_INTEGER };

/** `rows` in order (equal ones stay as they came), from `offset` on, at most `limit`. */
export function firstRows<T>(rows: readonly T[], compare: (a: T, b: T) => number, { offset, limit }: Window): T[] {
	const wanted = offset + limit;
	if (wanted * 2 >= rows.length) return [...rows].sort(compare).slice(offset, wanted);
	let best: T[] = [];
	let worst: T | undefined;
	for (const row of rows) {
		if (worst !== undefined && compare(row, worst) >= 0) continue;
		best.push(row);
		if (best.length < wanted * 2) continue;
		best.sort(compare);
		best = best.slice(0, wanted);
		worst = best.at(-1);
	}
	return best.sort(compare).slice(offset, wanted);
}
