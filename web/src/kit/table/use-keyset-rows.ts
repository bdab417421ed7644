// Rows of a list read window by window with the server's keyset cursors; the old rows stay while filters change.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";

export interface WindowOf<Row> {
	readonly rows: readonly Row[];
	readonly next: string | null;
}

export interface KeysetRows<Row, Window extends WindowOf<Row> = WindowOf<Row>> {
	readonly rows: readonly Row[];
	/** The first window carries totals of the whole filtered set. */
	readonly first: Window | undefined;
	readonly hasMore: boolean;
	/** True when the first window shown isn't the first of the list (a link with a cursor). */
	readonly startsLater: boolean;
	readonly loading: boolean;
	/** Filters changed and the rows still shown are the old ones. */
	readonly stale: boolean;
	/** The page was just opened: its rows are those of the last visit, and are being read again. */
	readonly catchingUp: boolean;
	readonly fetchingMore: boolean;
	readonly error: unknown;
	readonly more: () => void;
	readonly again: () => void;
	/** The cursor that a link should carry so that `index` is in its first window. */
	readonly cursorAt: (index: number) => string | null;
}

interface KeysetOptions<Window> {
	/** First element: the topic by which events invalidate; then everything the answer depends on except the cursor. */
	readonly key: readonly unknown[];
	readonly startAfter?: string | null;
	readonly fetch: (after: string | null, signal: AbortSignal) => Promise<Window>;
	readonly enabled?: boolean;
	/** For a list that no event tells of: how often it is read again, in milliseconds. */
	readonly pollMs?: number;
}

export function useKeysetRows<Row, Window extends WindowOf<Row>>(options: KeysetOptions<Window>): KeysetRows<Row, Window> {
	const query = useInfiniteQuery({
		queryKey: options.key,
		queryFn: ({ pageParam, signal }) => options.fetch(pageParam, signal),
		initialPageParam: options.startAfter ?? null,
		getNextPageParam: (last) => last.next,
		placeholderData: keepPreviousData,
		enabled: options.enabled ?? true,
		refetchInterval: options.pollMs ?? false,
	});
	const windows = query.data?.pages;
	const rows = useMemo(() => windows?.flatMap((window) => window.rows as readonly Row[]) ?? [], [windows]);
	const cursors = query.data?.pageParams;
	return {
		rows,
		first: windows?.[0],
		hasMore: query.hasNextPage,
		startsLater: (cursors?.[0] ?? null) !== null,
		loading: query.isPending,
		stale: query.isPlaceholderData,
		catchingUp: query.isFetching && !query.isFetchedAfterMount,
		fetchingMore: query.isFetchingNextPage,
		error: query.error,
		more: () => {
			if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
		},
		again: () => void query.refetch(),
		cursorAt: (index) => {
			let seen = 0;
			for (const [at, window] of (windows ?? []).entries()) {
				seen += window.rows.length;
				if (index < seen) return (cursors?.[at] ?? null) as string | null;
			}
			return (cursors?.at(-1) ?? null) as string | null;
		},
	};
}

/** How the reading of the list stands, as the table takes it. */
export const readingOf = ({ loading, stale, error, again, hasMore, more }: KeysetRows<unknown, WindowOf<unknown>>) => ({
	loading,
	stale,
	error,
	again,
	hasMore,
	more,
});
