// __Title__ over HTTP, with the raw bytes kept. Retries are Temporal's, so a refusal is thrown at once.
import ky from "ky";
import { TieoutError } from "../../domain/core/errors.ts";
import type { RawResponse, ReadContext } from "../connector.ts";
import { teeingFetch } from "../teeing-fetch.ts";
import { refusalCode, type RefusalCode, VendorRefusal } from "../vendor-refusal.ts";

// What happened and what to do next, in words; never a vendor's own text.
const sentences: Readonly<Record<RefusalCode, string>> = {
	VENDOR_RATE_LIMITED: "__Title__ asks us to slow down; the sync goes on by itself after a pause.",
	VENDOR_AUTH: "__Title__ does not accept the API key. Make a new one and save it in this connection.",
	VENDOR_FORBIDDEN: "The __Title__ key may not read this. Give it read access.",
	VENDOR_REFUSED: "__Title__ refused the request. Open the stored answer to see what it said.",
	VENDOR_UNAVAILABLE: "__Title__ has a problem on its side; the sync tries again by itself.",
	VENDOR_UNREACHABLE: "__Title__ could not be reached. Check the connection's address and the network; the sync tries again by itself.",
	VENDOR_UNREADABLE: "__Title__'s answer is not readable JSON, perhaps cut off on its way; the sync tries again by itself.",
};

export const __vendor__Refusal = (code: RefusalCode, response: RawResponse | null): VendorRefusal =>
	new VendorRefusal(code, sentences[code], response);

/** @param path below the base URL, with its query @throws VendorRefusal */
export async function ask__Vendor__(context: ReadContext, path: string): Promise<RawResponse> {
	const { apiKey } = context.secrets;
	if (apiKey === undefined || apiKey === "")
		throw new TieoutError("CREDENTIALS_MISSING", "The connection has no API key. Save one in its settings.");
	const tee = teeingFetch(context);
	try {
		await ky.get(`${context.baseUrl.replace(/\/+$/, "")}${path}`, {
			headers: { authorization: `Bearer ${apiKey}` },
			fetch: tee.fetch,
			retry: 0,
			timeout: 60_000,
			throwHttpErrors: false,
		});
	} catch (error) {
		context.signal.throwIfAborted();
		if (tee.last() === null && tee.failure() === null && !(error instanceof Error && error.name === "TimeoutError")) throw error;
	}
	const answer = tee.last();
	if (answer === null) throw __vendor__Refusal("VENDOR_UNREACHABLE", null);
	if (answer.status >= 400) throw __vendor__Refusal(refusalCode(answer.status), answer);
	return answer;
}
