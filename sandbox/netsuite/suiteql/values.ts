// The values a SuiteQL expression can have. Numbers are exact: a bigint of hundred-millionths, never a double.
import { invalidQuery } from "../errors.ts";

/** A date or timestamp without zone, as milliseconds of UTC. */
export class SqlDate {
	readonly ms: number;
	constructor(ms: number) {
		this.ms = ms;
	}
}

export type Value = null | string | bigint | SqlDate;

export const one = 100_000_000n;

export const fromInteger = (value: number): bigint => BigInt(value) * one;
/** Minor units with two decimals. */
export const fromMinor = (minor: number): bigint => BigInt(minor) * 1_000_000n;
export const fromIsoDate = (date: string): SqlDate => new SqlDate(Date.parse(`${date}T00:00:00Z`));
export const fromUnix = (unix: number): SqlDate => new SqlDate(unix * 1000);

export function numberFromText(text: string): bigint | null {
	const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?\s*$/.exec(text);
	if (match === null || (match[2] === "" && (match[3] ?? "") === "")) return null;
	const fraction = (match[3] ?? "").slice(0, 8).padEnd(8, "0");
	const value = BigInt(`${match[2]}${fraction}`);
	return match[1] === "-" ? -value : value;
}

export function numberText(value: bigint): string {
	const digits = (value < 0n ? -value : value).toString().padStart(9, "0");
	const fraction = digits.slice(-8).replace(/0+$/, "");
	const whole = digits.slice(0, -8);
	return `${value < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

const two = (value: number): string => String(value).padStart(2, "0");

/** How the account shows a value that no TO_CHAR has shaped: dates as 10/31/2026. */
export function shown(value: Exclude<Value, null>): string {
	if (typeof value === "string") return value;
	if (typeof value === "bigint") return numberText(value);
	const date = new Date(value.ms);
	return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
}

export function asNumber(value: Exclude<Value, null>): bigint {
	if (typeof value === "bigint") return value;
	const number = typeof value === "string" ? numberFromText(value) : null;
	if (number === null) throw invalidQuery("ORA-01722: invalid number.");
	return number;
}

/** Oracle's order: a text beside a number is read as a number; dates compare with dates only. */
export function compareValues(a: Exclude<Value, null>, b: Exclude<Value, null>): number {
	if (a instanceof SqlDate || b instanceof SqlDate) {
		if (!(a instanceof SqlDate && b instanceof SqlDate))
			throw invalidQuery("ORA-01861: literal does not match format string. Use TO_DATE.");
		return a.ms - b.ms;
	}
	if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
	const [x, y] = [asNumber(a), asNumber(b)];
	return x < y ? -1 : x > y ? 1 : 0;
}

/** A key under which equal values meet in a hash table. */
export const hashKey = (value: Exclude<Value, null>): string | bigint => (value instanceof SqlDate ? `date:${value.ms}` : value);

const dateTokens = /YYYY|MM|DD|HH24|MI|SS|"[^"]*"|[-/:. T]/g;

const knownFormats = new Map<string, string[]>();

function formatTokens(format: string): string[] {
	const known = knownFormats.get(format);
	if (known !== undefined) return known;
	const upper = format.replace(/"[^"]*"|[a-z]+/g, (part) => (part.startsWith('"') ? part : part.toUpperCase()));
	const tokens = upper.match(dateTokens) ?? [];
	if (tokens.join("") !== upper) throw invalidQuery(`ORA-01821: date format not recognized: ${format}.`);
	knownFormats.set(format, tokens);
	return tokens;
}

const parts: Readonly<Record<string, { readonly pattern: string; readonly text: (date: Date) => string }>> = {
	YYYY: { pattern: "(\\d{4})", text: (date) => String(date.getUTCFullYear()) },
	MM: { pattern: "(\\d{1,2})", text: (date) => two(date.getUTCMonth() + 1) },
	DD: { pattern: "(\\d{1,2})", text: (date) => two(date.getUTCDate()) },
	HH24: { pattern: "(\\d{1,2})", text: (date) => two(date.getUTCHours()) },
	MI: { pattern: "(\\d{1,2})", text: (date) => two(date.getUTCMinutes()) },
	SS: { pattern: "(\\d{1,2})", text: (date) => two(date.getUTCSeconds()) },
};

const literal = (token: string): string => (token.startsWith('"') ? token.slice(1, -1) : token);

export function dateText({ ms }: SqlDate, format: string): string {
	const date = new Date(ms);
	return formatTokens(format)
		.map((token) => parts[token]?.text(date) ?? literal(token))
		.join("");
}

export function dateFromText(text: string, format: string): SqlDate {
	const tokens = formatTokens(format);
	const escaped = (token: string): string => literal(token).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
	const pattern = tokens.map((token) => parts[token]?.pattern ?? escaped(token)).join("");
	const match = new RegExp(`^${pattern}$`).exec(text);
	if (match === null) throw invalidQuery("ORA-01861: literal does not match format string.");
	const found = new Map(tokens.filter((token) => token in parts).map((token, index) => [token, Number(match[index + 1])]));
	const [year = 1970, month = 1, day = 1] = [found.get("YYYY"), found.get("MM"), found.get("DD")];
	const ms = Date.UTC(year, month - 1, day, found.get("HH24") ?? 0, found.get("MI") ?? 0, found.get("SS") ?? 0);
	if (new Date(ms).getUTCDate() !== day || new Date(ms).getUTCMonth() !== month - 1)
		throw invalidQuery("ORA-01847: day of month must be between 1 and last day of month.");
	return new SqlDate(ms);
}
