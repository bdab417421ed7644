// A vendor said no, or could not be reached: one error with a stable code, a sentence a person can act on and the exchange to keep.
import { TieoutError } from "../domain/core/errors.ts";
import type { RawResponse } from "./connector.ts";

export type RefusalCode =
	| "VENDOR_RATE_LIMITED"
	| "VENDOR_PAUSE_TOO_LONG"
	| "VENDOR_AUTH"
	| "VENDOR_FORBIDDEN"
	| "VENDOR_REFUSED"
	| "VENDOR_UNAVAILABLE"
	| "VENDOR_UNREACHABLE"
	| "VENDOR_TIMEOUT"
	| "VENDOR_CUT"
	| "VENDOR_UNREADABLE"
	| "VENDOR_OUT_OF_ORDER"
	| "VENDOR_FIELD_GONE"
	| "CURSOR_EXPIRED";

export class VendorRefusal extends TieoutError {
	/** What to keep as a page of kind `refusal`; null when there was no answer. */
	readonly response: RawResponse | null;
	/** The vendor's Retry-After, whatever its length; null when it gave none. Also in `facts`, for the table of failures. */
	readonly retryAfterMs: number | null;
	/** The cursor to go on from where the vendor no longer knows ours: earlier, so that nothing is lost. */
	readonly startOver: string | null;

	constructor(code: RefusalCode, message: string, response: RawResponse | null, startOver: string | null = null) {
		const retryAfterMs = response === null ? null : retryAfter(response.headers["retry-after"], vendorsNow(response));
		super(code, retryAfterMs === null ? message : `${message} It asks for ${duration(retryAfterMs)}.`, {
			...(response === null ? {} : { status: response.status }),
			...(retryAfterMs === null ? {} : { retryAfterMs }),
		});
		this.name = "VendorRefusal";
		this.response = response;
		this.retryAfterMs = retryAfterMs;
		this.startOver = startOver;
	}
}

/** The vendor's own clock when it answered: a Retry-After that is a date is meant by it, whatever ours says. Epoch milliseconds. */
export function vendorsNow({ headers, receivedAt }: Pick<RawResponse, "headers" | "receivedAt">): number {
	const date = Date.parse(headers.date ?? "");
	return Number.isNaN(date) ? Date.parse(receivedAt) : date;
}

/** The later of the vendor's clock and ours: what is dated behind it lies in the future. Epoch milliseconds. */
export const presentOf = (response: Pick<RawResponse, "headers" | "receivedAt">): number =>
	Math.max(vendorsNow(response), Date.parse(response.receivedAt));

/** A run keeps waiting for so long and not longer: Temporal ends what waits for years, and nobody remembers why it waits. */
const longestPauseMs = 366 * 86_400_000;
/** What is called so long at the most, so that a sentence about it can be read. */
const absurdMs = 100 * 365 * 86_400_000;

/**
 * Retry-After in milliseconds: delay in seconds or an HTTP date (RFC 9110, 10.2.3), at least a second. null when absent or unreadable,
 * and where it asks for no pause (0, a date that is over): asking again at once, for ever, would be no answer to a vendor in trouble.
 */
export function retryAfter(header: string | undefined, now: number): number | null {
	const text = header?.trim() ?? "";
	// Date.parse takes "-5" for the fifth month of a year; an HTTP date begins with the day's name.
	const ms = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : /^[A-Za-z]/.test(text) ? Date.parse(text) - now : Number.NaN;
	return ms > 0 ? Math.min(absurdMs, Math.max(1000, Math.ceil(ms))) : null;
}

/** A pause as people say it: "45 seconds", "18 hours 36 minutes". */
function duration(ms: number): string {
	const seconds = Math.ceil(ms / 1000);
	const counted = (n: number, unit: string): string => `${n.toLocaleString("en-US")} ${unit}${n === 1 ? "" : "s"}`;
	if (seconds < 120) return counted(seconds, "second");
	const minutes = Math.ceil(seconds / 60);
	const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
	if (hours === 0) return counted(minutes, "minute");
	return rest === 0 ? counted(hours, "hour") : `${counted(hours, "hour")} ${counted(rest, "minute")}`;
}

/** Which of our codes a refusing answer is. */
export function refusalCode(answer: Pick<RawResponse, "status" | "headers" | "receivedAt">): RefusalCode {
	const { status, headers } = answer;
	if (status === 401) return "VENDOR_AUTH";
	if (status === 403) return "VENDOR_FORBIDDEN";
	if (status !== 429 && status < 500) return "VENDOR_REFUSED";
	if ((retryAfter(headers["retry-after"], vendorsNow(answer)) ?? 0) > longestPauseMs) return "VENDOR_PAUSE_TOO_LONG";
	return status === 429 ? "VENDOR_RATE_LIMITED" : "VENDOR_UNAVAILABLE";
}
