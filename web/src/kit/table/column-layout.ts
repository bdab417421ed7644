// Which columns stand in which order, how wide, and which stay at the left edge: pure, and short enough for the URL.
// "status,title~240,!amount": columns in order, "~" a width in pixels, "!" held at the left. Columns not named are hidden.

export interface PlacedColumn {
	readonly id: string;
	/** Pixels; null for the column's own width. */
	readonly width: number | null;
	readonly pinned: boolean;
}

export const leastWidth = 48;
export const mostWidth = 1200;

const clamped = (width: number): number => Math.round(Math.max(leastWidth, Math.min(width, mostWidth)));

/** @param own the page's own columns in their own order; names that aren't there are dropped, so an old link still opens */
export function readLayout(text: string | undefined, own: readonly string[]): readonly PlacedColumn[] {
	const placed = (text ?? "").split(",").flatMap((part): PlacedColumn[] => {
		const found = /^(!?)([\w.-]+?)(?:~(\d{1,6}))?$/.exec(part);
		const id = found?.[2];
		if (id === undefined || !own.includes(id)) return [];
		return [{ id, width: found?.[3] === undefined ? null : clamped(Number(found[3])), pinned: found?.[1] === "!" }];
	});
	const once = placed.filter((column, index) => placed.findIndex((other) => other.id === column.id) === index);
	return pinnedFirst(once.length === 0 ? own.map((id) => ({ id, width: null, pinned: false })) : once);
}

/** undefined for the page's own layout, so that it leaves no trace in the URL. */
export function writeLayout(columns: readonly PlacedColumn[], own: readonly string[]): string | undefined {
	const same = columns.length === own.length && columns.every((c, i) => c.id === own[i] && c.width === null && !c.pinned);
	if (same) return undefined;
	return columns.map(({ id, width, pinned }) => `${pinned ? "!" : ""}${id}${width === null ? "" : `~${width}`}`).join(",");
}

const pinnedFirst = (columns: readonly PlacedColumn[]): readonly PlacedColumn[] => [
	...columns.filter((column) => column.pinned),
	...columns.filter((column) => !column.pinned),
];

const changed = (columns: readonly PlacedColumn[], id: string, change: Partial<PlacedColumn>): readonly PlacedColumn[] =>
	pinnedFirst(columns.map((column) => (column.id === id ? { ...column, ...change } : column)));

export const resizeColumn = (columns: readonly PlacedColumn[], id: string, width: number | null) =>
	changed(columns, id, { width: width === null ? null : clamped(width) });

/** A held column has a width in pixels: the ones behind it are placed by it. */
export const pinColumn = (columns: readonly PlacedColumn[], id: string, width: number | null) =>
	changed(columns, id, width === null ? { pinned: false } : { pinned: true, width: clamped(width) });

/** The last column can't be hidden. */
export function hideColumn(columns: readonly PlacedColumn[], id: string): readonly PlacedColumn[] {
	return columns.length > 1 ? columns.filter((column) => column.id !== id) : columns;
}

/** Back where the page's own order has it: behind the nearest shown column that stands before it there. */
export function showColumn(columns: readonly PlacedColumn[], id: string, own: readonly string[]): readonly PlacedColumn[] {
	if (columns.some((column) => column.id === id)) return columns;
	const before = own.slice(0, own.indexOf(id)).toReversed();
	const after = before.map((other) => columns.findIndex((column) => column.id === other)).find((at) => at >= 0) ?? -1;
	return pinnedFirst(columns.toSpliced(after + 1, 0, { id, width: null, pinned: false }));
}

/** Before the column that is at `to` now; beyond the end: last. Held columns stay at the left. */
export function moveColumn(columns: readonly PlacedColumn[], id: string, to: number): readonly PlacedColumn[] {
	const from = columns.findIndex((column) => column.id === id);
	const moved = columns[from];
	if (moved === undefined) return columns;
	const rest = columns.toSpliced(from, 1);
	return pinnedFirst(rest.toSpliced(Math.max(0, Math.min(to, rest.length)), 0, moved));
}
