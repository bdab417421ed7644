// The words of findings: amounts, days and categories as people read them.
import type { LedgerDate } from "../core/dates.ts";
import { formatMinor } from "../core/money.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "27 Oct 2026". */
export const dayWords = (date: LedgerDate): string =>
	`${Number(date.slice(8, 10))} ${months[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;

export const amountWords = (minor: bigint, currency: string): string => `${formatMinor(minor, currency)} ${currency}`;

/** Without sign: for "is 96.00 too high". */
export const sizeWords = (minor: bigint, currency: string): string => amountWords(minor < 0n ? -minor : minor, currency);

const nouns: Readonly<Record<string, string>> = {
	charge: "charge",
	fee: "fee",
	refund: "refund",
	dispute: "dispute",
	dispute_fee: "dispute fee",
	payout_reversal: "returned payout",
	adjustment: "adjustment",
	payout: "payout",
};

/** "refund", "dispute fee"; an unknown category in its own words. */
export const nounOf = (category: string): string => nouns[category] ?? category.replaceAll("_", " ");

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** "Bank and Stripe", "Bank, Stripe and NetSuite". */
export const namesInWords = (names: readonly string[]): string =>
	capital(names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`);
