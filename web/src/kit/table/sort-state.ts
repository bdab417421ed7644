// A sort in the URL: "started" ascending, "-started" descending, nothing for the page's own order.

export interface SortState {
	readonly key: string;
	readonly direction: "asc" | "desc";
}

export const readSort = (text: string | undefined): SortState | null => {
	if (text === undefined || text === "" || text === "-") return null;
	return text.startsWith("-") ? { key: text.slice(1), direction: "desc" } : { key: text, direction: "asc" };
};

export const writeSort = (sort: SortState | null): string | undefined =>
	sort === null ? undefined : sort.direction === "desc" ? `-${sort.key}` : sort.key;

/** A click on a head: ascending, descending, none. */
export function nextSort(current: SortState | null, key: string): SortState | null {
	if (current === null || current.key !== key) return { key, direction: "asc" };
	return current.direction === "asc" ? { key, direction: "desc" } : null;
}
