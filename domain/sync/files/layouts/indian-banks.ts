// Exports of banks in India: HDFC and ICICI. Many lines above the header, legends below the rows, amounts as 1,50,000.00.
import { continues, note, type RecordRows, type RowClass } from "../layout.ts";
import type { RowFields } from "../row-fields.ts";
import { bankLayout, type BankLine, bankLineOf, classifyBalanceRow, noAmount } from "./bank-layout.ts";

const filled = (row: RowFields): number => row.cells.filter((cell) => cell.trim() !== "").length;

/** A line of asterisks or dashes; and everything that has text but neither a date nor an amount below it. */
const isRule = (row: RowFields): boolean => filled(row) > 0 && row.cells.every((cell) => /^[\s*_=-]*$/.test(cell));

function classifyStatementRow(row: RowFields, above: RowFields | null): RowClass {
	if (isRule(row)) return note("footer", "A ruled line.");
	const dated = /^\d{1,2}[/-]/.test(row.text("date"));
	if (!dated && noAmount(row)) {
		// A narration that is too long for its cell runs on in the next row, and only there.
		if (above !== null && row.text("description") !== "" && filled(row) === 1) return continues;
		return note("footer", "Stands below the movements: a legend, an address or a summary.");
	}
	if (!dated) return note("total", "Has an amount but no date: a total or a summary.");
	return classifyBalanceRow(row);
}

const joined = ({ rows }: RecordRows): BankLine => {
	const [first, ...rest] = rows;
	const line = bankLineOf(first);
	const description = [line.description, ...rest.map((row) => row.text("description"))].join("").replace(/\s+/g, " ");
	// Both columns of a bank that writes 0.00 in the other one are read; a reference of zeros is none.
	const reference = /^0*$/.test(line.reference) || line.reference === "-" ? "" : line.reference;
	return { ...line, description, reference, identity: reference };
};

export const hdfc = bankLayout({
	id: "hdfc",
	title: "Account statement",
	issuer: "HDFC Bank",
	names: {
		date: ["date"],
		description: ["narration"],
		reference: ["chq./ref.no.", "chq/ref number", "chq./ref.no"],
		debit: ["withdrawal amt.", "debit amount", "withdrawal amt"],
		credit: ["deposit amt.", "credit amount", "deposit amt"],
		balance: ["closing balance"],
		time: ["value dt", "value dat"],
	},
	required: ["date", "description", "debit", "credit", "balance"],
	telling: ["narration", "chq./ref.no.", "value dt", "withdrawal amt.", "deposit amt."],
	shapes: { date: /^\d{2}\/\d{2}\/\d{2}(?:\d{2})?$/ },
	dateOrder: "dmy",
	decimalMark: ".",
	currency: "INR",
	classify: classifyStatementRow,
	line: joined,
	notes: {
		reads: [
			"A header up to 25 rows down; dates as day/month/two-digit year; lakhs and crores (1,50,000.00); narrations that run on over several rows are one.",
		],
		apart: ["Lines of asterisks, the statement summary and the address below the rows."],
		refuses: ["A row with a date and no amount. The old .xls form: save it as CSV or XLSX."],
	},
});

export const icici = bankLayout({
	id: "icici",
	title: "Detailed statement",
	issuer: "ICICI Bank",
	names: {
		date: ["transaction date", "txn posted date", "value date"],
		time: ["value date"],
		description: ["transaction remarks", "description", "remarks"],
		reference: ["cheque number", "chequeno.", "cheque. no./ref. no."],
		debit: ["withdrawal amount (inr )", "withdrawal amount (inr)", "withdrawal amount(inr)"],
		credit: ["deposit amount (inr )", "deposit amount (inr)", "deposit amount(inr)"],
		amount: ["amount (inr)", "amount (inr )", "transaction amount(inr)"],
		direction: ["cr/dr", "dr/cr"],
		balance: ["balance (inr )", "balance (inr)", "available balance(inr)"],
		id: ["s no.", "sr no", "sl no.", "no."],
	},
	required: ["date", "description", ["debit", "amount"], "balance", "id"],
	telling: ["transaction remarks", "cheque number", "withdrawal amount (inr )", "deposit amount (inr )", "balance (inr )", "cr/dr"],
	shapes: { date: /^\d{1,2}[/-](?:\d{2}|[A-Za-z]{3})[/-]\d{4}/ },
	dateOrder: "dmy",
	decimalMark: ".",
	currency: "INR",
	classify: classifyStatementRow,
	line: (rows): BankLine => {
		const line = joined(rows);
		const [row] = rows.rows;
		// The serial number counts the rows of this file and identifies nothing.
		if (!row.has("direction") || !row.has("amount")) return line;
		const { minor } = line.movement;
		const size = minor < 0n ? -minor : minor;
		return { ...line, movement: { ...line.movement, minor: /^d/i.test(row.text("direction")) ? -size : size } };
	},
	notes: {
		reads: ["Both forms: withdrawal and deposit columns, or one amount with CR or DR; day/month/year or day-month name-year."],
		apart: ["The heading above, and the legends below the rows."],
		refuses: ["A row with a date and no amount. The old .xls form: save it as CSV or XLSX."],
	},
});
