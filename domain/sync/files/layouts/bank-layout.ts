// What the exports of banks have in common: one row a movement, balances where the bank gives them, opening and closing rows apart.
import type { CanonicalRow } from "../../canonical.ts";
import { bankLineStem } from "../../statement/bank-line-key.ts";
import { type Layout, type Movement, note, type ReadAt, record, type RecordRead, type RecordRows, type RowClass } from "../layout.ts";
import { movementOf, type RowFields } from "../row-fields.ts";

export const balanceWords: readonly (readonly [RegExp, "opening" | "closing"])[] = [
	[/^(?:opening|starting|beginning|previous) balance\b|^balance brought forward\b|^b\/f\b/i, "opening"],
	[/^(?:closing|ending|final) balance\b|^balance carried forward\b|^c\/f\b/i, "closing"],
];

export const noAmount = (row: RowFields): boolean => row.text("amount") === "" && row.text("debit") === "" && row.text("credit") === "";

/** Rows that state a balance and move nothing. */
export function classifyBalanceRow(row: RowFields): RowClass {
	const word = balanceWords.find(([pattern]) => pattern.test(row.text("description")));
	if (word === undefined || !noAmount(row)) return record;
	return note(
		word[1],
		word[1] === "opening" ? "States the balance before the first movement." : "States the balance after the last movement.",
	);
}

export interface BankLine {
	readonly row: RowFields;
	readonly movement: Movement;
	readonly description: string;
	readonly reference: string;
	readonly category?: string;
	readonly status?: string;
	readonly relatedKey?: string;
	readonly occurredAt?: string | null;
	/** What tells lines of one day and amount apart: the bank's own id where it has one, else the reference. */
	readonly identity: string;
}

export function bankLineOf(row: RowFields): BankLine {
	const date = row.date();
	const currency = row.currency();
	const movement: Movement = {
		account: row.account(),
		currency,
		date,
		minor: movementOf(row, currency, date),
		balanceMinor: row.text("balance") === "" ? null : row.amount("balance", currency, date),
	};
	const reference = row.text("reference");
	return { row, movement, description: row.text("description"), reference, identity: row.text("id") || reference };
}

export function bankRow(line: BankLine, { naturalKey, fileId }: Pick<ReadAt, "naturalKey" | "fileId">): CanonicalRow {
	const { account, currency, date, minor } = line.movement;
	return {
		kind: "bank_line",
		naturalKey,
		ledgerDate: date,
		dateKind: "ledger_date",
		occurredAt: line.occurredAt ?? null,
		currency,
		amountMinor: minor,
		feeMinor: 0n,
		netMinor: minor,
		category: line.category ?? "",
		status: line.status ?? "",
		reference: line.reference,
		groupKey: fileId,
		groupReference: "",
		relatedKey: line.relatedKey ?? "",
		document: "",
		documentKind: "",
		account,
		description: line.description,
	};
}

type Parts = Pick<Layout, "id" | "title" | "issuer" | "names" | "required"> &
	Partial<Omit<Layout, "kind">> & {
		/** How a row becomes a line, where it isn't as `bankLineOf`. */
		readonly line?: (rows: RecordRows) => BankLine;
	};

/** A bank's layout: what is left out is as most banks do it. */
export function bankLayout({ line: lineOf, ...parts }: Parts): Layout {
	// A record is named and read, which both need its line.
	const lines = new WeakMap<RecordRows, BankLine>();
	const line = (record: RecordRows): BankLine => {
		const known = lines.get(record);
		if (known !== undefined) return known;
		const made = lineOf === undefined ? bankLineOf(record.rows[0]) : lineOf(record);
		lines.set(record, made);
		return made;
	};
	return {
		kind: "bank_line",
		telling: [],
		never: [],
		shapes: {},
		byValues: null,
		headerless: null,
		dateOrder: null,
		decimalMark: null,
		currency: null,
		account: null,
		signs: "as_written",
		accountInName: null,
		classify: classifyBalanceRow,
		stem: (rows) => {
			const { movement, description, identity } = line(rows);
			const { account, date, minor } = movement;
			return { key: bankLineStem({ account, date, minor, reference: identity, description }), numbered: true };
		},
		read: (rows, at): RecordRead => {
			const found = line(rows);
			return { rows: [bankRow(found, at)], movements: [found.movement] };
		},
		notes: { reads: [], apart: [], refuses: [] },
		...parts,
	};
}
