// The selection of a list. Another filter or sort is another list and begins without one; live refetches keep it.
import { useCallback, useMemo, useState } from "react";
import {
	isSelected,
	nothingSelected,
	selectedCount,
	selectMore,
	selectRange,
	type SelectionState,
	toggleLoaded,
	toggleRow,
} from "./selection.ts";

export interface Selection<Row> {
	readonly state: SelectionState;
	/** How many rows are chosen; with `all`, of everything that matches. */
	readonly count: number;
	/** True when everything that matches is chosen, also rows that aren't loaded: the server resolves it from the filter. */
	readonly all: boolean;
	readonly has: (id: string) => boolean;
	/** Chosen rows among the loaded ones. */
	readonly rows: readonly Row[];
	/** Chosen ids, for `all` those loaded. */
	readonly ids: readonly string[];
	/** Rows left out of `all`. */
	readonly except: readonly string[];
	readonly toggle: (id: string, range?: boolean) => void;
	/** Everything loaded; asked again, everything that matches. */
	readonly more: () => void;
	readonly toggleLoaded: () => void;
	readonly everything: () => void;
	readonly clear: () => void;
	readonly loaded: "none" | "some" | "all";
}

interface SelectionOptions<Row> {
	/** Names filters and sort. */
	readonly list: string;
	readonly rows: readonly Row[];
	readonly idOf: (row: Row) => string;
	/** Rows that match, when known. */
	readonly total?: number | null;
}

interface Kept {
	readonly list: string;
	readonly state: SelectionState;
}

export function useSelection<Row>({ list, rows, idOf, total }: SelectionOptions<Row>): Selection<Row> {
	const [kept, setKept] = useState<Kept>({ list, state: nothingSelected });
	const state = kept.list === list ? kept.state : nothingSelected;
	const order = useMemo(() => rows.map(idOf), [rows, idOf]);
	const matching = total ?? rows.length;
	const step = useCallback(
		(next: (before: SelectionState) => SelectionState): void =>
			setKept((before) => ({ list, state: next(before.list === list ? before.state : nothingSelected) })),
		[list],
	);
	return useMemo(() => {
		const chosen = rows.filter((row) => isSelected(state, idOf(row)));
		return {
			state,
			count: selectedCount(state, matching),
			all: state.kind === "all",
			has: (id) => isSelected(state, id),
			rows: chosen,
			ids: state.kind === "rows" ? [...state.ids] : chosen.map(idOf),
			except: state.kind === "all" ? [...state.except] : [],
			toggle: (id, range = false) => step((before) => (range ? selectRange(before, id, order) : toggleRow(before, id))),
			more: () => step((before) => selectMore(before, order, matching)),
			toggleLoaded: () => step((before) => toggleLoaded(before, order)),
			everything: () => step((before) => ({ kind: "all", except: new Set(), anchor: before.anchor })),
			clear: () => step(() => nothingSelected),
			loaded: chosen.length === 0 ? "none" : chosen.length === rows.length ? "all" : "some",
		};
	}, [state, rows, idOf, matching, order, step]);
}
