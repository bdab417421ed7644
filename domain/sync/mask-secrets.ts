// Covers what looks like a credential in text that is about to be shown. Requests are stored without secrets, so this is the
// second net: a vendor that echoes a key must not put it on a page. Length is kept, so that positions stay true.

const secretShapes: readonly RegExp[] = [
	// Stripe keys and webhook secrets.
	/\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9_]{8,}/g,
	/\bwhsec_[A-Za-z0-9]{8,}/g,
	// Our own API keys.
	/\btk_(?:live|test)_[0-9A-Za-z]{8,}/g,
	// Authorization headers that found their way into a body.
	/\b(?:Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{12,}/g,
	// JSON Web Tokens.
	/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g,
	/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g,
];

export const maskSecrets = (text: string): string =>
	secretShapes.reduce((masked, shape) => masked.replace(shape, (found) => "•".repeat(found.length)), text);

const secretNames = /^(?:authorization|proxy-authorization|cookie|set-cookie|x-api-key|.*(?:token|secret).*)$/i;

/** Headers with the values of those that carry credentials covered. */
export const maskHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
	Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, secretNames.test(name) ? "••••••••" : maskSecrets(value)]));
