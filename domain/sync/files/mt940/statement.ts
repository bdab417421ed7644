// One MT940 statement while it is read: what its own fields say, and whether the next message continues it on a further page.
import type { LedgerDate } from "../../../core/dates.ts";
import { type Result } from "../../../core/result.ts";
import type { Refused } from "../../canonical.ts";
import { readOrRefuse, refuse } from "../../record-reader.ts";
import { bankDecimal, knownCurrency, noStatement } from "../bank/bank-record.ts";
import type { FileStatement } from "../format.ts";
import { shortDate } from "./entry.ts";

export interface StatedBalance {
	/** M: of a page, F: of the statement. */
	readonly level: "F" | "M";
	readonly currency: string;
	readonly minor: bigint;
	readonly date: LedgerDate;
}

/** "C261001EUR1234,56". */
export function readBalance(level: "F" | "M", content: string): Result<StatedBalance, Refused> {
	return readOrRefuse("", () => {
		const parts = /^\s*(C|D)\s*(\d{6})\s*([A-Za-z]{3})\s*([\d ]+[,.]?\d*)/.exec(content);
		const [, mark, dateText = "", code = "", amount = ""] = parts ?? refuse("MT940_BALANCE", `"${content.slice(0, 40)}" is not a balance.`);
		const currency = knownCurrency(code);
		const date = shortDate(dateText) ?? refuse("DATE_UNREADABLE", `"${dateText}" is not a calendar date.`);
		const minor = bankDecimal(amount.replaceAll(" ", ""), currency, date);
		return { level, currency, date, minor: mark === "D" ? -minor : minor };
	});
}

/** ":25:" is the account as the bank writes it; some put the currency behind it. */
export function accountOf(content: string, currency: string): string {
	const text = content.trim().replace(/\s+/g, " ");
	return currency !== "" && text.length > 6 && text.endsWith(currency) ? text.slice(0, -3).trim() : text;
}

export interface OpenStatement {
	readonly group: string;
	account: string;
	number: string;
	opening: StatedBalance | null;
	closing: StatedBalance | null;
}

export const newStatement = (n: number): OpenStatement => ({ group: String(n), account: "", number: "", opening: null, closing: null });

/** A page that begins with the balance its predecessor ended with belongs to the same statement. */
export const continues = (before: OpenStatement | null, account: string, opening: StatedBalance): boolean =>
	before !== null &&
	opening.level === "M" &&
	before.closing?.level === "M" &&
	before.account === account &&
	before.closing.minor === opening.minor &&
	before.closing.currency === opening.currency;

export const statementItem = ({ group, account, number, opening, closing }: OpenStatement): FileStatement => ({
	...noStatement,
	group,
	number,
	account,
	currency: opening?.currency ?? closing?.currency ?? "",
	openingMinor: opening?.minor ?? null,
	openingDate: opening?.date ?? null,
	closingMinor: closing?.minor ?? null,
	closingDate: closing?.date ?? null,
});
