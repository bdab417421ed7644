// The keyboard of a grid: one tab stop with a roving cell; Space, ⇧ and Ctrl A choose rows, the rest walks, opens and closes.
import { useKeys } from "../use-keys.ts";
import { type ActiveCell, stepCell } from "./active-cell.ts";

export interface GridKeys {
	readonly active: ActiveCell;
	readonly rows: number;
	readonly columns: number;
	/** Rows that fit on screen. */
	readonly page: () => number;
	readonly goTo: (next: ActiveCell) => void;
	/** Takes the focus, so that Space and Enter after J or K are the row's; undefined while a panel has it. */
	readonly enter: (() => void) | undefined;
	readonly open: (() => void) | undefined;
	readonly close: (() => void) | undefined;
	readonly custody: (() => void) | undefined;
	readonly replay: (() => void) | undefined;
	readonly select: ((range: boolean, index: number) => void) | undefined;
	readonly selectMore: (() => void) | undefined;
	/** Chosen rows are let go of; undefined when there are none. */
	readonly clearSelection: (() => void) | undefined;
}

export function useGridKeys(keys: GridKeys): (event: React.KeyboardEvent) => void {
	const { active, goTo } = keys;
	const act = (key: string): boolean => {
		const next = stepCell(key, active, { rows: keys.rows, columns: keys.columns, page: keys.page() });
		if (next !== null) goTo(next);
		else if (key === "Enter" && keys.open !== undefined) keys.open();
		else if (key === "c" && keys.custody !== undefined) keys.custody();
		else if (key === "r" && keys.replay !== undefined) keys.replay();
		else if (key === "Escape" && keys.close !== undefined) keys.close();
		else if (key === "Escape" && keys.clearSelection !== undefined) keys.clearSelection();
		else return false;
		return true;
	};
	const withCommand = (key: string): boolean => {
		if (key === "ArrowUp" || key === "ArrowDown") goTo({ ...active, row: key === "ArrowUp" ? 0 : Math.max(0, keys.rows - 1) });
		else if (key.toLowerCase() === "a" && keys.selectMore !== undefined) keys.selectMore();
		else return false;
		return true;
	};
	const withShift = (key: string): boolean => {
		if (keys.select === undefined) return false;
		if (key === " ") {
			keys.select(true, active.row);
			return true;
		}
		if (key !== "ArrowUp" && key !== "ArrowDown") return false;
		const row = Math.max(0, Math.min(keys.rows - 1, active.row + (key === "ArrowDown" ? 1 : -1)));
		goTo({ ...active, row });
		keys.select(true, row);
		return true;
	};
	const walk = (key: "j" | "k"): void => {
		act(key);
		keys.enter?.();
	};
	useKeys({
		j: () => walk("j"),
		k: () => walk("k"),
		c: () => void act("c"),
		r: () => void act("r"),
		Escape: () => void act("Escape"),
	});
	return (event) => {
		if (event.altKey || event.target !== event.currentTarget) return;
		const done =
			event.ctrlKey || event.metaKey
				? withCommand(event.key)
				: event.shiftKey && withShift(event.key)
					? true
					: event.key === " " && keys.select !== undefined
						? (keys.select(false, active.row), true)
						: act(event.key);
		if (done) event.preventDefault();
	};
}
