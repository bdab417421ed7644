// A fetch that keeps the bytes of the last exchange as they came off the wire, for SDKs that only hand out parsed objects.
// Request headers are never kept: that is where credentials travel.
import { TieoutError } from "../domain/core/errors.ts";
import type { RawResponse, ReadContext } from "./connector.ts";

const kept = [
	"content-type",
	"date",
	"request-id",
	"retry-after",
	"stripe-rate-limited-reason",
	"stripe-should-retry",
	"stripe-version",
	"x-n-operationid",
	"x-netsuite-request-id",
];

/** How an exchange ended without an answer. */
export type NoAnswer = "VENDOR_TIMEOUT" | "VENDOR_CUT" | "VENDOR_UNREACHABLE";

export interface TeeingFetch {
	readonly fetch: typeof globalThis.fetch;
	/** The last exchange, also when its status was an error; null when no answer came. */
	readonly last: () => RawResponse | null;
	/** Why no answer came; null when one came, or nothing was asked. */
	readonly failure: () => NoAnswer | null;
	/** @throws TieoutError when the address itself may not be asked, which SDKs wrap into errors of their own */
	readonly throwIfRefused: () => void;
}

export interface TeeOptions {
	/** Prefix of the vendor's path, for SDKs that know a host only. */
	readonly pathPrefix?: string;
	/** Stands in for a request body that holds credentials. */
	readonly bodyShown?: string;
}

export function teeingFetch(
	context: Pick<ReadContext, "fetch" | "now" | "signal" | "requestTimeoutMs">,
	{ pathPrefix = "", bodyShown }: TeeOptions = {},
): TeeingFetch {
	let last: RawResponse | null = null;
	let failure: NoAnswer | null = null;
	let refused: TieoutError | null = null;
	const fetch: typeof globalThis.fetch = async (input, init) => {
		last = null;
		failure = null;
		refused = null;
		const request = new Request(input, init);
		const url = new URL(request.url);
		url.pathname = pathPrefix + url.pathname;
		// Over the whole exchange, so that a body that trickles in ends too.
		const limit = AbortSignal.timeout(context.requestTimeoutMs);
		const signal = AbortSignal.any([...(init?.signal ? [init.signal] : []), context.signal, limit]);
		let begun = false;
		const requestBody = request.body === null ? "" : await request.text();
		try {
			const answer = await context.fetch(url, {
				method: request.method,
				headers: request.headers,
				...(requestBody === "" ? {} : { body: requestBody }),
				signal,
				redirect: "error",
			});
			begun = true;
			const body = new Uint8Array(await answer.arrayBuffer());
			last = {
				method: request.method,
				target: url.pathname + url.search,
				requestBody: bodyShown ?? requestBody,
				status: answer.status,
				headers: Object.fromEntries(kept.flatMap((name) => [[name, answer.headers.get(name)]]).filter(([, value]) => value !== null)),
				body,
				receivedAt: context.now(),
			};
			// A body of null is required for these statuses.
			return new Response([204, 205, 304].includes(answer.status) ? null : body, { status: answer.status, headers: answer.headers });
		} catch (error) {
			refused = error instanceof TieoutError && error.code !== "ADDRESS_NOT_FOUND" ? error : null;
			failure = limit.aborted ? "VENDOR_TIMEOUT" : begun ? "VENDOR_CUT" : noAnswer(error);
			throw error;
		}
	};
	const throwIfRefused = (): void => {
		if (refused !== null) throw refused;
	};
	return { fetch, last: () => last, failure: () => failure, throwIfRefused };
}

/** A connection that was made and then ended without a byte was cut; one that was never made is unreachable. */
function noAnswer(error: unknown): NoAnswer {
	for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
		if ("code" in at && (at.code === "UND_ERR_SOCKET" || at.code === "ECONNRESET" || at.code === "EPIPE")) return "VENDOR_CUT";
	return "VENDOR_UNREACHABLE";
}
