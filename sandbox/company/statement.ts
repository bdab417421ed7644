// The bank statement as the CSV file that a bank would offer: both accounts, each with its opening and closing balance.
import { derivedId } from "../../domain/core/ids.ts";
import type { LedgerDate } from "../../domain/core/dates.ts";
import { decimalFromMinor } from "../../domain/core/money.ts";
import { type BankLine, openingBalance } from "./bank.ts";
import type { Company } from "./company.ts";

const header = "Date,Description,Reference,Amount,Currency,Balance,Account";

const major = (minor: number): string => decimalFromMinor(BigInt(minor), 2);

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const row = (...cells: readonly string[]): string => cells.map(cell).join(",");

/** CSV text, CRLF line ends, ISO dates, major units. @param period both days inclusive */
export function statementCsv(company: Company, period: { readonly from: LedgerDate; readonly to: LedgerDate }): string {
	const rows = [header];
	for (const [account, currency] of [
		["USD-4471", "USD"],
		["EUR-9020", "EUR"],
	] as const) {
		const lines = company.bank.filter((line) => line.account === account);
		const sum = (some: readonly BankLine[]): number => some.reduce((total, { amount }) => total + amount, 0);
		let balance = openingBalance[account] + sum(lines.filter(({ day }) => day < period.from));
		rows.push(row(period.from, "Opening balance", "", "", currency, major(balance), account));
		for (const line of lines) {
			if (line.day < period.from || line.day > period.to) continue;
			balance += line.amount;
			rows.push(row(line.day, line.description, line.reference, major(line.amount), currency, major(balance), account));
		}
		rows.push(row(period.to, "Closing balance", "", "", currency, major(balance), account));
	}
	return `${rows.join("\r\n")}\r\n`;
}

/**
 * Keys of the company's bank lines, in statement order: `<account>:<date>:<minor>:<reference, or ~ and a hash of the description>:<n>`,
 * n counting equal lines. The file connector names its lines by the same rule, stated in sandbox/SPEC.md.
 */
export function bankLineKeys(lines: readonly BankLine[]): Map<BankLine, string> {
	const seen = new Map<string, number>();
	const keys = new Map<BankLine, string>();
	for (const line of lines) {
		const tail = line.reference === "" ? `~${derivedId("bank-line", line.description).replaceAll("-", "").slice(0, 12)}` : line.reference;
		const stem = `${line.account}:${line.day}:${line.amount}:${tail}`;
		const n = (seen.get(stem) ?? 0) + 1;
		seen.set(stem, n);
		keys.set(line, `${stem}:${n}`);
	}
	return keys;
}
