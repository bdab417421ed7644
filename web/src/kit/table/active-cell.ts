// Where the keyboard stands in a grid, as a pure step: rows and columns are clamped, never wrapped.

export interface ActiveCell {
	readonly row: number;
	readonly column: number;
}

export interface GridSize {
	readonly rows: number;
	readonly columns: number;
	/** Rows that fit on screen. */
	readonly page: number;
}

const clamp = (value: number, last: number): number => Math.max(0, Math.min(value, last));

/** The cell after `key`, or null when the key isn't one of movement. */
export function stepCell(key: string, at: ActiveCell, size: GridSize): ActiveCell | null {
	const move = (rows: number, columns: number): ActiveCell => ({
		row: clamp(at.row + rows, size.rows - 1),
		column: clamp(at.column + columns, size.columns - 1),
	});
	switch (key) {
		case "ArrowDown":
		case "j":
			return move(1, 0);
		case "ArrowUp":
		case "k":
			return move(-1, 0);
		case "ArrowRight":
			return move(0, 1);
		case "ArrowLeft":
			return move(0, -1);
		case "PageDown":
			return move(size.page, 0);
		case "PageUp":
			return move(-size.page, 0);
		case "Home":
			return { row: 0, column: at.column };
		case "End":
			return { row: Math.max(0, size.rows - 1), column: at.column };
		default:
			return null;
	}
}
