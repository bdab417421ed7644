// Exports of banks in the United Kingdom: HSBC and Barclays.
import { note, record, type RecordRows } from "../layout.ts";
import { bankLayout, type BankLine, bankLineOf, classifyBalanceRow } from "./bank-layout.ts";

export const hsbcPersonal = bankLayout({
	id: "hsbc-uk-personal",
	title: "Personal account, without a header",
	issuer: "HSBC UK",
	names: {},
	required: [],
	headerless: { width: 3, columns: { date: 0, description: 1, amount: 2 } },
	shapes: { date: /^\d{2}\/\d{2}\/\d{4}$/, amount: /^-?£?[\d,]+\.\d{2}$/ },
	dateOrder: "dmy",
	decimalMark: ".",
	currency: "GBP",
	notes: {
		reads: ["Three columns without a header: day/month/year, text, amount with a pound sign."],
		apart: [],
		refuses: ["A row without an amount. The export has no balance, so nothing proves its total."],
	},
});

export const hsbcBusiness = bankLayout({
	id: "hsbc-uk-business",
	title: "Business account",
	issuer: "HSBC UK",
	names: {
		date: ["date"],
		type: ["type"],
		description: ["description"],
		debit: ["paid out"],
		credit: ["paid in"],
		balance: ["balance"],
	},
	required: ["date", "type", "description", "debit", "credit", "balance"],
	telling: ["paid out", "paid in", "type"],
	shapes: { date: /^\d{1,2}(?: [A-Za-z]{3} |\/\d{2}\/)\d{4}$/, type: /^(?:[A-Z)]{1,4})?$/ },
	dateOrder: "dmy",
	decimalMark: ".",
	currency: "GBP",
	classify: classifyBalanceRow,
	line: ({ rows: [row] }: RecordRows): BankLine => {
		const line = bankLineOf(row);
		return { ...line, description: line.description.replace(/\s*\n\s*/g, " "), category: row.text("type") };
	},
	notes: {
		reads: ["Paid out and paid in as two columns; texts over several lines; a balance only on the last row of a day."],
		apart: ["Rows of balance brought forward and carried forward."],
		refuses: ["A row with both columns blank."],
	},
});

export const barclays = bankLayout({
	id: "barclays",
	title: "Transactions",
	issuer: "Barclays",
	names: {
		reference: ["number"],
		date: ["date"],
		account: ["account"],
		amount: ["amount"],
		category: ["subcategory"],
		description: ["memo"],
	},
	required: ["date", "account", "amount", "category", "description"],
	telling: ["number", "subcategory", "memo"],
	shapes: { date: /^\d{2}\/\d{2}\/\d{4}$/, account: /^\d{2}-\d{2}-\d{2} \d{8}$/ },
	dateOrder: "dmy",
	decimalMark: ".",
	currency: "GBP",
	classify: (row) =>
		/^\s*pending\b/i.test(row.text("category")) ? note("pending", "Still pending: the bank may change or drop it.") : record,
	line: ({ rows: [row] }: RecordRows): BankLine => {
		const line = bankLineOf(row);
		return { ...line, description: line.description.replace(/\s+/g, " "), category: row.text("category") };
	},
	notes: {
		reads: ["Signed amounts; the blanks that pad the memo are folded into one; the account is in every row."],
		apart: ["Rows that are still pending."],
		refuses: ["A row without an amount. The export has no balance, so nothing proves its total."],
	},
});
