// Holds rows that came in live behind "n new, show" while updating the shown ones in place. What came in since the last visit is shown
// at once, except when Back returns to a row, which stays where it was.
import { useEffect, useMemo, useState } from "react";
import { holdNew } from "./hold-new.ts";
import type { KeysetRows, WindowOf } from "./use-keyset-rows.ts";
import { isReturningTo } from "./use-left-row.ts";

export interface HeldRows<Row> {
	readonly shown: readonly Row[];
	readonly waiting: number;
	readonly show: () => void;
}

interface HeldRowsOptions<Row> {
	/** The table's own, which names the filters and sort: another list starts afresh. */
	readonly memory: string;
	readonly list: KeysetRows<Row, WindowOf<Row>>;
	readonly idOf: (row: Row) => string;
}

export function useHeldRows<Row>({ memory, list: reading, idOf }: HeldRowsOptions<Row>): HeldRows<Row> {
	const fresh = reading.rows;
	const [returning] = useState(() => isReturningTo(memory));
	// Until then nothing is remembered: the rows still belong to the list before, or to the last visit.
	const settled = !reading.loading && !reading.stale && (returning || !reading.catchingUp);
	const [known, setKnown] = useState<Known>({ list: memory, ids: null });
	const ids = known.list === memory ? known.ids : null;
	const held = useMemo(() => holdNew(ids, fresh, idOf), [fresh, ids, idOf]);
	useEffect(() => {
		if (!settled) return;
		const shown = held.shown.map(idOf);
		setKnown((before) => (before.list === memory && sameIds(before.ids, shown) ? before : { list: memory, ids: shown }));
	}, [held, idOf, memory, settled]);
	return { ...held, show: () => setKnown({ list: memory, ids: fresh.map(idOf) }) };
}

interface Known {
	readonly list: string;
	readonly ids: readonly string[] | null;
}

const sameIds = (before: readonly string[] | null, now: readonly string[]): boolean =>
	before !== null && before.length === now.length && before.every((id, index) => id === now[index]);
