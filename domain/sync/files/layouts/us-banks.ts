// Exports of banks in the United States: Chase and Mercury.
import { note, record, type RecordRows, type RowClass } from "../layout.ts";
import { type RowFields, utcInstant } from "../row-fields.ts";
import { bankLayout, type BankLine, bankLineOf } from "./bank-layout.ts";

/** A pending row says so in place of its date. */
function classifyPendingDate(row: RowFields): RowClass {
	return /^pending$/i.test(row.text("date")) ? note("pending", "Still pending: the bank may change or drop it.") : record;
}

const chaseName = /chase[ _-]?x*(\d{4})/i;

export const chaseChecking = bankLayout({
	id: "chase-checking",
	title: "Checking and savings",
	issuer: "Chase",
	names: {
		date: ["posting date"],
		description: ["description"],
		amount: ["amount"],
		type: ["type"],
		balance: ["balance"],
		reference: ["check or slip #"],
		category: ["details"],
	},
	required: ["date", "description", "amount", "type", "category"],
	telling: ["details", "posting date", "check or slip #"],
	shapes: { category: /^(?:DEBIT|CREDIT|CHECK|DSLIP|DEPOSIT)/i, date: /^(?:\d{1,2}\/\d{1,2}\/\d{4}|pending)$/i },
	dateOrder: "mdy",
	decimalMark: ".",
	currency: "USD",
	accountInName: chaseName,
	classify: classifyPendingDate,
	line: ({ rows: [row] }: RecordRows): BankLine => ({ ...bankLineOf(row), category: row.text("type") }),
	notes: {
		reads: [
			"Newest first; dates as month/day/year; every row ends with one comma too many.",
			"Two equal rows of one day are two movements.",
		],
		apart: ["Rows that are still pending."],
		refuses: ["A row without an amount."],
	},
});

export const chaseCard = bankLayout({
	id: "chase-card",
	title: "Credit card",
	issuer: "Chase",
	names: {
		date: ["post date"],
		time: ["transaction date"],
		description: ["description"],
		amount: ["amount"],
		category: ["category"],
		type: ["type"],
		reference: ["memo"],
	},
	required: ["date", "time", "description", "amount", "category"],
	telling: ["transaction date", "post date", "category", "memo"],
	shapes: { date: /^\d{1,2}\/\d{1,2}\/\d{4}$/, type: /^(?:Sale|Payment|Return|Fee|Adjustment|Cash Advance|Interest)/i },
	dateOrder: "mdy",
	decimalMark: ".",
	currency: "USD",
	accountInName: chaseName,
	classify: classifyPendingDate,
	line: ({ rows: [row] }: RecordRows): BankLine => ({ ...bankLineOf(row), category: row.text("type") }),
	notes: {
		reads: ["Purchases negative, payments positive; the post date decides the period. Business cards have a column Card in front."],
		apart: [],
		refuses: ["A row without an amount. The export has no balance, so nothing proves its total."],
	},
});

const mercuryOpen: Readonly<Record<string, RowClass>> = {
	pending: note("pending", "Still pending: the money has not moved."),
	failed: note("failed", "Failed: the money has not moved."),
	cancelled: note("failed", "Cancelled: the money has not moved."),
	blocked: note("failed", "Blocked: the money has not moved."),
	reversed: note("failed", "Reversed: the money has not moved."),
};

export const mercury = bankLayout({
	id: "mercury",
	title: "Transactions",
	issuer: "Mercury",
	names: {
		date: ["date (utc)"],
		description: ["description"],
		amount: ["amount"],
		status: ["status"],
		account: ["source account"],
		reference: ["reference"],
		id: ["tracking id"],
		time: ["timestamp"],
		category: ["mercury category", "category"],
	},
	required: ["date", "description", "amount", "status", "account"],
	telling: ["source account", "bank description", "name on card", "last four digits", "gl code", "original currency"],
	shapes: { date: /^\d{2}-\d{2}-\d{4}$/, status: /^[A-Za-z]+$/ },
	dateOrder: "mdy",
	decimalMark: ".",
	currency: "USD",
	classify: (row) => mercuryOpen[row.text("status").toLowerCase()] ?? record,
	line: ({ rows: [row] }: RecordRows): BankLine => {
		const line = bankLineOf(row);
		const occurredAt = utcInstant(row.text("time"), line.movement.date);
		return { ...line, category: row.text("category"), status: row.text("status"), occurredAt };
	},
	notes: {
		reads: ["All accounts of the company in one file, parted by Source Account; dates as month-day-year in UTC; both known column sets."],
		apart: ["Rows that are pending, failed, cancelled, blocked or reversed."],
		refuses: ["A row without an amount. The export has no balance, so nothing proves its total."],
	},
});
