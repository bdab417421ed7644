// A fetch that keeps the bytes of the last exchange as they came off the wire, for SDKs that only hand out parsed objects.
// Request headers are never kept: that is where credentials travel.
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

export interface TeeingFetch {
	readonly fetch: typeof globalThis.fetch;
	/** The last exchange, also when its status was an error; null when no answer came. */
	readonly last: () => RawResponse | null;
	/** What the network said when no answer came. */
	readonly failure: () => Error | null;
}

export interface TeeOptions {
	/** Prefix of the vendor's path, for SDKs that know a host only. */
	readonly pathPrefix?: string;
	/** Stands in for a request body that holds credentials. */
	readonly bodyShown?: string;
}

export function teeingFetch(context: Pick<ReadContext, "now" | "signal">, { pathPrefix = "", bodyShown }: TeeOptions = {}): TeeingFetch {
	let last: RawResponse | null = null;
	let failure: Error | null = null;
	const fetch: typeof globalThis.fetch = async (input, init) => {
		last = null;
		failure = null;
		const request = new Request(input, init);
		const url = new URL(request.url);
		url.pathname = pathPrefix + url.pathname;
		const signal = init?.signal ? AbortSignal.any([init.signal, context.signal]) : context.signal;
		const requestBody = request.body === null ? "" : await request.text();
		try {
			const answer = await globalThis.fetch(url, {
				method: request.method,
				headers: request.headers,
				...(requestBody === "" ? {} : { body: requestBody }),
				signal,
				redirect: "error",
			});
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
			failure = error instanceof Error ? error : new Error("no answer");
			throw error;
		}
	};
	return { fetch, last: () => last, failure: () => failure };
}
