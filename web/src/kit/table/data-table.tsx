// The table of every list: sticky head, virtual rows, totals, one tab stop with a roving cell, states for every situation.
import { useMediaQuery } from "@mantine/hooks";
import type { RowData } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import { countText } from "../amount.tsx";
import { ErrorState, NoticeBar } from "../states.tsx";
import { useKeys } from "../use-keys.ts";
import { type ActiveCell, stepCell } from "./active-cell.ts";
import { alignsEnd } from "./column-meta.ts";
import { plainCell, plainCells } from "./copy-cells.ts";
import classes from "./data-table.module.css";
import { BoneLine } from "./bone-line.tsx";
import { HeadCell } from "./head-cell.tsx";
import { recallScroll, rememberScroll } from "./scroll-memory.ts";
import type { SortState } from "./sort-state.ts";
import { type TieoutColumns, useTieoutTable } from "./tieout-table.ts";
import { type TotalLine, TotalsRow } from "./totals-row.tsx";

export interface DataTableProps<Row extends RowData> {
	readonly label: string;
	/** Under which the scroll position is remembered: everything that decides which rows are shown. */
	readonly memory: string;
	readonly columns: TieoutColumns<Row>;
	/** A panel stands beside: spare columns are left out. */
	readonly narrow?: boolean;
	readonly rows: readonly Row[];
	readonly idOf: (row: Row) => string;
	readonly height: number;
	/** Rows in the whole filtered set, when known. */
	readonly total?: number | null;
	readonly sort?: SortState | null;
	readonly onSort?: (sort: SortState | null) => void;
	readonly openId?: string | null;
	readonly onOpen?: (row: Row | null, by: "mouse" | "keyboard" | "walk") => void;
	readonly onCustody?: (row: Row) => void;
	readonly loading?: boolean;
	readonly stale?: boolean;
	readonly error?: unknown;
	readonly again?: () => void;
	readonly hasMore?: boolean;
	readonly more?: () => void;
	readonly onFirstVisible?: (index: number) => void;
	readonly totals?: readonly TotalLine[];
	readonly empty: ReactNode;
}

const phoneRowHeight = 62;

