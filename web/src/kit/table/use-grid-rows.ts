// The rows of the grid in their places: which are loaded, which part is on screen, and where the list was scrolled to.
import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useMemo, useRef } from "react";
import { recallScroll } from "./scroll-memory.ts";

/** Browsers stop drawing boxes that are much higher than this; rows beyond it are reached by filters. */
const mostPixels = 16_000_000;
const waitingBones = 3;

interface GridRowsOptions<ModelRow extends { readonly id: string }> {
	readonly frame: RefObject<HTMLDivElement | null>;
	readonly memory: string;
	readonly rows: readonly ModelRow[];
	/** Place of each loaded row in the whole list; without it they are its first ones. */
	readonly places: readonly number[] | undefined;
	readonly total: number | null | undefined;
	readonly hasMore: boolean;
	readonly height: number;
	readonly headHeight: number;
	readonly onVisible: ((first: number, last: number) => void) | undefined;
	/** Another list is shown now. */
	readonly onOtherList: () => void;
}

export interface GridRows<ModelRow> {
	readonly count: number;
	readonly at: (index: number) => ModelRow | undefined;
	readonly indexOf: (id: string) => number;
	readonly items: readonly { readonly key: string | number | bigint; readonly index: number; readonly top: number }[];
	readonly height: number;
	readonly show: (index: number) => void;
	/** Rows that match but stand beyond what a browser can scroll. */
	readonly beyond: number;
}

export function useGridRows<ModelRow extends { readonly id: string }>(options: GridRowsOptions<ModelRow>): GridRows<ModelRow> {
	const { frame, memory, rows, places, total, hasMore, height, headHeight, onVisible, onOtherList } = options;
	const byPlace = useMemo(() => (places === undefined ? null : new Map(rows.map((row, i) => [places[i] ?? i, row]))), [rows, places]);
	const at = useCallback((index: number) => (byPlace === null ? rows[index] : byPlace.get(index)), [byPlace, rows]);
	const whole = Math.max(total ?? 0, places === undefined ? 0 : (places.at(-1) ?? -1) + 1);
	const most = Math.floor(mostPixels / height);
	const count = byPlace === null ? rows.length + (hasMore ? waitingBones : 0) : Math.min(whole, most);
	const sparse = byPlace !== null;
	// A function that changes makes the virtualizer measure all rows anew: with 100,000 of them places are names enough.
	const named = sparse ? null : rows;
	const keyOf = useCallback((index: number) => (named === null ? index : (named[index]?.id ?? `waiting-${index}`)), [named]);
	const virtual = useVirtualizer({
		count,
		getScrollElement: () => frame.current,
		estimateSize: () => height,
		getItemKey: keyOf,
		overscan: 12,
		scrollMargin: headHeight,
		initialOffset: () => recallScroll(memory),
	});
	useEffect(() => {
		virtual.measure();
	}, [height, virtual]);
	// Back to where the list was left, as soon as it is long enough for that.
	const restored = useRef(false);
	const filled = count > 0;
	useEffect(() => {
		if (!filled || restored.current) return;
		restored.current = true;
		virtual.scrollToOffset(recallScroll(memory));
	}, [filled, memory, virtual]);
	// Another filter or sort is another list: it is shown from its beginning, or from where it was left.
	const shownMemory = useRef(memory);
	useEffect(() => {
		if (shownMemory.current === memory) return;
		shownMemory.current = memory;
		onOtherList();
		virtual.scrollToOffset(recallScroll(memory));
	}, [memory, virtual, onOtherList]);
	const first = virtual.range?.startIndex ?? 0;
	const last = virtual.range?.endIndex ?? 0;
	const latest = useRef(onVisible);
	latest.current = onVisible;
	useEffect(() => {
		latest.current?.(first, last);
	}, [first, last, count, memory]);
	return {
		count,
		at,
		indexOf: (id) => {
			const found = rows.findIndex((row) => row.id === id);
			return found < 0 ? -1 : (places?.[found] ?? found);
		},
		items: virtual.getVirtualItems().map((item) => ({ key: item.key, index: item.index, top: item.start - headHeight })),
		height: virtual.getTotalSize(),
		show: (index) => virtual.scrollToIndex(index, { align: "auto" }),
		beyond: sparse ? Math.max(0, whole - count) : 0,
	};
}
