// A vendor said no, or could not be reached: one error with a stable code, a sentence a person can act on and the exchange to keep.
import { TieoutError } from "../domain/core/errors.ts";
import type { RawResponse } from "./connector.ts";

export type RefusalCode =
	| "VENDOR_RATE_LIMITED"
	| "VENDOR_AUTH"
	| "VENDOR_FORBIDDEN"
	| "VENDOR_REFUSED"
	| "VENDOR_UNAVAILABLE"
	| "VENDOR_UNREACHABLE"
	| "VENDOR_UNREADABLE";

export class VendorRefusal extends TieoutError {
	/** What to keep as a page of kind `refusal`; null when there was no answer. */
	readonly response: RawResponse | null;
	/** The vendor's Retry-After, whatever its length; null when it gave none. Also in `facts`, for the table of failures. */
	readonly retryAfterMs: number | null;
	/** The cursor to go on from where the vendor no longer knows ours: earlier, so that nothing is lost. */
	readonly startOver: string | null;

	constructor(code: RefusalCode, message: string, response: RawResponse | null, startOver: string | null = null) {
		const retryAfterMs = response === null ? null : retryAfter(response.headers["retry-after"], vendorsNow(response));
		super(code, message, {
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

/** Retry-After in milliseconds: delay in seconds or an HTTP date (RFC 9110, 10.2.3); null when absent or unreadable. */
export function retryAfter(header: string | undefined, now: number): number | null {
	if (header === undefined) return null;
	if (/^\d+(?:\.\d+)?$/.test(header.trim())) return Math.ceil(Number(header) * 1000);
	const date = Date.parse(header);
	return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** Which of our codes an HTTP status is. */
export function refusalCode(status: number): RefusalCode {
	if (status === 429) return "VENDOR_RATE_LIMITED";
	if (status === 401) return "VENDOR_AUTH";
	if (status === 403) return "VENDOR_FORBIDDEN";
	return status >= 500 ? "VENDOR_UNAVAILABLE" : "VENDOR_REFUSED";
}
