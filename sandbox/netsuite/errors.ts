// NetSuite's REST error bodies: RFC 9457 shape with the vendor's own details beside it.
import { jsonReply, type VendorReply } from "../core/vendor-reply.ts";

const kinds = {
	400: { title: "Bad Request", section: "15.5.1" },
	401: { title: "Unauthorized", section: "15.5.2" },
	404: { title: "Not Found", section: "15.5.5" },
	405: { title: "Method Not Allowed", section: "15.5.6" },
	500: { title: "Internal Server Error", section: "15.6.1" },
	502: { title: "Bad Gateway", section: "15.6.3" },
	503: { title: "Service Unavailable", section: "15.6.4" },
	429: { title: "Too Many Requests", section: "" },
} as const;

export class NetSuiteRefusal extends Error {
	readonly status: keyof typeof kinds;
	readonly code: string;
	readonly headers: Readonly<Record<string, string>>;

	constructor(status: keyof typeof kinds, code: string, detail: string, headers: Readonly<Record<string, string>> = {}) {
		super(detail);
		this.status = status;
		this.code = code;
		this.headers = headers;
	}
}

export function netsuiteRefusal({ status, code, message, headers }: NetSuiteRefusal): VendorReply {
	const { title, section } = kinds[status];
	const type =
		section === ""
			? "https://www.rfc-editor.org/rfc/rfc6585.html#section-4"
			: `https://www.rfc-editor.org/rfc/rfc9110.html#section-${section}`;
	const body = { type, title, status, "o:errorDetails": [{ detail: message, "o:errorCode": code }] };
	return jsonReply(status, body, { "content-type": "application/vnd.oracle.resource+json; type=error", ...headers });
}

export const invalidQuery = (reason: string): NetSuiteRefusal =>
	new NetSuiteRefusal(
		400,
		"INVALID_PARAMETER",
		`Invalid search query. Detailed unprocessed description follows. Search error occurred: Invalid or unsupported search. ${reason}`,
	);

export const tooManyRequests = (headers: Readonly<Record<string, string>> = {}): NetSuiteRefusal =>
	new NetSuiteRefusal(429, "CONCURRENCY_LIMIT_EXCEEDED", "Concurrent request limit exceeded. Request blocked.", headers);

export const netsuiteFailure = (status: 500 | 502 | 503): NetSuiteRefusal =>
	new NetSuiteRefusal(status, "UNEXPECTED_ERROR", "An unexpected error has occurred. Error ID: sandbox. Contact Customer Support.");

export const invalidLogin = (account: string): NetSuiteRefusal =>
	new NetSuiteRefusal(
		401,
		"INVALID_LOGIN",
		"Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI at Setup > Users/Roles > User Management > View Login Audit Trail.",
		{ "www-authenticate": `Bearer realm="${account}", error="invalid_token", error_description="Invalid login attempt."` },
	);
