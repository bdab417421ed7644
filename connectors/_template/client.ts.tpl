// __Title__ over HTTP, with the raw bytes kept. Retries are Temporal's, so a refusal is thrown at once.
import ky from "ky";
import { TieoutError } from "../../domain/core/errors.ts";
import type { RawResponse, ReadContext } from "../connector.ts";
import { refusalSentences } from "../refusal-sentences.ts";
import { teeingFetch } from "../teeing-fetch.ts";
import { refusalCode, type RefusalCode, VendorRefusal } from "../vendor-refusal.ts";

// What happened and what to do next, in words; never a vendor's own text.
const sentences: Readonly<Record<RefusalCode, string>> = {
	...refusalSentences("__Title__"),
	VENDOR_AUTH: "__Title__ does not accept the API key. Make a new one and save it in this connection.",
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
			// The tee ends it and knows why.
			timeout: false,
			throwHttpErrors: false,
		});
	} catch (error) {
		context.signal.throwIfAborted();
		if (tee.last() === null && tee.failure() === null) throw error;
	}
	const answer = tee.last();
	if (answer === null) throw __vendor__Refusal(tee.failure() ?? "VENDOR_UNREACHABLE", null);
	if (answer.status >= 400) throw __vendor__Refusal(refusalCode(answer), answer);
	return answer;
}
