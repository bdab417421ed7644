// Exports of accounting systems: NetSuite saved searches, Xero's account transactions and statement template, QuickBooks' bank files.
import { refuse } from "../../record-reader.ts";
import { type Layout, note, record, type RowClass } from "../layout.ts";
import type { RowFields } from "../row-fields.ts";
import { bankLayout, classifyBalanceRow } from "./bank-layout.ts";
import { exportLayout, exportRow } from "./export-row.ts";

/** "- None -" is how NetSuite writes nothing. */
const said = (text: string): string => (/^- ?none ?-$/i.test(text) ? "" : text);

function netSuiteMinor(row: RowFields): { readonly currency: string; readonly minor: bigint; readonly date: string } {
	const currency = row.currency();
	const date = row.date();
	if (!row.has("debit") && !row.has("credit")) return { currency, date, minor: row.amount("amount", currency, date) };
	const debit = row.amountOrZero("debit", currency, date);
	const credit = row.amountOrZero("credit", currency, date);
	if (row.text("debit") === "" && row.text("credit") === "")
		refuse("AMOUNT_MISSING", "Debit and credit are both blank; a blank is not zero.");
	return { currency, date, minor: debit - credit };
}

export const netSuiteSearch: Layout = exportLayout({
	id: "netsuite-search",
	title: "Saved search of transactions",
	issuer: "NetSuite",
	kind: "ledger_line",
	names: {
		id: ["internal id", "internalid"],
		date: ["date", "transaction date"],
		type: ["type", "transaction type"],
		document: ["document number", "number", "tran id"],
		account: ["account", "account (main)"],
		party: ["name", "entity"],
		description: ["memo", "memo (main)"],
		debit: ["amount (debit)", "debit"],
		credit: ["amount (credit)", "credit"],
		amount: ["amount", "amount (foreign currency)", "amount (net of tax)"],
		currency: ["currency"],
		reference: ["external id", "otherrefnum", "po/check number"],
		status: ["status"],
	},
	required: ["id", "date", "type", ["debit", "amount"]],
	telling: [
		"internal id",
		"document number",
		"amount (debit)",
		"amount (credit)",
		"amount (net of tax)",
		"tax total",
		"amount (transaction tax total)",
	],
	shapes: { id: /^\d+$/ },
	classify: (row) =>
		/^(?:overall )?total$/i.test(row.cells.find((cell) => cell.trim() !== "")?.trim() ?? "")
			? note("total", "The search’s total, not a transaction.")
			: record,
	stem: ({ rows: [row] }) => {
		const { minor } = netSuiteMinor(row);
		return {
			key: `${row.text("id") || refuse("ID_MISSING", "The internal id is blank.")}:${said(row.text("account"))}:${minor}`,
			numbered: true,
		};
	},
	read: ({ rows: [row] }, at) => {
		const { currency, date, minor } = netSuiteMinor(row);
		const account = said(row.text("account"));
		return {
			rows: [
				exportRow({
					kind: "ledger_line",
					naturalKey: at.naturalKey,
					ledgerDate: date,
					currency,
					amountMinor: minor,
					status: said(row.text("status")),
					reference: said(row.text("reference")),
					groupKey: row.text("id"),
					document: said(row.text("document")),
					documentKind: row.text("type").toLowerCase(),
					account: /^\d[\d.-]*/.exec(account)?.[0] ?? account,
					description: said(row.text("description")) || said(row.text("party")),
				}),
			],
			movements: [],
		};
	},
	notes: {
		reads: [
			"Any search with Internal ID, Date, Type and an amount; debit and credit are preferred to Amount, whose sign depends on the type; “- None -” is nothing.",
		],
		apart: ["The row of the overall total."],
		refuses: [
			"A row without an internal id. Set Main Line to false: a search with Main Line “any” lists every amount twice, once as its header.",
		],
	},
});

const onlyFirst = (row: RowFields): boolean => (row.cells[0] ?? "").trim() !== "" && row.cells.slice(1).every((cell) => cell.trim() === "");

function classifyXero(row: RowFields): RowClass {
	const first = (row.cells[0] ?? "").trim();
	if (/^opening balance$/i.test(first)) return note("opening", "States the account’s balance before its first row.");
	if (/^closing balance$/i.test(first)) return note("closing", "States the account’s balance after its last row.");
	if (/^(?:total\b|net movement)/i.test(first)) return note("total", "Adds up the rows above.");
	if (onlyFirst(row)) return note("heading", "Names the account of the rows below.");
	return record;
}

