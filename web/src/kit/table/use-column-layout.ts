// A table's columns as the person has arranged them. The arrangement is text that the page keeps in the URL.
import type { RowData } from "@tanstack/react-table";
import { useMemo, useRef } from "react";
import {
	hideColumn,
	moveColumn,
	pinColumn,
	type PlacedColumn,
	readLayout,
	resizeColumn,
	showColumn,
	writeLayout,
} from "./column-layout.ts";
import type { TieoutColumns } from "./tieout-table.ts";

export interface LayoutColumn {
	readonly id: string;
	readonly title: string;
	readonly shown: boolean;
	readonly pinned: boolean;
}

export interface ColumnLayout {
	/** Shown ones in order, then the hidden ones. */
	readonly all: readonly LayoutColumn[];
	readonly shown: readonly PlacedColumn[];
	/** True while the columns stand as the page has them. */
	readonly isOwn: boolean;
	readonly show: (id: string, shown: boolean) => void;
	/** To the place of the column that is at `to` now. */
	readonly move: (id: string, to: number) => void;
	readonly resize: (id: string, width: number | null) => void;
	/** @param width as it is on screen; null lets the column go */
	readonly pin: (id: string, width: number | null) => void;
	readonly reset: () => void;
}

interface ColumnDefLike {
	readonly id?: string;
	readonly accessorKey?: unknown;
	readonly header?: unknown;
	readonly meta?: { readonly title?: string; readonly optional?: boolean; readonly width: string };
}

export const columnId = (column: unknown): string => {
	const { id, accessorKey } = column as ColumnDefLike;
	return id ?? (typeof accessorKey === "string" ? accessorKey : "");
};

export const columnTitle = (column: unknown): string => {
	const { meta, header } = column as ColumnDefLike;
	return meta?.title ?? (typeof header === "string" ? header : columnId(column));
};

interface ColumnLayoutOptions<Row extends RowData> {
	readonly columns: TieoutColumns<Row>;
	readonly text: string | undefined;
	readonly onChange: (text: string | undefined) => void;
}

export function useColumnLayout<Row extends RowData>({
	columns,
	text,
	onChange,
}: ColumnLayoutOptions<Row>): {
	readonly columns: TieoutColumns<Row>;
	readonly layout: ColumnLayout;
} {
	const latest = useRef(onChange);
	latest.current = onChange;
	return useMemo(() => {
		const ids = columns.map(columnId);
		const own = columns.filter((column) => column.meta?.optional !== true).map(columnId);
		const placed = text === undefined ? readLayout(own.join(","), ids) : readLayout(text, ids);
		const set = (next: readonly PlacedColumn[]): void => latest.current(writeLayout(next, own));
		const byId = new Map(columns.map((column) => [columnId(column), column]));
		const arranged = placed.flatMap((place) => {
			const column = byId.get(place.id);
			if (column === undefined) return [];
			const meta = column.meta ?? { kind: "text" as const, width: "minmax(120px, 1fr)" };
			if (place.width === null && !place.pinned) return [column];
			return [{ ...column, meta: { ...meta, width: place.width === null ? meta.width : `${place.width}px`, pinned: place.pinned } }];
		});
		const titleOf = (id: string): string => columnTitle(byId.get(id));
		const hidden = ids.filter((id) => !placed.some((place) => place.id === id));
		const layout: ColumnLayout = {
			all: [
				...placed.map(({ id, pinned }) => ({ id, title: titleOf(id), shown: true, pinned })),
				...hidden.map((id) => ({ id, title: titleOf(id), shown: false, pinned: false })),
			],
			shown: placed,
			isOwn: writeLayout(placed, own) === undefined,
			show: (id, shown) => set(shown ? showColumn(placed, id, ids) : hideColumn(placed, id)),
			move: (id, to) => set(moveColumn(placed, id, to)),
			resize: (id, width) => set(resizeColumn(placed, id, width)),
			pin: (id, width) => set(pinColumn(placed, id, width)),
			reset: () => latest.current(undefined),
		};
		return { columns: arranged as TieoutColumns<Row>, layout };
	}, [columns, text]);
}
