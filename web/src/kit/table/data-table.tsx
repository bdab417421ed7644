// The table of every list: sticky head, virtual rows, totals, one tab stop with a roving cell, states for every situation.
import { useMediaQuery } from "@mantine/hooks";
import type { RowData } from "@tanstack/react-table";
import { type ReactNode, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { counted, countText } from "../amount.tsx";
import { ErrorState, NoticeBar } from "../states.tsx";
import type { ActiveCell } from "./active-cell.ts";
import { BoneLine } from "./bone-line.tsx";
import { plainCell, plainCells } from "./copy-cells.ts";
import classes from "./data-table.module.css";
import { rememberScroll } from "./scroll-memory.ts";
import type { SortState } from "./sort-state.ts";
import { TableHead } from "./table-head.tsx";
import { TableLine } from "./table-line.tsx";
import { type TieoutColumns, useTieoutTable } from "./tieout-table.ts";
import { type TotalLine, TotalsRow } from "./totals-row.tsx";
import { tracksOf } from "./tracks.ts";
import type { ColumnLayout } from "./use-column-layout.ts";
import { useGridKeys } from "./use-grid-keys.ts";
import { useGridRows } from "./use-grid-rows.ts";
import { useLeftRow } from "./use-left-row.ts";
import { usePrinting } from "./use-printing.ts";
import type { Selection } from "./use-selection.ts";

export interface DataTableProps<Row extends RowData> {
	readonly label: string;
	/** Under which the scroll position is remembered: everything that decides which rows are shown. */
	readonly memory: string;
	readonly columns: TieoutColumns<Row>;
	/** A panel stands beside: spare columns are left out. */
	readonly narrow?: boolean;
	readonly rows: readonly Row[];
	/** Place of each row in the whole list, where not only its beginning is loaded: then `total` makes the scroll bar true. */
	readonly places?: readonly number[];
	readonly idOf: (row: Row) => string;
	readonly height: number;
	/** Rows in the whole filtered set, when known. */
	readonly total?: number | null;
	readonly sort?: readonly SortState[];
	/** By how many columns the server can sort at once. */
	readonly sorts?: number;
	readonly onSort?: (sort: readonly SortState[]) => void;
	/** Lets the person arrange the columns. */
	readonly layout?: ColumnLayout;
	readonly selection?: Selection<Row>;
	readonly openId?: string | null;
	readonly onOpen?: (row: Row | null, by: "mouse" | "keyboard" | "walk") => void;
	readonly onCustody?: (row: Row) => void;
	/** R on a row. */
	readonly onReplay?: (row: Row) => void;
	readonly loading?: boolean;
	readonly stale?: boolean;
	readonly error?: unknown;
	readonly again?: () => void;
	readonly hasMore?: boolean;
	readonly more?: () => void;
	readonly onFirstVisible?: (index: number) => void;
	/** First and last row on screen. */
	readonly onVisible?: (first: number, last: number) => void;
	readonly totals?: readonly TotalLine[];
	readonly empty: ReactNode;
}

const phoneRowHeight = 62;
const noSort: readonly SortState[] = [];

export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
	const { rows, openId = null, onOpen, selection, idOf } = props;
	const frame = useRef<HTMLDivElement>(null);
	const gridId = useId();
	const phone = useMediaQuery("(max-width: 640px)", undefined, { getInitialValueInEffect: false }) === true;
	const printing = usePrinting();
	const height = phone ? phoneRowHeight : props.height;
	const columns = useMemo(
		() => (props.narrow === true ? props.columns.filter((column) => column.meta?.spare !== true) : props.columns),
		[props.columns, props.narrow],
	);
	const table = useTieoutTable({ data: rows as Row[], columns, getRowId: idOf });
	const modelRows = table.getRowModel().rows;
	const headers = table.getHeaderGroups()[0]?.headers ?? [];
	const [active, setActive] = useState<ActiveCell>({ row: 0, column: 0 });
	const [dragged, setDragged] = useState<{ readonly id: string; readonly width: number } | null>(null);
	const { hasMore, more, onVisible, onFirstVisible } = props;
	const grid = useGridRows({
		frame,
		memory: props.memory,
		rows: modelRows,
		places: props.places,
		total: props.total,
		hasMore: hasMore === true,
		height,
		headHeight: phone ? 0 : 33,
		onVisible: (first, last) => {
			onVisible?.(first, last);
			if (hasMore === true && last >= modelRows.length - 60) more?.();
		},
		onOtherList: useCallback(() => setActive({ row: 0, column: 0 }), []),
	});

	const openIndex = openId === null ? -1 : grid.indexOf(openId);
	const { show } = grid;
	const showing = useRef(show);
	showing.current = show;
	useEffect(() => {
		if (openIndex < 0) return;
		setActive((current) => ({ ...current, row: openIndex }));
		showing.current(openIndex);
	}, [openIndex]);

	const goTo = (next: ActiveCell): void => {
		setActive(next);
		show(next.row);
		const row = grid.at(next.row);
		if (openId !== null && row !== undefined && row.id !== openId) onOpen?.(row.original, "walk");
	};
	const activeRow = grid.at(active.row);
	useLeftRow({
		frame,
		memory: props.memory,
		active: activeRow === undefined ? null : { id: activeRow.id, column: active.column },
		indexOf: grid.indexOf,
		goTo: setActive,
	});
	// Beside a panel there is no room for boxes, unless they are in use; Space chooses all the same.
	const boxed = selection !== undefined && !phone && (props.narrow !== true || selection.count > 0);
	const selectAt = (range: boolean, index: number): void => {
		const row = grid.at(index);
		if (row !== undefined) selection?.toggle(row.id, range);
	};
	const onKeyDown = useGridKeys({
		active,
		rows: grid.count,
		columns: headers.length,
		page: () => Math.max(1, Math.floor((frame.current?.clientHeight ?? 400) / height) - 2),
		goTo,
		enter: openId === null ? () => frame.current?.focus({ preventScroll: true }) : undefined,
		open: activeRow === undefined || onOpen === undefined ? undefined : () => onOpen(activeRow.original, "keyboard"),
		close: openId === null ? undefined : () => onOpen?.(null, "keyboard"),
		custody: activeRow === undefined || props.onCustody === undefined ? undefined : () => props.onCustody?.(activeRow.original),
		replay: activeRow === undefined || props.onReplay === undefined ? undefined : () => props.onReplay?.(activeRow.original),
		select: selection === undefined ? undefined : selectAt,
		selectMore: selection?.more,
		clearSelection: selection === undefined || selection.count === 0 ? undefined : selection.clear,
	});

	const plainOf = (row: (typeof modelRows)[number], column: number): string => {
		const cell = row.getAllCells()[column];
		return cell === undefined ? "" : plainCell(cell.column.columnDef.meta?.kind ?? "text", cell.getValue());
	};
	const copy = (event: React.ClipboardEvent): void => {
		if ((window.getSelection()?.toString() ?? "") !== "") return;
		const chosen = selection === undefined ? [] : modelRows.filter((row) => selection.has(row.id));
		const lines = chosen.length > 0 ? chosen.map((row) => headers.map((_, column) => plainOf(row, column))) : null;
		if (lines === null && activeRow === undefined) return;
		event.clipboardData.setData("text/plain", plainCells(lines ?? [[activeRow === undefined ? "" : plainOf(activeRow, active.column)]]));
		event.preventDefault();
	};

	const metas = headers.map((header) => {
		const { meta } = header.column.columnDef;
		return meta !== undefined && dragged?.id === header.column.id ? { ...meta, width: `${Math.round(dragged.width)}px` } : meta;
	});
	const tracks = tracksOf(metas, boxed);
	const showBones = props.loading === true && modelRows.length === 0;
	const failed = props.error !== null && props.error !== undefined;
	if (failed && modelRows.length === 0) return <ErrorState error={props.error} retry={props.again} />;
	if (!showBones && modelRows.length === 0 && props.stale !== true && (props.total ?? 0) === 0)
		return <div className="fill">{props.empty}</div>;
	const lines = printing
		? modelRows.map((row, index) => ({ key: row.id, index: props.places?.[index] ?? index, top: null }))
		: showBones
			? []
			: grid.items;
	const lineColumns = headers.length + (boxed ? 1 : 0);
	return (
		<>
			{failed ? <NoticeBar tone="fail">These rows are from before; the last refresh did not work.</NoticeBar> : null}
			{grid.beyond > 0 ? (
				<NoticeBar tone="idle">
					The first {countText(grid.count)} of {countText(props.total ?? 0)} rows can be scrolled to. Filter or sort to reach the others.
				</NoticeBar>
			) : null}
			{printing && modelRows.length < (props.total ?? 0) ? (
				<p>
					The {countText(modelRows.length)} rows that were loaded, of {countText(props.total ?? 0)}. Totals are of all of them; an export
					has every row.
				</p>
			) : null}
			<div
				className={classes.frame}
				ref={frame}
				role="grid"
				tabIndex={0}
				aria-label={props.label}
				aria-rowcount={(props.total ?? modelRows.length) + 1}
				aria-colcount={lineColumns}
				aria-multiselectable={selection === undefined ? undefined : true}
				aria-busy={props.loading === true || props.stale === true || undefined}
				aria-activedescendant={activeRow === undefined ? undefined : `${gridId}-${active.row}-${active.column}`}
				onKeyDown={onKeyDown}
				onCopy={copy}
				onScroll={(event) => {
					const { scrollTop, scrollLeft } = event.currentTarget;
					rememberScroll(props.memory, scrollTop);
					event.currentTarget.toggleAttribute("data-sideways", scrollLeft > 0);
					onFirstVisible?.(Math.floor(scrollTop / height));
				}}
				style={{ "--cols": tracks.template, "--min": `${tracks.least}px` } as React.CSSProperties}
			>
				<div className={classes.grid} role="presentation">
					<TableHead
						headers={headers.map((header, index) => ({
							id: header.column.id,
							meta: metas[index],
							left: tracks.left[index] ?? null,
							content: <table.FlexRender header={header} />,
						}))}
						sort={props.sort ?? noSort}
						sorts={props.sorts ?? 1}
						// A head that holds buttons isn't repeated on the next sheet of paper.
						onSort={printing ? undefined : props.onSort}
						layout={phone || printing ? undefined : props.layout}
						boxes={boxed ? { state: selection.loaded, toggle: selection.toggleLoaded } : null}
						onCopyColumn={(column) => void navigator.clipboard.writeText(modelRows.map((row) => plainOf(row, column)).join("\n"))}
						onDragWidth={(id, width) => setDragged(width === null ? null : { id, width })}
						fit={(column) => fitOf(frame.current, column)}
					/>
					<div
						className={props.stale === true ? `${classes.body} ${classes.dimmed}` : classes.body}
						role="rowgroup"
						style={{ height: showBones ? height * 12 : grid.height }}
					>
						{showBones
							? Array.from({ length: 12 }, (_, index) => (
									<BoneLine key={index} columns={lineColumns} top={index * height} height={height} />
								))
							: null}
						{lines.map(({ key, index, top }) => {
							const row = grid.at(index);
							if (row === undefined) return <BoneLine key={key} columns={lineColumns} top={top ?? 0} height={height} />;
							return (
								<TableLine
									key={key}
									gridId={gridId}
									index={index}
									top={top}
									height={height}
									cells={row.getAllCells().map((cell, column) => ({
										id: cell.id,
										meta: cell.column.columnDef.meta,
										left: tracks.left[column] ?? null,
										content: <table.FlexRender cell={cell} />,
									}))}
									open={row.id === openId}
									opens={onOpen !== undefined}
									selected={boxed ? selection.has(row.id) : null}
									activeColumn={active.row === index ? active.column : -1}
									onSelect={(range) => {
										setActive((current) => ({ ...current, row: index }));
										selection?.toggle(row.id, range);
									}}
									onStand={(column) => setActive({ row: index, column })}
									onClick={(column) => {
										setActive({ row: index, column });
										onOpen?.(row.original, "mouse");
									}}
								/>
							);
						})}
					</div>
					{props.totals === undefined || props.totals.length === 0 ? null : (
						<div className={classes.foot} role="rowgroup">
							{props.totals.map((line, index) => (
								<TotalsRow
									key={line.id}
									line={line}
									ids={headers.map((header) => header.column.id)}
									boxed={boxed}
									rowIndex={(props.total ?? modelRows.length) + 2 + index}
								/>
							))}
						</div>
					)}
				</div>
			</div>
			<span className="vh" role="status">
				{props.total === undefined || props.total === null ? "" : counted(props.total, "row")}
			</span>
		</>
	);
}

const cellPadding = 22;

/** Pixels that the longest drawn cell of a column needs. */
function fitOf(frame: HTMLElement | null, column: number): number {
	const cells = frame?.querySelectorAll<HTMLElement>(`[data-column="${column}"] > *`) ?? [];
	return Math.max(60, ...Array.from(cells, (cell) => cell.scrollWidth + cellPadding));
}
