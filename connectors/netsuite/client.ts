// NetSuite's SuiteQL over REST with OAuth 2.0 client credentials: a JWT signed with the connection's certificate buys an access
// token that lives in this process's memory only. Token answers are never stored.
import { createHash } from "node:crypto";
import { importPKCS8, SignJWT } from "jose";
import ky from "ky";
import { TieoutError } from "../../domain/core/errors.ts";
import type { RawResponse, ReadContext } from "../connector.ts";
import { refusalSentences } from "../refusal-sentences.ts";
import { teeingFetch } from "../teeing-fetch.ts";
import { refusalCode, type RefusalCode, VendorRefusal, vendorsNow } from "../vendor-refusal.ts";

const sentences: Readonly<Record<RefusalCode, string>> = {
	...refusalSentences("NetSuite"),
	VENDOR_RATE_LIMITED:
		"NetSuite has too many requests running for this account; the sync goes on by itself after a pause, from the same page.",
	VENDOR_AUTH:
		"NetSuite does not accept the credentials. Check client ID, certificate ID and private key, and that the certificate has not expired.",
	VENDOR_FORBIDDEN:
		"The role of these NetSuite credentials may not read this. Give it SuiteAnalytics Workbook, REST Web Services and Transactions.",
};

export const netsuiteRefusal = (code: RefusalCode, response: RawResponse | null): VendorRefusal =>
	new VendorRefusal(code, sentences[code], response);

// SuiteQL says of a column that it doesn't know: "Field '…' for record was not found" or "Unknown identifier '…'".
const unknownField = /(?:Field|identifier) '([A-Za-z_][\w.]{0,80})'/;

function refusalOf(answer: RawResponse): VendorRefusal {
	const field = answer.status === 400 ? unknownField.exec(new TextDecoder().decode(answer.body))?.[1] : undefined;
	if (field === undefined) return netsuiteRefusal(refusalCode(answer), answer);
	return new VendorRefusal("VENDOR_FIELD_GONE", `${sentences.VENDOR_FIELD_GONE} The field is "${field}".`, answer);
}

interface Token {
	readonly value: string;
	/** Epoch milliseconds after which a new one is asked for. */
	readonly usableUntil: number;
}

const tokens = new Map<string, Token>();
// NetSuite's access tokens live for an hour; a margin keeps a token from expiring on its way.
const marginMs = 60_000;
// A new one may be ended before it is used, when a person ends sessions one after the other; credentials that are
// refused themselves are refused where tokens are asked for.
const mostFreshTokens = 3;
// A clock that differs by less is no reason for a refusal.
const skewThatMattersMs = 30_000;

const secret = (context: ReadContext, name: string): string => {
	const value = context.secrets[name];
	if (value === undefined || value === "")
		throw new TieoutError("CREDENTIALS_MISSING", `The NetSuite connection has no ${name}. Fill it in in its settings.`);
	return value;
};

const base = (context: ReadContext): string => context.baseUrl.replace(/\/+$/, "");

async function assertion(context: ReadContext, audience: string, skewMs: number): Promise<string> {
	const pem = secret(context, "privateKeyPem");
	const key = await importPKCS8(pem, "PS256").catch(() => {
		throw new TieoutError(
			"CREDENTIALS_UNREADABLE",
			"The NetSuite private key is not a PKCS #8 RSA key. Save the certificate's private key again.",
		);
	});
	const issuedAt = Math.floor((Date.parse(context.now()) + skewMs) / 1000);
	return new SignJWT({ scope: ["rest_webservices"] })
		.setProtectedHeader({ alg: "PS256", typ: "JWT", kid: secret(context, "certificateId") })
		.setIssuer(secret(context, "clientId"))
		.setAudience(audience)
		.setIssuedAt(issuedAt)
		.setExpirationTime(issuedAt + 300)
		.sign(key);
}

