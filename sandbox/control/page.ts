// The pages of faults and mails: files that are the same for everyone. What they show comes from the control API, with the token that the
// page's own address carries behind its #, so that it is never sent as part of an address.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { VendorReply } from "../core/vendor-reply.ts";

const types = {
	"page.html": "text/html",
	"page.css": "text/css",
	"page.js": "text/javascript",
	"mails.html": "text/html",
	"mails.js": "text/javascript",
} as const;

const addresses: Readonly<Record<string, string>> = { "/__control/page": "page.html", "/__control/mailbox": "mails.html" };

const headers = {
	"content-security-policy":
		"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	"x-content-type-options": "nosniff",
	"referrer-policy": "no-referrer",
	"cache-control": "no-store",
};

/** The file at `path`, or null when it is none of the page's. */
export function pageReply(method: string, path: string): VendorReply | null {
	const name = addresses[path] ?? path.slice("/__control/".length);
	if (method !== "GET" || !(name in types)) return null;
	const type = types[name as keyof typeof types];
	const body = readFileSync(join(import.meta.dirname, "..", "page", name), "utf8");
	return { status: 200, headers: { ...headers, "content-type": `${type}; charset=utf-8` }, body };
}
