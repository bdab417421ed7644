// Keyset paging: a page of rows and the opaque cursor that continues after its last row.

export type SortDirection = "asc" | "desc";

export interface PageOf<Row> {
	readonly rows: readonly Row[];
	/** Opaque; null on the last page. */
	readonly next: string | null;
	/** Rows in the whole filtered set, where it was asked for. */
	readonly total: number | null;
}
