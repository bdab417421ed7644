// Holds rows that came in live behind "n new, show" while updating the shown ones in place.
import { useEffect, useMemo, useState } from "react";
import { holdNew } from "./hold-new.ts";

export interface HeldRows<Row> {
	readonly shown: readonly Row[];
	readonly waiting: number;
	readonly show: () => void;
}

interface HeldRowsOptions<Row> {
	/** Names the filters and sort: another list starts afresh. */
	readonly list: string;
	readonly fresh: readonly Row[];
	readonly idOf: (row: Row) => string;
	/** False while `fresh` still belongs to the list before: nothing is remembered of it. */
	readonly settled: boolean;
}

export function useHeldRows<Row>({ list, fresh, idOf, settled }: HeldRowsOptions<Row>): HeldRows<Row> {
	const [known, setKnown] = useState<Known>({ list, ids: null });
	const ids = known.list === list ? known.ids : null;
	const held = useMemo(() => holdNew(ids, fresh, idOf), [fresh, ids, idOf]);
	useEffect(() => {
		if (!settled) return;
		const shown = held.shown.map(idOf);
		setKnown((before) => (before.list === list && sameIds(before.ids, shown) ? before : { list, ids: shown }));
	}, [held, idOf, list, settled]);
	return { ...held, show: () => setKnown({ list, ids: fresh.map(idOf) }) };
}

interface Known {
	readonly list: string;
	readonly ids: readonly string[] | null;
}

const sameIds = (before: readonly string[] | null, now: readonly string[]): boolean =>
	before !== null && before.length === now.length && before.every((id, index) => id === now[index]);
