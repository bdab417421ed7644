// A total of the whole filtered set, added up by the server; one line per currency, never a sum across them.
import type { ReactNode } from "react";
import { alignsEnd, type CellKind } from "./column-meta.ts";
import classes from "./data-table.module.css";

export interface TotalLine {
	readonly id: string;
	/** By column id. The first column's cell names the line. */
	readonly cells: Readonly<Record<string, { readonly content: ReactNode; readonly kind: CellKind; readonly span?: number }>>;
}

interface TotalsRowProps {
	readonly line: TotalLine;
	readonly ids: readonly string[];
	/** The rows have selection boxes: the line begins beside them. */
	readonly boxed?: boolean;
	readonly rowIndex: number;
}

export function TotalsRow({ line, ids, boxed = false, rowIndex }: TotalsRowProps) {
	let skip = 0;
	return (
		<div className={`${classes.row} ${classes.total}`} role="row" aria-rowindex={rowIndex}>
			{boxed ? <div role="gridcell" className={`${classes.td} ${classes.boxCell}`} /> : null}
			{ids.map((id) => {
				if (skip > 0) {
					skip -= 1;
					// On paper a table's cells can't span by CSS: the place is kept.
					return <div key={id} className={classes.spanned} aria-hidden="true" />;
				}
				const cell = line.cells[id];
				const span = cell?.span ?? 1;
				skip = span - 1;
				return (
					<div
						key={id}
						role="gridcell"
						className={`${classes.td} ${alignsEnd(cell?.kind ?? "text") ? classes.end : ""} ${cell?.kind === "unit" ? classes.unit : ""}`}
						style={span > 1 ? { gridColumn: `span ${span}` } : undefined}
					>
						{cell?.content}
					</div>
				);
			})}
		</div>
	);
}
