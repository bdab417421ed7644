// Back returns to the row from which a page was opened: its cell is the grid's active one again, and the keyboard is in the grid.
import { type RefObject, useLayoutEffect, useRef } from "react";

interface LeftRow {
	readonly id: string;
	readonly column: number;
}

const leftRows = new Map<string, LeftRow>();

/** Whether a row was left in the table of this memory that its next showing returns to. */
export const isReturningTo = (memory: string): boolean => leftRows.has(memory);

interface LeftRowOptions {
	readonly frame: RefObject<HTMLDivElement | null>;
	readonly memory: string;
	/** Where the keyboard stands; null: no row is there yet. */
	readonly active: LeftRow | null;
	/** Place of a loaded row, −1 for none. */
	readonly indexOf: (id: string) => number;
	readonly goTo: (cell: { readonly row: number; readonly column: number }) => void;
}

/** Focus is nobody's, or the page's as a whole, which gets it when what had it is gone. */
const unclaimed = (): boolean =>
	document.activeElement === null || document.activeElement === document.body || document.activeElement.id === "page";

export function useLeftRow({ frame, memory, active, indexOf, goTo }: LeftRowOptions): void {
	const latest = useRef(active);
	latest.current = active;
	// The list may have been empty at first, without a grid.
	const grid = useRef(frame.current);
	useLayoutEffect(() => {
		grid.current = frame.current ?? grid.current;
	});
	useLayoutEffect(
		() => () => {
			// Also from a link in a cell, which has the focus itself.
			if (latest.current !== null && grid.current?.contains(document.activeElement) === true) leftRows.set(memory, latest.current);
			else leftRows.delete(memory);
		},
		[memory],
	);
	const index = indexOf(leftRows.get(memory)?.id ?? "");
	// Both at once: a key that is pressed as soon as the grid has focus acts on this row, and not on the first.
	useLayoutEffect(() => {
		const left = leftRows.get(memory);
		if (left === undefined || index < 0) return;
		leftRows.delete(memory);
		if (!unclaimed()) return;
		goTo({ row: index, column: left.column });
		frame.current?.focus({ preventScroll: true });
	}, [frame, goTo, index, memory]);
}
