// Stripe's refusals in Stripe's words. Source: error objects of the v1 API, version 2026-10-28.endive.
import { jsonReply, type VendorReply } from "../core/vendor-reply.ts";

export class StripeRefusal extends Error {
	readonly status: number;
	readonly fields: Readonly<Record<string, string>>;
	readonly headers: Readonly<Record<string, string>>;

	constructor(
		status: number,
		message: string,
		fields: Readonly<Record<string, string>> = {},
		headers: Readonly<Record<string, string>> = {},
	) {
		super(message);
		this.status = status;
		this.fields = fields;
		this.headers = headers;
	}
}

const docUrl = (code: string): string => `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`;

export function refusalReply({ status, message, fields, headers }: StripeRefusal): VendorReply {
	const { code } = fields;
	const doc = code === undefined ? {} : { doc_url: docUrl(code) };
	return jsonReply(status, { error: { ...fields, ...doc, message, type: "invalid_request_error" } }, headers);
}

const coded = (status: number, code: string, message: string, param: string): StripeRefusal =>
	new StripeRefusal(status, message, { code, param });

export const unknownParameter = (param: string): StripeRefusal =>
	coded(400, "parameter_unknown", `Received unknown parameter: ${param}`, param);

export const invalidInteger = (param: string, value: string): StripeRefusal =>
	coded(400, "parameter_invalid_integer", `Invalid integer: ${value}`, param);

export const noSuch = (what: string, id: string, param: string): StripeRefusal =>
	coded(404, "resource_missing", `No such ${what}: '${id}'`, param);

export const outOfRange = (param: string, message: string): StripeRefusal => new StripeRefusal(400, message, { param });

export const missingKey = (): StripeRefusal =>
	new StripeRefusal(
		401,
		"You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
		{},
		{ "www-authenticate": 'Basic realm="Stripe"' },
	);

export function invalidKey(key: string): StripeRefusal {
	const shown = key.length < 12 ? "*".repeat(key.length) : `${key.slice(0, 8)}${"*".repeat(key.length - 12)}${key.slice(-4)}`;
	return new StripeRefusal(401, `Invalid API Key provided: ${shown}`, {}, { "www-authenticate": 'Basic realm="Stripe"' });
}

/** A key that was rolled or deleted. Source: error code api_key_expired. */
export function expiredKey(key: string): StripeRefusal {
	const shown = `${key.slice(0, 8)}${"*".repeat(Math.max(0, key.length - 12))}${key.slice(-4)}`;
	return new StripeRefusal(
		401,
		`Expired API Key provided: ${shown}`,
		{ code: "api_key_expired" },
		{ "www-authenticate": 'Basic realm="Stripe"' },
	);
}

/** Stripe's own trouble: the only errors of type api_error. */
export const stripeFailure = (status: 500 | 502 | 503): VendorReply =>
	jsonReply(status, {
		error: { message: "An unknown error occurred; please contact support@stripe.com if this continues.", type: "api_error" },
	});

export const unknownUrl = (method: string, path: string): StripeRefusal =>
	new StripeRefusal(
		404,
		`Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
	);

export const rateLimited = (headers: Readonly<Record<string, string>> = {}): StripeRefusal =>
	new StripeRefusal(
		429,
		"Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.",
		{ code: "rate_limit" },
		{ "stripe-rate-limited-reason": "global-rate", ...headers },
	);
