// The first rows as they will be read, and every row that can't be, each with its reason.
import type { PreviewRow, StatementPreview } from "../../../../domain/sync/statement/preview.ts";
import { Amount, counted, countText } from "../../kit/amount.tsx";
import { IdText } from "../../kit/id-text.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { dateText } from "../../kit/time-text.ts";
import classes from "./file-page.module.css";

const column = columnsOf<PreviewRow>();

const moneyOf = (row: PreviewRow, minor: string | null | undefined) =>
	minor === null || minor === undefined || row.read === null ? null : { minor, currency: row.read.currency };

const columns = column.columns([
	column.accessor("row", {
		header: "Row",
		meta: { kind: "count", width: "64px" },
		cell: ({ getValue }) => <span className="num dim">{getValue()}</span>,
	}),
	column.accessor((row) => row.read?.date ?? "", {
		id: "date",
		header: "Date",
		meta: { kind: "date", width: "112px", phone: "d" },
		cell: ({ getValue }) => <span className="num sec">{getValue() === "" ? "\u2013" : dateText(getValue())}</span>,
	}),
	column.accessor((row) => row.read?.description ?? row.cells.join(" · "), {
		id: "description",
		header: "Description",
		meta: { kind: "text", width: "minmax(180px, 1.4fr)", rowHeader: true, phone: "a" },
		cell: ({ row, getValue }) =>
			row.original.error === null ? (
				<span title={getValue()}>{getValue()}</span>
			) : (
				<span className="fail-text" title={row.original.error.reason}>
					{row.original.error.reason}
				</span>
			),
	}),
	column.accessor((row) => row.read?.reference ?? "", {
		id: "reference",
		header: "Reference",
		meta: { kind: "id", width: "minmax(140px, 1fr)", phone: "c" },
		cell: ({ getValue }) => <IdText>{getValue()}</IdText>,
	}),
	column.accessor((row) => row.read?.account ?? "", {
		id: "account",
		header: "Account",
		meta: { kind: "id", width: "100px" },
		cell: ({ getValue }) => <span className="mono sec">{getValue()}</span>,
	}),
	column.accessor((row) => moneyOf(row, row.read?.minor), {
		id: "amount",
		header: "Amount",
		meta: { kind: "money", width: "120px", phone: "b" },
		cell: ({ getValue }) => <Amount value={getValue()} />,
	}),
	column.accessor((row) => moneyOf(row, row.read?.balanceMinor), {
		id: "balance",
		header: "Balance",
		meta: { kind: "money", width: "130px" },
		cell: ({ getValue }) => <Amount value={getValue()} />,
	}),
]);

export function PreviewTable({ preview }: { readonly preview: StatementPreview }) {
	return (
		<DataTable
			label="First rows as they will be read"
			memory="preview"
			columns={columns}
			rows={preview.rows}
			idOf={(row) => String(row.row)}
			height={36}
			total={preview.rows.length}
			empty={<EmptyState title="No rows">The file has a header and nothing below it.</EmptyState>}
		/>
	);
}

export function PreviewErrors({ preview }: { readonly preview: StatementPreview }) {
	if (preview.errorCount === 0) return null;
	return (
		<div className={classes.errors} tabIndex={0} role="group" aria-label="Rows that can’t be read">
			<h2 className="fail-text">
				{counted(preview.errorCount, "row")} can’t be read and {preview.errorCount === 1 ? "goes" : "go"} into quarantine
			</h2>
			<ol>
				{preview.errors.map((row) => (
					<li key={row.row}>
						<span className="num sec">row {countText(row.row)}</span>
						<span>{row.error?.reason}</span>
						<small className="mono">{row.cells.join(" | ")}</small>
					</li>
				))}
			</ol>
		</div>
	);
}
