// The first records as they will be read, every one that can't be, and every row of the file that becomes none: each with its reason.
import { Amount, counted, countText } from "../../kit/amount.tsx";
import { IdText } from "../../kit/id-text.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { dateText } from "../../kit/time-text.ts";
import { countedRows, noteTitle, type Preview } from "./file-words.ts";
import classes from "./file-page.module.css";

type Row = Preview["rows"][number];

const column = columnsOf<Row>();

const money = (row: Row, minor: string) => ({ minor, currency: row.currency });

const date = column.accessor("date", {
	header: "Date",
	meta: { kind: "date", width: "112px", phone: "d" },
	cell: ({ getValue }) => <span className="num sec">{dateText(getValue())}</span>,
});
const description = column.accessor((row) => row.description || row.category || row.reference, {
	id: "description",
	header: "Description",
	meta: { kind: "text", width: "minmax(130px, 1.4fr)", rowHeader: true, phone: "a" },
	cell: ({ getValue }) => <span title={getValue()}>{getValue() || "\u2013"}</span>,
});
const reference = column.accessor("reference", {
	header: "Reference",
	meta: { kind: "id", width: "minmax(130px, 1fr)", phone: "c" },
	cell: ({ getValue }) => <IdText>{getValue()}</IdText>,
});
const category = column.accessor("category", {
	header: "Type",
	meta: { kind: "text", width: "minmax(80px, 0.6fr)" },
	cell: ({ getValue }) => <span className="sec">{getValue() || "\u2013"}</span>,
});
const status = column.accessor("status", {
	header: "State",
	meta: { kind: "text", width: "96px" },
	cell: ({ getValue }) => <span className="sec">{getValue() || "\u2013"}</span>,
});
const account = column.accessor("account", {
	header: "Account",
	meta: { kind: "id", width: "minmax(96px, 0.6fr)" },
	cell: ({ getValue }) => <span className="mono sec">{getValue() || "\u2013"}</span>,
});
const group = column.accessor("group", {
	header: "Payout",
	meta: { kind: "id", width: "minmax(100px, 0.8fr)" },
	cell: ({ getValue }) => <IdText>{getValue()}</IdText>,
});
const amount = column.accessor((row) => money(row, row.amountMinor), {
	id: "amount",
	header: "Amount",
	meta: { kind: "money", width: "110px", phone: "b" },
	cell: ({ getValue }) => <Amount value={getValue()} />,
});
const fee = column.accessor((row) => money(row, row.feeMinor), {
	id: "fee",
	header: "Fee",
	meta: { kind: "money", width: "84px" },
	cell: ({ getValue }) => <Amount value={getValue()} dimZero />,
});
const net = column.accessor((row) => money(row, row.netMinor), {
	id: "net",
	header: "Net",
	meta: { kind: "money", width: "110px" },
	cell: ({ getValue }) => <Amount value={getValue()} />,
});
const currency = column.accessor("currency", {
	header: "Currency",
	meta: { kind: "text", width: "80px" },
	cell: ({ getValue }) => <span className="sec">{getValue()}</span>,
});

const columnsByKind = {
	bank_line: column.columns([date, description, reference, account, amount, currency]),
	payout: column.columns([date, reference, category, status, amount, currency]),
	payout_item: column.columns([date, description, category, group, amount, fee, net, currency]),
	balance_entry: column.columns([date, description, category, reference, amount, fee, net, currency]),
	ledger_line: column.columns([date, description, reference, account, amount, currency]),
	order: column.columns([date, description, status, reference, amount, currency]),
} as const satisfies Readonly<Record<Preview["kind"], unknown>>;

export function PreviewTable({ preview }: { readonly preview: Preview }) {
	return (
		<DataTable
			label="First rows as they will be read"
			memory={`preview ${preview.kind}`}
			columns={columnsByKind[preview.kind]}
			rows={preview.rows}
			idOf={(row) => row.naturalKey}
			height={36}
			total={preview.rows.length}
			empty={<EmptyState title="No rows">Nothing in this file becomes a record.</EmptyState>}
		/>
	);
}

/** Below the table: how many of how many are shown. */
export function PreviewCount({ preview }: { readonly preview: Preview }) {
	return (
		<span className="num">
			{preview.rows.length < preview.rowCount
				? `First ${countText(preview.rows.length)} of ${countedRows(preview.kind, preview.rowCount)}`
				: countedRows(preview.kind, preview.rowCount)}
		</span>
	);
}

export function PreviewRefused({ preview }: { readonly preview: Preview }) {
	if (preview.refusedCount === 0) return null;
	return (
		<div className={classes.errors} tabIndex={0} role="group" aria-label="Rows that can’t be read">
			<h2 className="fail-text">
				{counted(preview.refusedCount, "row")} can’t be read and {preview.refusedCount === 1 ? "goes" : "go"} into quarantine
			</h2>
			<ol>
				{preview.refused.map((row) => (
					<li key={row.record}>
						<span className="num sec">no. {countText(row.record)}</span>
						<span>{row.reason}</span>
						<small className="mono">{row.text}</small>
					</li>
				))}
			</ol>
		</div>
	);
}

/** Rows that are no records: counted, and shown on opening. */
export function PreviewNotes({ preview }: { readonly preview: Preview }) {
	if (preview.notes.length === 0) return null;
	return (
		<div className={classes.notes} role="group" aria-label="Rows that become no record" tabIndex={0}>
			<h2>Kept apart</h2>
			{preview.notes.map((notes) => (
				<details key={notes.kind} className={classes.fold}>
					<summary>
						{countText(notes.count)} {noteTitle(notes.kind, notes.count)}
					</summary>
					<ol>
						{notes.shown.map((note) => (
							<li key={note.line}>
								<span className="num sec">{note.line === 0 ? "file" : `row ${countText(note.line)}`}</span>
								<span>{note.sentence}</span>
								<small className="mono">{note.text}</small>
							</li>
						))}
					</ol>
					{notes.count > notes.shown.length ? <p className="dim small">and {countText(notes.count - notes.shown.length)} more</p> : null}
				</details>
			))}
		</div>
	);
}
