// The company's books as the SuiteQL tables: transactions and their lines, the lists they name, and what was deleted.
import { bankAccountOf } from "../company/books.ts";
import type { Company } from "../company/company.ts";
import { lineNumber } from "../company/edited-ledger.ts";
import type { LedgerTransaction } from "../company/ledger.ts";
import type { Tables } from "./suiteql/execute.ts";
import type { Relation, Row } from "./suiteql/relation.ts";
import { fromInteger, fromIsoDate, fromMinor, fromUnix, numberFromText, shown, type Value } from "./suiteql/values.ts";

const accounts = [
	{ number: bankAccountOf.USD, name: "Operating account USD", type: "Bank" },
	{ number: bankAccountOf.EUR, name: "Operating account EUR", type: "Bank" },
	{ number: "1050", name: "Undeposited funds", type: "OthCurrAsset" },
	{ number: "1080", name: "Stripe payouts returned", type: "OthCurrAsset" },
	{ number: "1081", name: "Stripe clearing EUR", type: "OthCurrAsset" },
	{ number: "1200", name: "Accounts receivable", type: "AcctRec" },
	{ number: "4000", name: "Sales", type: "Income" },
	{ number: "4100", name: "Refunds", type: "Income" },
	{ number: "4200", name: "Chargebacks", type: "Income" },
	{ number: "6100", name: "Office expenses", type: "Expense" },
	{ number: "6150", name: "Processing fees", type: "Expense" },
	{ number: "6160", name: "Dispute fees", type: "Expense" },
	{ number: "6190", name: "Processor adjustments", type: "Expense" },
	{ number: "6999", name: "Rounding", type: "Expense" },
] as const;

const accountIds = new Map<string, number>(accounts.map(({ number }, index) => [number, 201 + index]));
const currencies = [
	{ id: 1, symbol: "USD", rate: "1" },
	{ id: 4, symbol: "EUR", rate: "1.0834" },
] as const;

const flag = (yes: boolean): string => (yes ? "T" : "F");
const relation = (columns: string, rows: readonly Row[], display: Relation["display"] = {}): Relation => ({
	columns: columns.split(" "),
	rows,
	display,
});

/** Minor units of the base currency (USD), ties to even; exact integers. */
function inBase(minor: number, currency: "USD" | "EUR"): number {
	if (currency === "USD") return minor;
	const product = minor * 10_834;
	const whole = Math.floor(product / 10_000);
	const rest = product - whole * 10_000;
	return rest > 5_000 || (rest === 5_000 && whole % 2 !== 0) ? whole + 1 : whole;
}

/** Base amounts of a transaction's lines: each converted once, the remainder on the first. */
function baseAmounts({ lines, currency }: LedgerTransaction): number[] {
	const amounts = lines.map(({ amount }) => inBase(amount, currency));
	const [first = 0, ...others] = amounts;
	const remainder = amounts.reduce((sum, amount) => sum + amount, 0);
	return [first - remainder, ...others];
}

