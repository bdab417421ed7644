// Sorts in the URL, first key first: "started" ascending, "-started" descending, "-date,amount" by two keys.

export interface SortState {
	readonly key: string;
	readonly direction: "asc" | "desc";
}

export const readSort = (text: string | undefined): readonly SortState[] =>
	(text ?? "")
		.split(",")
		.filter((part) => part !== "" && part !== "-")
		.map((part) => (part.startsWith("-") ? { key: part.slice(1), direction: "desc" } : { key: part, direction: "asc" }));

/** Nothing for the page's own order. */
export const writeSort = (sorts: readonly SortState[]): string | undefined =>
	sorts.length === 0 ? undefined : sorts.map(({ key, direction }) => (direction === "desc" ? `-${key}` : key)).join(",");

/**
 * A click on a head: ascending, descending, none. Alone it replaces the other keys.
 * @param keys with ⇧ the key is added behind the others, up to this many
 */
export function nextSort(current: readonly SortState[], key: string, keys = 1): readonly SortState[] {
	const at = current.find((sort) => sort.key === key);
	const turned: SortState | null =
		at === undefined ? { key, direction: "asc" } : at.direction === "asc" ? { key, direction: "desc" } : null;
	if (keys === 1) return turned === null ? [] : [turned];
	if (at === undefined) return [...current.slice(0, keys - 1), { key, direction: "asc" }];
	return current.flatMap((sort) => (sort.key !== key ? [sort] : turned === null ? [] : [turned]));
}
