// Rows of a long list, read where the person looks: windows of 200 by cursor from the one before, by offset after a jump.
// Old rows stay, dimmed, while another filter's are on their way.
import { type QueryClient, type QueryKey, useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

export const windowSize = 200;
/** Windows that are kept up to date at once; others stay in the cache. */
const mostWindows = 8;
const restMs = 90;

export interface RowWindow<Row> {
	readonly rows: readonly Row[];
	readonly next: string | null;
}

/** Where a window begins. */
export type WindowPlace = { readonly after: string | null } | { readonly offset: number };

interface WindowRowsOptions<Row> {
	/** Begins with the topic by which events invalidate; then everything that the rows depend on. */
	readonly key: QueryKey;
	readonly fetch: (place: WindowPlace, signal: AbortSignal) => Promise<RowWindow<Row>>;
	/** Row that a link or a remembered place begins with. */
	readonly startAt?: number;
}

export interface WindowRows<Row> {
	readonly rows: readonly Row[];
	/** Place of each row in the whole list. */
	readonly places: readonly number[];
	readonly loading: boolean;
	readonly stale: boolean;
	readonly error: unknown;
	readonly again: () => void;
	/** Rows known to exist: at least so many. */
	readonly known: number;
	readonly onVisible: (first: number, last: number) => void;
}

interface Loaded<Row> {
	readonly rows: readonly Row[];
	readonly places: readonly number[];
	readonly known: number;
}

const nothing = { rows: [], places: [], known: 0 };

export function useWindowRows<Row>({ key, fetch, startAt = 0 }: WindowRowsOptions<Row>): WindowRows<Row> {
	const client = useQueryClient();
	const list = JSON.stringify(key);
	const first = Math.floor(startAt / windowSize);
	const [wanted, setWanted] = useState<{ readonly list: string; readonly windows: readonly number[] }>({ list, windows: [first] });
	const windows = wanted.list === list ? wanted.windows : [0];
	const results = useQueries({
		queries: windows.map((index) => ({
			queryKey: [...key, { window: index }],
			queryFn: ({ signal }: { signal: AbortSignal }) => fetch(placeOf(client, key, index), signal),
		})),
	});
	const fresh = useTogether<Row>(
		windows,
		results.map((result) => result.data),
	);
	const last = useRef<Loaded<Row>>(nothing);
	const pending = results.every((result) => result.data === undefined);
	useEffect(() => {
		if (!pending) last.current = fresh;
	}, [pending, fresh]);
	const shown = pending ? last.current : fresh;

	const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
	useEffect(() => () => clearTimeout(timer.current), []);
	const onVisible = useCallback(
		(from: number, to: number): void => {
			clearTimeout(timer.current);
			// While the scroll bar is dragged, rows that fly by are not asked for.
			timer.current = setTimeout(
				() =>
					setWanted((before) => {
						const own = before.list === list ? before.windows : [];
						const next = wantedAfter(own, from, to);
						return next.join() === own.join() ? before : { list, windows: next };
					}),
				restMs,
			);
		},
		[list],
	);
	return {
		rows: shown.rows,
		places: shown.places,
		known: shown.known,
		loading: pending && shown.rows.length === 0,
		stale: pending && shown.rows.length > 0,
		error: results.find((result) => result.error !== null)?.error ?? null,
		again: () => void client.invalidateQueries({ queryKey: key }),
		onVisible,
	};
}

/** After a known window its cursor goes on exactly there; after a jump the offset is all there is. */
function placeOf(client: QueryClient, key: QueryKey, index: number): WindowPlace {
	if (index === 0) return { after: null };
	const before = client.getQueryData<RowWindow<unknown>>([...key, { window: index - 1 }]);
	return before?.next == null ? { offset: index * windowSize } : { after: before.next };
}

/** The same answer while no window has changed, so that the table isn't built anew. */
function useTogether<Row>(windows: readonly number[], data: readonly (RowWindow<Row> | undefined)[]): Loaded<Row> {
	const kept = useRef<{ readonly parts: readonly unknown[]; readonly loaded: Loaded<Row> } | null>(null);
	const parts = [...windows, ...data];
	const before = kept.current;
	if (before !== null && before.parts.length === parts.length && before.parts.every((part, at) => part === parts[at])) return before.loaded;
	const loaded = together(windows, data);
	kept.current = { parts, loaded };
	return loaded;
}

function together<Row>(windows: readonly number[], data: readonly (RowWindow<Row> | undefined)[]): Loaded<Row> {
	const loaded = windows
		.flatMap((index, at) => {
			const window = data[at];
			return window === undefined ? [] : [{ index, window }];
		})
		.sort((a, b) => a.index - b.index);
	const rows = loaded.flatMap(({ window }) => window.rows);
	const places = loaded.flatMap(({ index, window }) => window.rows.map((_, at) => index * windowSize + at));
	const end = loaded.at(-1);
	return {
		rows,
		places,
		known: end === undefined ? 0 : end.index * windowSize + end.window.rows.length + (end.window.next === null ? 0 : 1),
	};
}

/** What is on screen and the window behind it; of the others the newest are kept. */
function wantedAfter(before: readonly number[], from: number, to: number): readonly number[] {
	const first = Math.floor(from / windowSize);
	const last = Math.floor((to + windowSize / 2) / windowSize);
	const near = Array.from({ length: last - first + 1 }, (_, at) => first + at);
	return [...before.filter((index) => !near.includes(index)), ...near].slice(-mostWindows);
}
