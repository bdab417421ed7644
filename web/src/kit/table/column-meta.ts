// What a column says besides its accessor: how it is set, how wide, how it is copied, where it stands on a phone.

/** "unit" is a currency right after its amount. Decides alignment, type and the plain form for the clipboard. */
export type CellKind = "text" | "id" | "money" | "count" | "instant" | "date" | "status" | "mark" | "unit";

export interface TieoutColumnMeta {
	readonly kind: CellKind;
	/** A CSS grid track: "112px" or "minmax(140px, 1fr)". */
	readonly width: string;
	/** The column's name in menus, where its head isn't text. */
	readonly title?: string;
	/** The server can sort by this column under this name. */
	readonly sort?: string;
	/** The row's name. */
	readonly rowHeader?: boolean;
	/** Left out while a panel stands beside the table. */
	readonly spare?: boolean;
	/** Hidden until the person asks for it. */
	readonly optional?: boolean;
	/** Held at the left edge by the person. */
	readonly pinned?: boolean;
	/** Place in the two-line row of a phone; columns without one are left to the opened row. */
	readonly phone?: "a" | "b" | "c" | "d";
}

const ends: ReadonlySet<CellKind> = new Set(["money", "count", "mark"]);

export const alignsEnd = (kind: CellKind): boolean => ends.has(kind);