/** @throws VendorRefusal */
async function send(
	context: ReadContext,
	call: (fetch: typeof globalThis.fetch) => Promise<Response>,
	bodyShown?: string,
): Promise<RawResponse> {
	const tee = teeingFetch(context, bodyShown === undefined ? {} : { bodyShown });
	try {
		await call(tee.fetch);
	} catch (error) {
		context.signal.throwIfAborted();
		tee.throwIfRefused();
		if (tee.last() === null && tee.failure() === null) throw error;
	}
	const answer = tee.last();
	if (answer === null) throw netsuiteRefusal(tee.failure() ?? "VENDOR_UNREACHABLE", null);
	if (answer.status >= 400) throw refusalOf(answer);
	return answer;
}

/** @param skewMs how far NetSuite's clock is ahead of ours: its judgement of the assertion goes by its own */
async function newToken(context: ReadContext, skewMs = 0): Promise<Token> {
	const url = `${base(context)}/services/rest/auth/oauth2/v1/token`;
	const body = new URLSearchParams({
		grant_type: "client_credentials",
		client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
		client_assertion: await assertion(context, url, skewMs),
	});
	const answer = await send(
		context,
		(fetch) => ky.post(url, { body, fetch, retry: 0, timeout: false, throwHttpErrors: false }),
		"grant_type=client_credentials (signed assertion not kept)",
	).catch((error: unknown) => error);
	if (answer instanceof VendorRefusal && answer.response !== null && skewMs === 0) {
		const skew = vendorsNow(answer.response) - Date.parse(answer.response.receivedAt);
		if (answer.response.status < 500 && Math.abs(skew) > skewThatMattersMs) return newToken(context, skew);
	}
	// The token endpoint answers 400 invalid_client or invalid_grant to credentials it does not know.
	if (answer instanceof VendorRefusal && answer.response?.status === 400) throw netsuiteRefusal("VENDOR_AUTH", answer.response);
	if (!isAnswer(answer)) throw answer;
	const { access_token: value, expires_in: seconds } = JSON.parse(new TextDecoder().decode(answer.body)) as Record<string, unknown>;
	// The answer holds a token, so it is not handed on for keeping.
	if (typeof value !== "string") throw netsuiteRefusal("VENDOR_UNREADABLE", null);
	return { value, usableUntil: Date.parse(context.now()) + Number(seconds ?? 3600) * 1000 - marginMs };
}

const isAnswer = (value: unknown): value is RawResponse => !(value instanceof Error);

async function tokenFor(context: ReadContext, fresh: boolean): Promise<string> {
	const identity = [context.baseUrl, secret(context, "clientId"), secret(context, "certificateId"), secret(context, "privateKeyPem")];
	const id = createHash("sha256").update(identity.join("\u001f")).digest("hex");
	const known = tokens.get(id);
	if (!fresh && known !== undefined && Date.parse(context.now()) < known.usableUntil) return known.value;
	const token = await newToken(context);
	tokens.set(id, token);
	return token.value;
}

export interface SuiteQlPage {
	readonly limit: number;
}

/** Runs one SuiteQL query and gives the exchange as it was on the wire. A token that was ended early is replaced. @throws VendorRefusal */
export async function askSuiteQl(context: ReadContext, query: string, { limit }: SuiteQlPage): Promise<RawResponse> {
	const ask = (token: string): Promise<RawResponse> =>
		send(context, (fetch) =>
			ky.post(`${base(context)}/services/rest/query/v1/suiteql?limit=${limit}&offset=0`, {
				headers: { authorization: `Bearer ${token}`, prefer: "transient" },
				json: { q: query },
				fetch,
				retry: 0,
				timeout: false,
				throwHttpErrors: false,
			}),
		);
	for (let fresh = 0; ; fresh++) {
		try {
			return await ask(await tokenFor(context, fresh > 0));
		} catch (error) {
			const ended = error instanceof VendorRefusal && error.code === "VENDOR_AUTH" && error.response?.target.includes("/oauth2/") !== true;
			if (!ended || fresh === mostFreshTokens) throw error;
		}
	}
}