const xeroAmounts = (row: RowFields) => {
	const currency = row.currency();
	const date = row.date();
	const debit = row.amountOrZero("debit", currency, date);
	const credit = row.amountOrZero("credit", currency, date);
	if (row.text("debit") === "" && row.text("credit") === "")
		refuse("AMOUNT_MISSING", "Debit and credit are both blank; a blank is not zero.");
	const balanceMinor = row.text("balance") === "" ? null : row.amount("balance", currency, date);
	return { currency, date, minor: debit - credit, balanceMinor };
};

export const xeroAccountTransactions: Layout = exportLayout({
	id: "xero-account-transactions",
	title: "Account transactions",
	issuer: "Xero",
	kind: "ledger_line",
	names: {
		date: ["date"],
		type: ["source"],
		description: ["description"],
		reference: ["reference"],
		currency: ["currency"],
		debit: ["debit"],
		credit: ["credit"],
		balance: ["running balance"],
	},
	required: ["date", "type", "description", "debit", "credit", "balance"],
	telling: ["source", "running balance", "gross", "tax"],
	never: ["paid out", "narration"],
	shapes: { date: /^\d{1,2} [A-Za-z]{3} \d{4}$/ },
	dateOrder: "dmy",
	decimalMark: ".",
	classify: classifyXero,
	stem: ({ rows: [row], section }) => {
		const { date, minor } = xeroAmounts(row);
		return { key: `${section}:${date}:${minor}:${row.text("reference") || row.text("description").slice(0, 60)}`, numbered: true };
	},
	read: ({ rows: [row], section }, at) => {
		const { currency, date, minor, balanceMinor } = xeroAmounts(row);
		return {
			rows: [
				exportRow({
					kind: "ledger_line",
					naturalKey: at.naturalKey,
					ledgerDate: date,
					currency,
					amountMinor: minor,
					reference: row.text("reference"),
					documentKind: row.text("type").toLowerCase(),
					account: section,
					description: row.text("description"),
				}),
			],
			movements: [{ account: section, currency, date, minor, balanceMinor }],
		};
	},
	notes: {
		reads: [
			"Title lines, then one section an account; the heading names the account of its rows; debit less credit; the running balance proves each account.",
		],
		apart: ["Headings, opening and closing balances, totals of accounts and of the report."],
		refuses: ["A row with debit and credit both blank."],
	},
});

export const xeroStatementImport = bankLayout({
	id: "xero-statement-import",
	title: "Statement import template",
	issuer: "Xero",
	names: {
		date: ["*date"],
		amount: ["*amount"],
		party: ["payee"],
		description: ["description", "payee"],
		reference: ["reference"],
		id: ["check number", "cheque number"],
	},
	required: ["date", "amount"],
	telling: ["*date", "*amount", "payee", "cheque number", "check number"],
	shapes: {},
	notes: {
		reads: ["Xero’s template for bank statements: signed amounts, headers with an asterisk; both spellings of cheque."],
		apart: [],
		refuses: ["A row without an amount. The template has no balance, so nothing proves its total."],
	},
});

export const quickBooksThree = bankLayout({
	id: "quickbooks-3-columns",
	title: "Bank file of three columns",
	issuer: "QuickBooks",
	names: { date: ["date"], description: ["description"], amount: ["amount"] },
	required: ["date", "description", "amount"],
	telling: [],
	headerless: null,
	classify: classifyBalanceRow,
	notes: {
		reads: ["Date, Description, Amount; signed amounts."],
		apart: [],
		refuses: ["A row without an amount. The file has no balance, so nothing proves its total."],
	},
});

export const quickBooksFour = bankLayout({
	id: "quickbooks-4-columns",
	title: "Bank file of four columns",
	issuer: "QuickBooks",
	names: { date: ["date"], description: ["description"], credit: ["credit"], debit: ["debit"] },
	required: ["date", "description", "credit", "debit"],
	telling: [],
	never: ["paid out", "source", "running balance", "narration", "internal id"],
	signs: "asked",
	notes: {
		reads: [
			"Date, Description, Credit, Debit. Intuit’s own help uses the two words in both senses, so a person says which column is money in.",
		],
		apart: [],
		refuses: ["A row with an amount in both columns, or in none."],
	},
});
