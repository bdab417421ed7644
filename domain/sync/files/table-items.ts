// Rows of a table to the items of a file: records, which may span rows, notes for every row that is none, and at the end what each
// account's balances say. One pass, one record in memory.
import { derivedId } from "../../core/ids.ts";
import { readOrRefuse } from "../record-reader.ts";
import { BalanceChain } from "./balance-chain.ts";
import type { ByteSpan, FileNote, FileRecord, FileStatement, NoteKind, RowsContext } from "./format.ts";
import type { Layout, Movement, RecordRead, RecordRows } from "./layout.ts";
import { occurrences } from "./occurrence.ts";
import { type RowFields, rowFields } from "./row-fields.ts";
import type { TableMapping } from "./table-mapping.ts";
import { maxRowCharacters, type TableRow } from "./table-row.ts";

const mostRowsOfRecord = 2_000;

/** Given with a record's movements, so that whoever settles signs needs no second reading. */
export interface TableRecord extends FileRecord {
	readonly movements: readonly Movement[];
}
export type TableItem = TableRecord | FileNote | FileStatement;

export const isTableRecord = (item: TableItem): item is TableRecord => item.what === "record";

interface Open {
	readonly rows: TableRow[];
	readonly fields: [RowFields, ...RowFields[]];
}

const noContext: RowsContext = { zone: "UTC", fileId: "" };

export async function* tableItems(rows: AsyncIterable<TableRow>, mapping: TableMapping, layout: Layout): AsyncGenerator<TableItem> {
	const maker = new ItemMaker(mapping, layout);
	for await (const row of rows) yield* maker.take(row);
	yield* maker.end();
}

class ItemMaker {
	private readonly mapping: TableMapping;
	private readonly layout: Layout;
	private readonly nth = occurrences();
	private readonly groups = new Map<string, { readonly of: Movement; readonly chain: BalanceChain }>();
	private readonly stated = new Map<string, { opening: bigint | null; closing: bigint | null }>();
	private open: Open | null = null;
	private section = "";
	private records = 0;

	constructor(mapping: TableMapping, layout: Layout) {
		this.mapping = mapping;
		this.layout = layout;
	}

	*take(row: TableRow): Generator<TableItem> {
		if (row.index < this.mapping.headerRow) yield noteOf(row, "preamble", "Stands above the header: a title or details of the account.");
		if (row.index <= this.mapping.headerRow) return;
		const fields = rowFields(row.cells, this.mapping);
		const found = this.layout.classify(fields, this.open?.fields[0] ?? null);
		if (found.kind === "continues" && this.open !== null && this.open.rows.length < mostRowsOfRecord) {
			this.open.rows.push(row);
			this.open.fields.push(fields);
			return;
		}
		yield* this.flush();
		if (found.kind !== "note") {
			this.open = { rows: [row], fields: [fields] };
			return;
		}
		if (found.what === "heading") this.section = row.cells.find((cell) => cell.trim() !== "")?.trim() ?? "";
		if (found.what === "opening" || found.what === "closing") this.state(found.what, fields);
		yield noteOf(row, found.what, found.why);
	}

	*end(): Generator<TableItem> {
		yield* this.flush();
		for (const [group, { of, chain }] of this.groups) {
			const verdict = chain.verdict();
			const stated = this.stated.get(group);
			const openingMinor = stated?.opening ?? verdict.openingMinor;
			const closingMinor = stated?.closing ?? verdict.closingMinor;
			yield {
				what: "statement",
				group,
				number: "",
				account: of.account,
				currency: of.currency,
				openingMinor,
				openingDate: openingMinor === null ? null : verdict.firstDate,
				closingMinor,
				closingDate: closingMinor === null ? null : verdict.lastDate,
			};
		}
	}

	private *flush(): Generator<TableRecord> {
		const { open } = this;
		if (open === null) return;
		this.open = null;
		const { text, span } = together(open.rows);
		const record: RecordRows = { section: this.section, rows: open.fields };
		const read = readOrRefuse("", () => ({ stem: this.layout.stem(record), ...readRecord(this.layout, record) }));
		const stem = read.ok ? read.value.stem : { key: `unread:${derivedId("statement-row", text).slice(0, 13)}`, numbered: true };
		const naturalKey = stem.numbered ? `${stem.key}:${this.nth(stem.key)}` : stem.key;
		const movements = read.ok ? read.value.movements : [];
		const group = movements.length === 1 && movements[0] !== undefined ? this.add(movements[0]) : "";
		const context = this.section === "" ? {} : { context: { section: this.section } };
		yield { what: "record", naturalKey, index: this.records++, text, span, group, ...context, movements };
	}

	private add(movement: Movement): string {
		const group = `${movement.account}\u001f${movement.currency}`;
		const known = this.groups.get(group) ?? { of: movement, chain: new BalanceChain() };
		this.groups.set(group, known);
		known.chain.add(movement);
		return group;
	}

	/** A row that states a balance says whose by its own columns, or by the section it stands in. */
	private state(what: "opening" | "closing", fields: RowFields): void {
		const read = readOrRefuse("", () => this.balanceIn(fields));
		if (!read.ok) return;
		const { key, minor } = read.value;
		const stated = this.stated.get(key) ?? { opening: null, closing: null };
		this.stated.set(key, what === "opening" ? { ...stated, opening: stated.opening ?? minor } : { ...stated, closing: minor });
	}

	private balanceIn(fields: RowFields): { readonly key: string; readonly minor: bigint } {
		const currency = fields.currency();
		const on = "9999-12-31";
		const minor =
			fields.text("balance") === "" && (fields.text("debit") !== "" || fields.text("credit") !== "")
				? fields.amountOrZero("debit", currency, on) - fields.amountOrZero("credit", currency, on)
				: fields.amount("balance", currency, on);
		return { key: `${this.section === "" ? fields.account() : this.section}\u001f${currency}`, minor };
	}
}

export const readRecord = (layout: Layout, record: RecordRows): RecordRead => layout.read(record, { ...noContext, naturalKey: "" });

const noteOf = (row: TableRow, kind: NoteKind, sentence: string): FileNote => ({
	what: "note",
	kind,
	line: row.index + 1,
	text: row.text.slice(0, 500).toWellFormed(),
	sentence,
});

/** The text of rows that belong together, exactly as in the file where they follow each other there. */
function together(rows: readonly TableRow[]): { readonly text: string; readonly span: ByteSpan | null } {
	const [first, ...rest] = rows;
	if (first === undefined || rest.length === 0) return { text: first?.text ?? "", span: first?.span ?? null };
	const gaps = rest.map((row, n) => (row.span?.start ?? -1) - (rows[n]?.span?.end ?? 0));
	const newline = gaps.every((gap) => gap === 1) ? "\n" : gaps.every((gap) => gap === 2) ? "\r\n" : null;
	const text = rows.map((row) => row.text).join(newline ?? "\n");
	if (text.length > maxRowCharacters * 4) return { text: first.text, span: first.span };
	const end = rows.at(-1)?.span?.end;
	return { text, span: newline === null || first.span === null || end === undefined ? null : { start: first.span.start, end } };
}
