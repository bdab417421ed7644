// Money as whole minor units and a currency. Never a float, and never a sum across currencies.
import { exponentOf } from "./currency.ts";
import { err, ok, type Result } from "./result.ts";

export interface Money {
	readonly minor: bigint;
	readonly currency: string;
}

/** Money on every wire: JSON cannot carry a bigint. */
export interface MoneyWire {
	readonly minor: string;
	readonly currency: string;
}

export type MoneyError = { readonly code: "NOT_A_DECIMAL" | "TOO_MANY_DECIMALS" | "OUT_OF_RANGE"; readonly text: string };

// PostgreSQL bigint; a value beyond it is refused at intake, not wrapped.
const maxMinor = 9_223_372_036_854_775_807n;

export const money = (minor: bigint, currency: string): Money => ({ minor, currency });

export const encodeMoney = (value: Money): MoneyWire => ({ minor: value.minor.toString(), currency: value.currency });

export const decodeMoney = (wire: MoneyWire): Money => ({ minor: BigInt(wire.minor), currency: wire.currency });

/** @throws RangeError when the currencies differ: that is a bug in the caller, not bad data. */
export function addMoney(a: Money, b: Money): Money {
	if (a.currency !== b.currency) throw new RangeError(`cannot add ${a.currency} to ${b.currency}`);
	return { minor: a.minor + b.minor, currency: a.currency };
}

/** Reads a plain decimal ("-1234.5", "1e3" refused) into minor units with `exponent` decimals; extra zeros are accepted, extra digits are not. */
export function minorFromDecimal(text: string, exponent: number): Result<bigint, MoneyError> {
	const parts = /^([+-]?)(\d+)(?:\.(\d*))?$|^([+-]?)\.(\d+)$/.exec(text.trim());
	if (parts === null) return err({ code: "NOT_A_DECIMAL", text });
	const sign = (parts[1] ?? parts[4]) === "-" ? -1n : 1n;
	const whole = parts[2] ?? "0";
	const fraction = (parts[3] ?? parts[5] ?? "").replace(/0+$/, "");
	if (fraction.length > exponent) return err({ code: "TOO_MANY_DECIMALS", text });
	const minor = BigInt(whole + fraction.padEnd(exponent, "0"));
	if (minor > maxMinor) return err({ code: "OUT_OF_RANGE", text });
	return ok(sign * minor);
}

/** The ISO decimal form with an ASCII minus: for files, clipboards and APIs ("-1277.36"). */
export function decimalFromMinor(minor: bigint, exponent: number): string {
	const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, "0");
	const text = exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
	return minor < 0n ? `-${text}` : text;
}

/** For the screen: grouping, the currency's decimals, U+2212 minus ("−1,277.36"). The currency stands in the column head. */
export function formatMinor(minor: bigint, currency: string): string {
	const plain = decimalFromMinor(minor < 0n ? -minor : minor, exponentOf(currency));
	const [whole = "0", fraction] = plain.split(".");
	const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
	return `${minor < 0n ? "\u2212" : ""}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}
