// Nothing moves under the hand: a live refetch updates the rows on screen in place; rows that came in wait until asked for.

export interface Held<Row> {
	readonly shown: readonly Row[];
	/** How many rows of the fresh answer are held back. */
	readonly waiting: number;
}

/**
 * `known` are the ids on screen in their order, null before the first answer. Fresh rows below the last known one are
 * further pages and are shown; fresh rows among or above the known ones wait. A known row that is gone leaves.
 */
export function holdNew<Row>(known: readonly string[] | null, fresh: readonly Row[], idOf: (row: Row) => string): Held<Row> {
	if (known === null || known.length === 0) return { shown: fresh, waiting: 0 };
	const place = new Map(fresh.map((row, index) => [idOf(row), index]));
	const kept = known.map((id) => place.get(id)).filter((index) => index !== undefined);
	const last = Math.max(-1, ...kept);
	const knownIds = new Set(known);
	const tail = fresh.slice(last + 1).filter((row) => !knownIds.has(idOf(row)));
	const shown = [...kept.map((index) => fresh[index]).filter((row) => row !== undefined), ...tail];
	return { shown, waiting: fresh.length - shown.length };
}
