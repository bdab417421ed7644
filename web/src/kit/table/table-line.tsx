// One row of the grid: its selection box, its cells, what a click on it does.
import type { ReactNode } from "react";
import type { TieoutColumnMeta } from "./column-meta.ts";
import { alignsEnd } from "./column-meta.ts";
import classes from "./data-table.module.css";
import { SelectBox } from "./select-box.tsx";

export interface LineCell {
	readonly id: string;
	readonly meta: TieoutColumnMeta | undefined;
	readonly left: number | null;
	readonly content: ReactNode;
}

interface TableLineProps {
	readonly gridId: string;
	/** Place in the whole list, from 0. */
	readonly index: number;
	/** null: in the flow of the page (print). */
	readonly top: number | null;
	readonly height: number;
	readonly cells: readonly LineCell[];
	readonly open: boolean;
	readonly opens: boolean;
	/** null: the list has no selection. */
	readonly selected: boolean | null;
	/** Column of the roving cell when it stands in this row, else -1. */
	readonly activeColumn: number;
	readonly onSelect: (range: boolean) => void;
	readonly onClick: (column: number) => void;
	/** A link in a cell was pressed: the row is where the person is, and isn't opened. */
	readonly onStand: (column: number) => void;
}

export function TableLine(props: TableLineProps) {
	const { gridId, index, top, height, cells, open, opens, selected, activeColumn } = props;
	const boxed = selected !== null;
	return (
		<div
			className={`${classes.row} ${classes.line} ${open ? classes.open : ""} ${selected === true ? classes.selected : ""}`}
			role="row"
			aria-rowindex={index + 2}
			aria-selected={boxed ? selected : opens ? open : undefined}
			aria-current={boxed && open ? true : undefined}
			style={top === null ? { minHeight: height } : { height, transform: `translateY(${top}px)` }}
			onClick={(event) => {
				const target = event.target as HTMLElement;
				const column = Number(target.closest<HTMLElement>("[data-column]")?.dataset["column"] ?? 0);
				if (target.closest("a") !== null) return props.onStand(column);
				if (event.defaultPrevented || target.closest("button") !== null) return;
				if (event.shiftKey && boxed) {
					window.getSelection()?.removeAllRanges();
					props.onSelect(true);
					return;
				}
				props.onClick(column);
			}}
		>
			{boxed ? (
				<div role="gridcell" aria-colindex={1} className={`${classes.td} ${classes.boxCell}`} data-held>
					<SelectBox label={`Row ${index + 1}`} state={selected ? "all" : "none"} onToggle={props.onSelect} />
				</div>
			) : null}
			{cells.map((cell, column) => (
				<div
					key={cell.id}
					id={`${gridId}-${index}-${column}`}
					role={cell.meta?.rowHeader === true ? "rowheader" : "gridcell"}
					aria-colindex={column + (boxed ? 2 : 1)}
					data-column={column}
					data-phone={cell.meta?.phone}
					data-held={cell.left === null ? undefined : true}
					className={cellClass(cell.meta, activeColumn === column)}
					style={cell.left === null ? undefined : { left: cell.left }}
				>
					{cell.content}
				</div>
			))}
		</div>
	);
}

const cellClass = (meta: TieoutColumnMeta | undefined, active: boolean): string =>
	[
		classes.td,
		alignsEnd(meta?.kind ?? "text") ? classes.end : "",
		meta?.kind === "unit" ? classes.unit : "",
		active ? classes.active : "",
	].join(" ");
