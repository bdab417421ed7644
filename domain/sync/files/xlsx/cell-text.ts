// What a workbook's cell says, as text: numbers as their own digits, dates by the cell's style, formulas by the result that was saved
// with them. Nothing is computed and nothing passes through a double but a day's fraction.
import { addDays } from "../../../core/dates.ts";

/** How a style shows a number. */
export type CellStyle = { readonly kind: "plain" } | { readonly kind: "date" } | { readonly kind: "padded"; readonly digits: number };

export const plainStyle: CellStyle = { kind: "plain" };

// ECMA-376 part 1, 18.8.30: built-in formats of dates and times.
const builtInDates = new Set([
	14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58,
]);

export function styleOf(formatId: number, code: string | undefined): CellStyle {
	if (code === undefined) return builtInDates.has(formatId) ? { kind: "date" } : plainStyle;
	if (/^0{2,30}$/.test(code)) return { kind: "padded", digits: code.length };
	const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, "").split(";")[0] ?? "";
	return /[dyhs]|m(?!illi)/i.test(bare) && !/general/i.test(bare) ? { kind: "date" } : plainStyle;
}

const significantDigits = 15;

/** A number's own digits. A workbook keeps 15 of them and writes the rest as noise of its binary form ("75.569999999999993"). */
export function numberText(written: string): string {
	const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(written.trim());
	if (parts === null) return written;
	const [, sign = "", whole = "", fraction = "", power = "0"] = parts;
	const point = whole.length + Number(power);
	const { digits, carried } = rounded(whole + fraction);
	const at = point + (carried ? 1 : 0);
	const padded = at <= 0 ? `${"0".repeat(1 - at)}${digits}` : digits.padEnd(at, "0");
	const split = Math.max(1, at);
	const front = padded.slice(0, split).replace(/^0+(?=\d)/, "");
	const back = padded.slice(split).replace(/0+$/, "");
	const text = back === "" ? front : `${front}.${back}`;
	return sign === "-" && text !== "0" ? `-${text}` : text;
}

/** To fifteen significant digits, half up. */
function rounded(digits: string): { readonly digits: string; readonly carried: boolean } {
	const leading = /^0*/.exec(digits)?.[0].length ?? 0;
	const keep = leading + significantDigits;
	if (digits.length <= keep) return { digits, carried: false };
	const kept = digits.slice(0, keep);
	if ((digits[keep] ?? "0") < "5") return { digits: kept, carried: false };
	const up = (BigInt(`1${kept}`) + 1n).toString();
	return up.startsWith("2") ? { digits: `1${up.slice(1)}`, carried: true } : { digits: up.slice(1), carried: false };
}

const days = new Map<number, string>();

/** A day number and its fraction as "2026-10-02" or "2026-10-02 13:05:00"; a time alone as "13:05:00". Null when it is no day. */
export function dateText(written: string, from1904: boolean): string | null {
	const serial = Number(written);
	if (!Number.isFinite(serial) || serial < 0 || serial >= 2_958_466) return null;
	const seconds = Math.round((serial % 1) * 86_400);
	const day = Math.trunc(serial) + Math.trunc(seconds / 86_400);
	const time = clock(seconds % 86_400);
	if (day === 0 && time !== null && !from1904) return time;
	// The calendar of 1900 has a 29th of February that never was.
	const counted = from1904 ? day : day < 60 ? day + 1 : day;
	const key = from1904 ? -1 - day : day;
	const date = days.get(key) ?? addDays(from1904 ? "1904-01-01" : "1899-12-30", counted);
	if (days.size < 40_000) days.set(key, date);
	return time === null ? date : `${date} ${time}`;
}

function clock(seconds: number): string | null {
	if (seconds === 0) return null;
	const two = (value: number): string => String(Math.trunc(value)).padStart(2, "0");
	return `${two(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
}

export function styledText(written: string, style: CellStyle, from1904: boolean): string {
	if (style.kind === "date") return dateText(written, from1904) ?? numberText(written);
	const text = numberText(written);
	return style.kind === "padded" && /^\d+$/.test(text) ? text.padStart(style.digits, "0") : text;
}

/** Characters that XML can't hold are written as _x000D_. */
export const unescapedText = (text: string): string =>
	text.includes("_x")
		? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))).replaceAll("\0", "\uFFFD")
		: text;
