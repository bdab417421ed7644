// A column's head: click sorts, ⇧ adds a key; its menu and the edge at its right arrange the column, by mouse or by keys.
import { Menu, UnstyledButton } from "@mantine/core";
import { type CSSProperties, type ReactNode, useRef, useState } from "react";
import { Icon } from "../icon.tsx";
import { alignsEnd, type TieoutColumnMeta } from "./column-meta.ts";
import classes from "./data-table.module.css";
import { HeadMenu } from "./head-menu.tsx";
import { nextSort, type SortState } from "./sort-state.ts";
import type { ColumnLayout } from "./use-column-layout.ts";

export interface HeadCellProps {
	readonly id: string;
	readonly title: string;
	readonly index: number;
	readonly left: number | null;
	readonly meta: TieoutColumnMeta | undefined;
	readonly sort: readonly SortState[];
	readonly sorts: number;
	readonly onSort: ((sort: readonly SortState[]) => void) | undefined;
	readonly layout: ColumnLayout | undefined;
	readonly onCopyColumn: () => void;
	/** While the edge is dragged; null ends it. */
	readonly onDragWidth: (width: number | null) => void;
	/** Pixels that the longest cell on screen needs. */
	readonly fit: () => number;
	readonly content: ReactNode;
}

const widthStep = 16;

export function HeadCell(props: HeadCellProps) {
	const { id, index, left, meta, sort, sorts, onSort, layout, content } = props;
	const cell = useRef<HTMLDivElement>(null);
	const [open, setOpen] = useState(false);
	const key = onSort === undefined ? undefined : meta?.sort;
	const at = key === undefined ? -1 : sort.findIndex((each) => each.key === key);
	const direction = sort[at]?.direction ?? null;
	const aria = direction === "asc" ? "ascending" : direction === "desc" ? "descending" : "none";
	const width = (): number => cell.current?.offsetWidth ?? 120;
	const click = (shift: boolean): void => {
		if (key !== undefined) onSort?.(nextSort(sort, key, shift ? sorts : 1));
		else if (layout !== undefined) setOpen(true);
	};
	const onKey = (event: React.KeyboardEvent): void => {
		if (layout === undefined) return;
		const wide = event.altKey && (event.metaKey || event.ctrlKey);
		// After this key: the menu takes a key outside of itself for the wish to close it.
		if (event.altKey && event.key === "ArrowDown") setTimeout(() => setOpen(true));
		else if (wide && event.key === "ArrowRight") layout.resize(id, width() + widthStep);
		else if (wide && event.key === "ArrowLeft") layout.resize(id, width() - widthStep);
		else return;
		event.preventDefault();
	};
	const style: CSSProperties | undefined = left === null ? undefined : { left };
	return (
		<div
			ref={cell}
			role="columnheader"
			aria-sort={key === undefined ? undefined : aria}
			aria-colindex={index}
			data-held={left === null ? undefined : true}
			className={alignsEnd(meta?.kind ?? "text") ? `${classes.th} ${classes.end}` : classes.th}
			style={style}
			onDragOver={(event) => {
				if (layout !== undefined && event.dataTransfer.types.includes(dragType)) event.preventDefault();
			}}
			onDrop={(event) => {
				const moved = event.dataTransfer.getData(dragType);
				const to = layout?.shown.findIndex((column) => column.id === id) ?? -1;
				if (moved !== "" && moved !== id && to >= 0) layout?.move(moved, to);
			}}
		>
			{key === undefined && layout === undefined ? (
				content
			) : (
				<UnstyledButton
					className={classes.headButton}
					draggable={layout !== undefined}
					onDragStart={(event) => event.dataTransfer.setData(dragType, id)}
					onClick={(event) => click(event.shiftKey)}
					onKeyDown={onKey}
					title={layout === undefined ? undefined : "Alt ↓ for the column's menu"}
				>
					<span className="trunc">{content}</span>
					{direction === null ? null : <Icon name={direction === "asc" ? "arrow-up" : "arrow-down"} size={12} />}
					{direction !== null && sort.length > 1 ? <small className="num">{at + 1}</small> : null}
				</UnstyledButton>
			)}
			{layout === undefined ? null : (
				<>
					<Menu opened={open} onChange={setOpen} position="bottom-start" width={230} returnFocus>
						<Menu.Target>
							<UnstyledButton className={classes.headMore} aria-label={`Column ${props.title}`} tabIndex={-1}>
								<Icon name="chevron-down" size={12} />
							</UnstyledButton>
						</Menu.Target>
						{open ? <HeadMenu {...props} layout={layout} sortKey={key} direction={direction} width={width} /> : null}
					</Menu>
					<span
						className={classes.edge}
						aria-hidden="true"
						onDoubleClick={() => layout.resize(id, props.fit())}
						onPointerDown={(event) => {
							event.preventDefault();
							event.currentTarget.setPointerCapture(event.pointerId);
							const began = { x: event.clientX, width: width() };
							const edge = event.currentTarget;
							let last = began.width;
							const move = (moved: PointerEvent): void => {
								last = Math.max(48, began.width + moved.clientX - began.x);
								props.onDragWidth(last);
							};
							const end = (): void => {
								edge.removeEventListener("pointermove", move);
								props.onDragWidth(null);
								if (last !== began.width) layout.resize(id, last);
							};
							edge.addEventListener("pointermove", move);
							edge.addEventListener("pointerup", end, { once: true });
						}}
					/>
				</>
			)}
		</div>
	);
}

const dragType = "application/x-tieout-column";
