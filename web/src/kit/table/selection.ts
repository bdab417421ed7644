// Which rows are chosen, as pure steps: single boxes, ranges, everything loaded, and everything that matches, also what isn't loaded.

/**
 * - `rows`: exactly these ids
 * - `all`: everything that matches the list's filter except these ids; the server resolves it
 */
export type SelectionState =
	| { readonly kind: "rows"; readonly ids: ReadonlySet<string>; readonly anchor: string | null }
	| { readonly kind: "all"; readonly except: ReadonlySet<string>; readonly anchor: string | null };

export const nothingSelected: SelectionState = { kind: "rows", ids: new Set(), anchor: null };

export const isSelected = (state: SelectionState, id: string): boolean =>
	state.kind === "rows" ? state.ids.has(id) : !state.except.has(id);

/** @param total rows that match, when known; unknown counts as what is loaded */
export const selectedCount = (state: SelectionState, total: number): number =>
	state.kind === "rows" ? state.ids.size : Math.max(0, total - state.except.size);

export function toggleRow(state: SelectionState, id: string): SelectionState {
	const set = new Set(state.kind === "rows" ? state.ids : state.except);
	if (!set.delete(id)) set.add(id);
	return state.kind === "rows" ? { kind: "rows", ids: set, anchor: id } : { kind: "all", except: set, anchor: id };
}

/** From the row chosen last to `id` in the order shown; adds to what was chosen. Without a start it is a single box. */
export function selectRange(state: SelectionState, id: string, order: readonly string[]): SelectionState {
	const from = state.anchor === null ? -1 : order.indexOf(state.anchor);
	const to = order.indexOf(id);
	if (from < 0 || to < 0) return toggleRow(state, id);
	const between = order.slice(Math.min(from, to), Math.max(from, to) + 1);
	if (state.kind === "all") {
		const except = new Set(state.except);
		for (const each of between) except.delete(each);
		return { ...state, except };
	}
	return { ...state, ids: new Set([...state.ids, ...between]) };
}

/** Every loaded row; asked again, everything that matches. */
export function selectMore(state: SelectionState, loaded: readonly string[], total: number): SelectionState {
	if (state.kind === "all") return state;
	const whole = loaded.every((id) => state.ids.has(id));
	if (whole && loaded.length > 0 && total > state.ids.size) return { kind: "all", except: new Set(), anchor: state.anchor };
	return { kind: "rows", ids: new Set([...state.ids, ...loaded]), anchor: state.anchor };
}

/** The box in the head: everything loaded, or nothing. */
export const toggleLoaded = (state: SelectionState, loaded: readonly string[]): SelectionState =>
	loaded.length > 0 && loaded.every((id) => isSelected(state, id)) ? nothingSelected : selectMore(state, loaded, 0);
