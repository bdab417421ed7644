// The official SDK over a fetch that keeps the raw bytes. Retries are Temporal's, not the SDK's; the SDK's parsed objects are never
// used, because their numbers went through a double.
import Stripe from "stripe";
import { TieoutError } from "../../domain/core/errors.ts";
import type { RawResponse, ReadContext } from "../connector.ts";
import { teeingFetch } from "../teeing-fetch.ts";
import { refusalCode, VendorRefusal, type RefusalCode } from "../vendor-refusal.ts";

/** The API version that transform.ts was written against. */
export const stripeApiVersion = "2026-10-28.endive";

const sentences: Readonly<Record<RefusalCode, string>> = {
	VENDOR_RATE_LIMITED: "Stripe asks us to slow down; the sync goes on by itself after the pause it named.",
	VENDOR_AUTH: "Stripe does not accept the API key. Make a new restricted key in Stripe and save it in this connection.",
	VENDOR_FORBIDDEN: "The Stripe key may not read this. Give it read access to balance, balance transactions and payouts.",
	VENDOR_REFUSED: "Stripe refused the request. Open the stored answer to see what it said.",
	VENDOR_UNAVAILABLE: "Stripe has a problem on its side; the sync tries again by itself.",
	VENDOR_UNREACHABLE: "Stripe could not be reached. Check the connection's address and the network; the sync tries again by itself.",
	VENDOR_UNREADABLE: "Stripe's answer is not readable JSON, perhaps cut off on its way; the sync tries again by itself.",
};

export const stripeRefusal = (code: RefusalCode, response: RawResponse | null): VendorRefusal =>
	new VendorRefusal(code, sentences[code], response);

function clientFor(apiKey: string, baseUrl: string, fetch: typeof globalThis.fetch): Stripe {
	const url = new URL(baseUrl);
	return new Stripe(apiKey, {
		apiVersion: stripeApiVersion,
		httpClient: Stripe.createFetchHttpClient(fetch),
		maxNetworkRetries: 0,
		telemetry: false,
		timeout: 30_000,
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
		await call(clientFor(apiKey, context.baseUrl, tee.fetch));
	} catch (error) {
		context.signal.throwIfAborted();
		const answer = tee.last();
		if (answer === null) {
			if (tee.failure() === null) throw error;
			throw stripeRefusal("VENDOR_UNREACHABLE", null);
		}
		throw stripeRefusal(answer.status < 400 ? "VENDOR_UNREADABLE" : refusalCode(answer.status), answer);
	}
	const answer = tee.last();
	if (answer === null) throw stripeRefusal("VENDOR_UNREACHABLE", null);
	return answer;
}
