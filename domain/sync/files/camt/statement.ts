// A camt.053 statement's own figures: account, balances and the sums of its transaction summary.
import { readOrRefuse } from "../../record-reader.ts";
import { bankDecimal, noStatement } from "../bank/bank-record.ts";
import type { FileStatement } from "../format.ts";
import { dateOf, signed } from "./entry.ts";
import { child, children, textAt, type XmlNode } from "./xml.ts";

export const accountOf = (statement: XmlNode): string => {
	const account = child(statement, "Acct");
	return textAt(account, "Id", "IBAN") || textAt(account, "Id", "Othr", "Id");
};

const typeOf = (balance: XmlNode): string => textAt(balance, "Tp", "CdOrPrtry", "Cd") || textAt(balance, "Tp", "CdOrPrtry", "Prtry");

const currencyOf = (balance: XmlNode | undefined): string => child(balance, "Amt")?.attributes["Ccy"] ?? "";

/** The account's currency, else that of its balances. */
export const currencyOfStatement = (statement: XmlNode): string =>
	textAt(child(statement, "Acct"), "Ccy") || currencyOf(children(statement, "Bal")[0]);

interface Stated {
	readonly minor: bigint | null;
	readonly date: string | null;
}

function stated(balance: XmlNode | undefined, currency: string): Stated {
	const date = dateOf(child(balance, "Dt"));
	const minor = balance === undefined ? null : readOrRefuse("", () => signed(balance, currency, date ?? "9999-12-31"));
	return { minor: minor?.ok === true ? minor.value : null, date };
}

/** Sums of TxsSummry, where the bank gives them. */
function summary(statement: XmlNode, currency: string): NonNullable<FileStatement["stated"]> {
	const totals = child(statement, "TxsSummry");
	const count = textAt(totals, "TtlNtries", "NbOfNtries");
	const sum = (name: string): bigint | null => {
		const text = textAt(totals, name, "Sum");
		const minor = text === "" ? null : readOrRefuse("", () => bankDecimal(text, currency, "9999-12-31"));
		return minor?.ok === true ? minor.value : null;
	};
	const credits = sum("TtlCdtNtries");
	const debits = sum("TtlDbtNtries");
	return {
		...(/^\d+$/.test(count) ? { count: Number(count) } : {}),
		...(credits === null ? {} : { creditsMinor: credits }),
		...(debits === null ? {} : { debitsMinor: -debits }),
	};
}

/**
 * Opening is OPBD, else the closing of the statement before (PRCD), else the first page balance (ITBD); closing is CLBD, else the
 * last ITBD, because a statement in pages gives one at the beginning and one at the end of each.
 */
export function statementItem(statement: XmlNode, group: string): FileStatement {
	const currency = currencyOfStatement(statement);
	const balances = children(statement, "Bal");
	const of = (type: string): XmlNode | undefined => balances.find((balance) => typeOf(balance) === type);
	const pages = balances.filter((balance) => typeOf(balance) === "ITBD");
	const firstPage = pages.length > 1 || of("CLBD") !== undefined ? pages[0] : undefined;
	const lastPage = pages.length > 1 || of("OPBD") !== undefined || of("PRCD") !== undefined ? pages.at(-1) : undefined;
	const opening = stated(of("OPBD") ?? of("PRCD") ?? firstPage, currency);
	const closing = stated(of("CLBD") ?? lastPage, currency);
	return {
		...noStatement,
		group,
		number: textAt(statement, "ElctrncSeqNb") || textAt(statement, "LglSeqNb") || textAt(statement, "Id"),
		account: accountOf(statement),
		currency,
		openingMinor: opening.minor,
		openingDate: opening.date,
		closingMinor: closing.minor,
		closingDate: closing.date,
		stated: summary(statement, currency),
	};
}