/** The tables as they are now. Timestamps are UTC; line 0 of a deposit is its main line. */
export function tablesOf({ ledger, history, deleted }: Company): Tables {
	const customerIds = new Map(history.customers.map(({ id }, index) => [id, 3_001 + index]));
	const transactions: Row[] = [];
	const lines: Row[] = [];
	const accountingLines: Row[] = [];
	for (const transaction of ledger) {
		const id = fromInteger(transaction.id);
		const currency = currencies.find(({ symbol }) => symbol === transaction.currency) ?? currencies[0];
		const customer = customerIds.get(transaction.customerId ?? "");
		const entity = customer === undefined ? null : fromInteger(customer);
		const [main] = transaction.lines;
		transactions.push([
			id,
			transaction.tranid,
			transaction.type,
			fromIsoDate(transaction.day),
			fromUnix(transaction.bookedAt),
			fromUnix(transaction.editedAt ?? transaction.bookedAt),
			transaction.memo,
			fromInteger(currency.id),
			numberFromText(currency.rate),
			entity,
			"T",
			"F",
			transaction.payoutField,
			fromMinor(main?.amount ?? 0),
		]);
		const base = baseAmounts(transaction);
		transaction.lines.forEach((line, index) => {
			const account = fromInteger(accountIds.get(line.account) ?? 0);
			const number = fromInteger(lineNumber(line, index));
			const amount = base[index] ?? 0;
			lines.push([
				id,
				number,
				fromInteger(transaction.id * 1_000 + lineNumber(line, index)),
				number,
				flag(line.mainline),
				fromMinor(line.amount),
				fromMinor(amount),
				line.memo,
				entity,
				fromInteger(1),
				account,
				line.stripeId,
				line.category,
			]);
			const side = (wanted: boolean): Value => (wanted ? fromMinor(Math.abs(amount)) : null);
			accountingLines.push([id, number, fromInteger(1), account, fromMinor(amount), side(amount > 0), side(amount < 0), "T"]);
		});
	}
	const currencyName = (value: Exclude<Value, null>): string =>
		currencies.find(({ id }) => fromInteger(id) === value)?.symbol ?? shown(value);
	const customerName = (value: Exclude<Value, null>): string =>
		history.customers.find(({ id }) => fromInteger(customerIds.get(id) ?? 0) === value)?.name ?? shown(value);
	const accountName = (value: Exclude<Value, null>): string => {
		const found = accounts.find(({ number }) => fromInteger(accountIds.get(number) ?? 0) === value);
		return found === undefined ? shown(value) : `${found.number} ${found.name}`;
	};
	const typeNames: Readonly<Record<string, string>> = { Deposit: "Deposit", Journal: "Journal", CustPymt: "Payment" };
	const typeName = (value: Exclude<Value, null>): string => typeNames[shown(value)] ?? shown(value);
	const subsidiaryName = (): string => "Parent Company";
	return {
		transaction: relation(
			"id tranid type trandate createddate lastmodifieddate memo currency exchangerate entity posting voided custbody_stripe_payout foreigntotal",
			transactions,
			{ currency: currencyName, entity: customerName, type: typeName },
		),
		transactionline: relation(
			"transaction id uniquekey linesequencenumber mainline foreignamount netamount memo entity subsidiary expenseaccount custcol_stripe_id custcol_stripe_category",
			lines,
			{ entity: customerName, subsidiary: subsidiaryName, expenseaccount: accountName },
		),
		transactionaccountingline: relation("transaction transactionline accountingbook account amount debit credit posting", accountingLines, {
			account: accountName,
		}),
		account: relation(
			"id acctnumber fullname accountsearchdisplayname accttype isinactive",
			accounts.map(({ number, name, type }) => [fromInteger(accountIds.get(number) ?? 0), number, name, `${number} ${name}`, type, "F"]),
		),
		currency: relation(
			"id symbol name exchangerate isbasecurrency",
			currencies.map(({ id, symbol, rate }) => [fromInteger(id), symbol, symbol, numberFromText(rate), flag(id === 1)]),
		),
		customer: relation(
			"id entityid companyname isinactive",
			history.customers.map(({ id, name }, index) => [fromInteger(customerIds.get(id) ?? 0), `CUST${index + 1}`, name, "F"]),
		),
		// Transactions only; a line that is removed leaves no trace here (Records Catalog, Deleted Record).
		deletedrecord: relation(
			"recordid type recordtypeid name deleteddate deletedby context iscustomrecord iscustomlist",
			deleted.map(({ id, type, tranid, at }) => [
				fromInteger(id),
				type,
				fromInteger(-30),
				`${typeNames[type] ?? type} #${tranid}`,
				fromUnix(at),
				fromInteger(17),
				"UIF",
				"F",
				"F",
			]),
			{ type: typeName, deletedby: () => "Bookkeeper", context: () => "User Interface" },
		),
		subsidiary: relation("id name currency isinactive", [[fromInteger(1), subsidiaryName(), fromInteger(1), "F"]], {
			currency: currencyName,
		}),
	};
}
