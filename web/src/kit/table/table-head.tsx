// The head's row: the box for all loaded rows, then the columns.
import type { ReactNode } from "react";
import type { TieoutColumnMeta } from "./column-meta.ts";
import classes from "./data-table.module.css";
import { HeadCell } from "./head-cell.tsx";
import { SelectBox } from "./select-box.tsx";
import type { SortState } from "./sort-state.ts";
import type { ColumnLayout } from "./use-column-layout.ts";

interface TableHeadProps {
	readonly headers: readonly {
		readonly id: string;
		readonly meta: TieoutColumnMeta | undefined;
		readonly left: number | null;
		readonly content: ReactNode;
	}[];
	readonly sort: readonly SortState[];
	readonly sorts: number;
	readonly onSort: ((sort: readonly SortState[]) => void) | undefined;
	readonly layout: ColumnLayout | undefined;
	readonly boxes: { readonly state: "none" | "some" | "all"; readonly toggle: () => void } | null;
	readonly onCopyColumn: (column: number) => void;
	readonly onDragWidth: (id: string, width: number | null) => void;
	readonly fit: (column: number) => number;
}

export function TableHead({ headers, boxes, layout, ...rest }: TableHeadProps) {
	const titleOf = (id: string): string => layout?.all.find((column) => column.id === id)?.title ?? id;
	return (
		<div className={`${classes.row} ${classes.head}`} role="row" aria-rowindex={1}>
			{boxes === null ? null : (
				<div role="columnheader" aria-colindex={1} className={`${classes.th} ${classes.boxCell}`} data-held>
					<SelectBox label="All loaded rows" state={boxes.state} onToggle={boxes.toggle} tabbable />
				</div>
			)}
			{headers.map((header, column) => (
				<HeadCell
					key={header.id}
					id={header.id}
					title={titleOf(header.id)}
					index={column + (boxes === null ? 1 : 2)}
					left={header.left}
					meta={header.meta}
					sort={rest.sort}
					sorts={rest.sorts}
					onSort={rest.onSort}
					layout={layout}
					onCopyColumn={() => rest.onCopyColumn(column)}
					onDragWidth={(width) => rest.onDragWidth(header.id, width)}
					fit={() => rest.fit(column)}
					content={header.content}
				/>
			))}
		</div>
	);
}