export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
	const { rows, openId = null, onOpen } = props;
	const frame = useRef<HTMLDivElement>(null);
	const gridId = useId();
	const phone = useMediaQuery("(max-width: 640px)", undefined, { getInitialValueInEffect: false }) === true;
	const height = phone ? phoneRowHeight : props.height;
	const columns = useMemo(
		() => (props.narrow === true ? props.columns.filter((column) => column.meta?.spare !== true) : props.columns),
		[props.columns, props.narrow],
	);
	const table = useTieoutTable({ data: rows as Row[], columns, getRowId: props.idOf });
	const modelRows = table.getRowModel().rows;
	const headers = table.getHeaderGroups()[0]?.headers ?? [];
	const [active, setActive] = useState<ActiveCell>({ row: 0, column: 0 });
	const waitingRows = props.hasMore === true ? 3 : 0;
	const virtual = useVirtualizer({
		count: modelRows.length + waitingRows,
		getScrollElement: () => frame.current,
		estimateSize: () => height,
		getItemKey: (index) => modelRows[index]?.id ?? `waiting-${index}`,
		overscan: 12,
		scrollMargin: phone ? 0 : 33,
		initialOffset: () => recallScroll(props.memory),
	});
	useEffect(() => {
		virtual.measure();
	}, [height, virtual]);
	// Another filter or sort is another list: it is shown from its beginning, or from where it was left.
	const shownMemory = useRef(props.memory);
	useEffect(() => {
		if (shownMemory.current === props.memory) return;
		shownMemory.current = props.memory;
		setActive({ row: 0, column: 0 });
		virtual.scrollToOffset(recallScroll(props.memory));
	}, [props.memory, virtual]);
	const items = virtual.getVirtualItems();
	const lastIndex = items.at(-1)?.index ?? 0;
	const { hasMore, more, onFirstVisible } = props;
	useEffect(() => {
		if (hasMore === true && lastIndex >= modelRows.length - 60) more?.();
	}, [hasMore, lastIndex, modelRows.length, more]);

	const openIndex = openId === null ? -1 : modelRows.findIndex((row) => row.id === openId);
	useEffect(() => {
		if (openIndex < 0) return;
		setActive((current) => ({ ...current, row: openIndex }));
		virtual.scrollToIndex(openIndex, { align: "auto" });
	}, [openIndex, virtual]);

	const goTo = (next: ActiveCell): void => {
		setActive(next);
		virtual.scrollToIndex(next.row, { align: "auto" });
		const row = modelRows[next.row];
		if (openId !== null && row !== undefined && row.id !== openId) onOpen?.(row.original, "walk");
	};
	const onKey = (key: string): boolean => {
		const page = Math.max(1, Math.floor((frame.current?.clientHeight ?? 400) / height) - 2);
		const next = stepCell(key, active, { rows: modelRows.length, columns: headers.length, page });
		if (next !== null) {
			goTo(next);
			return true;
		}
		const row = modelRows[active.row];
		if (row === undefined) return false;
		if (key === "Enter" && onOpen !== undefined) onOpen(row.original, "keyboard");
		else if (key === "c" && props.onCustody !== undefined) props.onCustody(row.original);
		else if (key === "Escape" && openId !== null) onOpen?.(null, "keyboard");
		else return false;
		return true;
	};
	useKeys({
		j: () => void onKey("j"),
		k: () => void onKey("k"),
		c: () => void onKey("c"),
		Escape: () => void onKey("Escape"),
	});
	const copy = (event: React.ClipboardEvent): void => {
		const cell = modelRows[active.row]?.getAllCells()[active.column];
		if (cell === undefined || (window.getSelection()?.toString() ?? "") !== "") return;
		event.clipboardData.setData("text/plain", plainCells([[plainCell(cell.column.columnDef.meta?.kind ?? "text", cell.getValue())]]));
		event.preventDefault();
	};

	const tracks = headers.map((header) => header.column.columnDef.meta?.width ?? "minmax(120px, 1fr)");
	const least = tracks.reduce((sum, track) => sum + Number(/(\d+)px/.exec(track)?.[1] ?? 120), 0);
	const showBones = props.loading === true && modelRows.length === 0;
	const failed = props.error !== null && props.error !== undefined;
	if (failed && modelRows.length === 0) return <ErrorState error={props.error} retry={props.again} />;
	if (!showBones && modelRows.length === 0 && props.stale !== true) return <div className="fill">{props.empty}</div>;
	return (
		<>
			{failed ? <NoticeBar tone="fail">These rows are from before; the last refresh did not work.</NoticeBar> : null}
			<div
				className={classes.frame}
				ref={frame}
				role="grid"
				tabIndex={0}
				aria-label={props.label}
				aria-rowcount={(props.total ?? modelRows.length) + 1}
				aria-colcount={headers.length}
				aria-busy={props.loading === true || props.stale === true || undefined}
				aria-activedescendant={modelRows[active.row] === undefined ? undefined : `${gridId}-${active.row}-${active.column}`}
				onKeyDown={(event) => {
					if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
					if (onKey(event.key)) event.preventDefault();
				}}
				onCopy={copy}
				onScroll={(event) => {
					rememberScroll(props.memory, event.currentTarget.scrollTop);
					onFirstVisible?.(Math.floor(event.currentTarget.scrollTop / height));
				}}
				style={{ "--cols": tracks.join(" "), "--min": `${least}px` } as React.CSSProperties}
			>
				<div className={classes.grid} role="presentation">
					<div className={`${classes.row} ${classes.head}`} role="row" aria-rowindex={1}>
						{headers.map((header) => (
							<HeadCell
								key={header.id}
								meta={header.column.columnDef.meta}
								sort={props.sort ?? null}
								onSort={props.onSort}
								content={<table.FlexRender header={header} />}
							/>
						))}
					</div>
					<div
						className={props.stale === true ? `${classes.body} ${classes.dimmed}` : classes.body}
						role="rowgroup"
						style={{ height: showBones ? height * 12 : virtual.getTotalSize() }}
					>
						{showBones
							? Array.from({ length: 12 }, (_, index) => (
									<BoneLine key={index} columns={headers.length} top={index * height} height={height} />
								))
							: null}
						{items.map((item) => {
							const row = modelRows[item.index];
							const top = item.start - virtual.options.scrollMargin;
							if (row === undefined) return <BoneLine key={item.key} columns={headers.length} top={top} height={height} />;
							const open = row.id === openId;
							return (
								<div
									key={item.key}
									className={`${classes.row} ${classes.line} ${open ? classes.open : ""}`}
									role="row"
									aria-rowindex={item.index + 2}
									aria-selected={onOpen === undefined ? undefined : open}
									style={{ height, transform: `translateY(${top}px)` }}
									onClick={(event) => {
										if (event.defaultPrevented || (event.target as HTMLElement).closest("a,button") !== null) return;
										const column = Number((event.target as HTMLElement).closest<HTMLElement>("[data-column]")?.dataset.column ?? 0);
										setActive({ row: item.index, column });
										onOpen?.(row.original, "mouse");
									}}
								>
									{row.getAllCells().map((cell, column) => {
										const meta = cell.column.columnDef.meta;
										const here = active.row === item.index && active.column === column;
										return (
											<div
												key={cell.id}
												id={`${gridId}-${item.index}-${column}`}
												role={meta?.rowHeader === true ? "rowheader" : "gridcell"}
												aria-colindex={column + 1}
												data-column={column}
												data-phone={meta?.phone}
												className={`${classes.td} ${alignsEnd(meta?.kind ?? "text") ? classes.end : ""} ${meta?.kind === "unit" ? classes.unit : ""} ${here ? classes.active : ""}`}
											>
												<table.FlexRender cell={cell} />
											</div>
										);
									})}
								</div>
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
									rowIndex={(props.total ?? modelRows.length) + 2 + index}
								/>
							))}
						</div>
					)}
				</div>
			</div>
			<span className="vh" role="status">
				{props.total === undefined || props.total === null ? "" : `${countText(props.total)} rows`}
			</span>
		</>
	);
}
