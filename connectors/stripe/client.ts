// The official SDK over a fetch that keeps the raw bytes. Retries are Temporal's, not the SDK's; the SDK's parsed objects are never
// used, because their numbers went through a double.
import Stripe from "stripe";
import { TieoutError } from "../../domain/core/errors.ts";
import type { RawResponse, ReadContext } from "../connector.ts";
import { refusalSentences } from "../refusal-sentences.ts";
import { teeingFetch } from "../teeing-fetch.ts";
import { refusalCode, VendorRefusal, type RefusalCode } from "../vendor-refusal.ts";

/** The API version that transform.ts was written against. */
export const stripeApiVersion = "2026-10-28.endive";

const sentences: Readonly<Record<RefusalCode, string>> = {
	...refusalSentences("Stripe"),
	VENDOR_AUTH: "Stripe does not accept the API key. Make a new restricted key in Stripe and save it in this connection.",
	VENDOR_FORBIDDEN: "The Stripe key may not read this. Give it read access to balance, balance transactions and payouts.",
};

export const stripeRefusal = (code: RefusalCode, response: RawResponse | null): VendorRefusal =>
	new VendorRefusal(code, sentences[code], response);

/**
 * Asks for a page that follows `after`; where Stripe no longer knows that row, the pass starts over.
 * @param startOver the cursor of the same pass from its beginning
 * @throws VendorRefusal
 */
export async function askAfter(startOver: string, after: string | null, ask: () => Promise<RawResponse>): Promise<RawResponse> {
	try {
		return await ask();
	} catch (error) {
		if (after === null || !(error instanceof VendorRefusal) || !isUnknownRow(error.response)) throw error;
		throw new VendorRefusal("CURSOR_EXPIRED", sentences.CURSOR_EXPIRED, error.response, startOver);
	}
}

// Stripe names the parameter that it could not find a row for (API reference, Errors: `param`, `code`).
function isUnknownRow(response: RawResponse | null): boolean {
	if (response === null || (response.status !== 400 && response.status !== 404)) return false;
	try {
		const body = JSON.parse(new TextDecoder().decode(response.body)) as { error?: { param?: unknown; code?: unknown } };
		return body.error?.param === "starting_after" && body.error.code === "resource_missing";
	} catch {
		return false;
	}
}

function clientFor(apiKey: string, { baseUrl, requestTimeoutMs }: ReadContext, fetch: typeof globalThis.fetch): Stripe {
	const url = new URL(baseUrl);
	return new Stripe(apiKey, {
		apiVersion: stripeApiVersion,
		httpClient: Stripe.createFetchHttpClient(fetch),
		maxNetworkRetries: 0,
		telemetry: false,
		// Ours ends it first and knows why.
		timeout: requestTimeoutMs + 5_000,
		host: url.hostname,
		port: url.port === "" ? (url.protocol === "http:" ? 80 : 443) : Number(url.port),
		protocol: url.protocol === "http:" ? "http" : "https",
	});
}

/** Makes one call and gives the exchange as it was on the wire. @throws VendorRefusal */
export async function askStripe(context: ReadContext, call: (stripe: Stripe) => Promise<unknown>): Promise<RawResponse> {
	const apiKey = context.secrets.apiKey;
	if (apiKey === undefined || apiKey === "")
		throw new TieoutError("CREDENTIALS_MISSING", "The connection has no API key. Save one in its settings.");
	const prefix = new URL(context.baseUrl).pathname.replace(/\/+$/, "");
	const tee = teeingFetch(context, { pathPrefix: prefix });
	try {
		await call(clientFor(apiKey, context, tee.fetch));
	} catch (error) {
		context.signal.throwIfAborted();
		tee.throwIfRefused();
		const answer = tee.last();
		if (answer === null) {
			const failure = tee.failure();
			throw failure === null ? error : stripeRefusal(failure, null);
		}
		throw stripeRefusal(answer.status < 400 ? "VENDOR_UNREADABLE" : refusalCode(answer), answer);
	}
	const answer = tee.last();
	if (answer === null) throw stripeRefusal("VENDOR_UNREACHABLE", null);
	return answer;
}
