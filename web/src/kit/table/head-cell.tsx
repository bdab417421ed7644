// A column's head: click sorts ascending, descending, none; the arrow shows only where it is sorted.
import type { ReactNode } from "react";
import { Icon } from "../icon.tsx";
import { alignsEnd, type TieoutColumnMeta } from "./column-meta.ts";
import classes from "./data-table.module.css";
import { nextSort, type SortState } from "./sort-state.ts";

interface HeadCellProps {
	readonly meta: TieoutColumnMeta | undefined;
	readonly sort: SortState | null;
	readonly onSort: ((sort: SortState | null) => void) | undefined;
	readonly content: ReactNode;
}

export function HeadCell({ meta, sort, onSort, content }: HeadCellProps) {
	const key = onSort === undefined ? undefined : meta?.sort;
	const direction = key !== undefined && sort?.key === key ? sort.direction : null;
	const aria = direction === "asc" ? "ascending" : direction === "desc" ? "descending" : "none";
	return (
		<div
			role="columnheader"
			aria-sort={key === undefined ? undefined : aria}
			className={alignsEnd(meta?.kind ?? "text") ? `${classes.th} ${classes.end}` : classes.th}
		>
			{key === undefined ? (
				content
			) : (
				<button type="button" onClick={() => onSort?.(nextSort(sort, key))}>
					<span className="trunc">{content}</span>
					{direction === null ? null : <Icon name={direction === "asc" ? "arrow-up" : "arrow-down"} size={12} />}
				</button>
			)}
		</div>
	);
}
