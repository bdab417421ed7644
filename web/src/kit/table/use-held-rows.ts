// Holds rows that came in live behind "n new, show" while updating the shown ones in place.
import { useEffect, useMemo, useRef, useState } from "react";
import { holdNew } from "./hold-new.ts";

export interface HeldRows<Row> {
	readonly shown: readonly Row[];
	readonly waiting: number;
	readonly show: () => void;
}

/** `list` names the filters and sort: another list starts afresh. */
export function useHeldRows<Row>(list: string, fresh: readonly Row[], idOf: (row: Row) => string): HeldRows<Row> {
	const known = useRef<{ list: string; ids: readonly string[] | null }>({ list, ids: null });
	const [version, setVersion] = useState(0);
	if (known.current.list !== list) known.current = { list, ids: null };
	const held = useMemo(() => holdNew(known.current.ids, fresh, idOf), [fresh, idOf, list, version]);
	useEffect(() => {
		known.current = { list, ids: held.shown.map(idOf) };
	}, [held, idOf, list]);
	const show = (): void => {
		known.current = { list, ids: fresh.map(idOf) };
		setVersion((before) => before + 1);
	};
	return { ...held, show };
}
