// Response headers that keep a page of ours from running or showing anything that isn't ours.
//
// Styles need a nonce: Mantine writes its theme variables into a <style> element at run time, and 'unsafe-inline' for
// elements would let injected markup restyle figures. A hash can't be used, because the text depends on the theme.
// Scripts need none: the build has no inline script. React sets `style` through the DOM, which CSP doesn't count as inline.
import { randomBytes } from "node:crypto";
import type { RequestHandler, Response } from "express";
import helmet from "helmet";

const nonces = new WeakMap<object, string>();

/** The nonce of this response's policy, for spa.ts to write into the page. */
export const styleNonce = (res: Response): string => nonces.get(res) ?? "";

export function securityHeaders(): RequestHandler {
	const headers = helmet({
		contentSecurityPolicy: {
			useDefaults: false,
			directives: {
				defaultSrc: ["'self'"],
				scriptSrc: ["'self'"],
				scriptSrcAttr: ["'none'"],
				styleSrc: ["'self'", (_req, res) => `'nonce-${nonces.get(res) ?? ""}'`],
				imgSrc: ["'self'", "data:"],
				fontSrc: ["'self'"],
				connectSrc: ["'self'"],
				workerSrc: ["'self'"],
				objectSrc: ["'none'"],
				baseUri: ["'none'"],
				formAction: ["'self'"],
				frameAncestors: ["'none'"],
			},
		},
		frameguard: { action: "deny" },
		referrerPolicy: { policy: "same-origin" },
		// Loopback is plain HTTP; behind TLS the proxy that ends it says this.
		strictTransportSecurity: false,
	});
	return (req, res, next) => {
		nonces.set(res, randomBytes(16).toString("base64"));
		headers(req, res, next);
	};
}
