// Where a page may send somebody after signing in: an address of our own pages, and nothing that a browser reads as another site.

// Any origin does: what stays on it after the browser's own reading of the text is ours.
const origin = "https://tieout.invalid";

/**
 * `then` as path, query and fragment, or `otherwise` when it leads elsewhere. Browsers drop tabs and line breaks and read "\" as "/",
 * so "/\t/elsewhere" and "/\elsewhere" are other sites.
 */
export function safeTarget(then: string | null | undefined, otherwise = "/jobs"): string {
	if (then === null || then === undefined || !then.startsWith("/") || then.length > 2_000) return otherwise;
	// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
	if (/[\u0000-\u0020\u007f\\]/.test(then) || then.startsWith("//")) return otherwise;
	if (!URL.canParse(then, origin)) return otherwise;
	const url = new URL(then, origin);
	// "/.//elsewhere" is on our origin, but its path alone is another site.
	if (url.origin !== origin || url.pathname.startsWith("//")) return otherwise;
	return `${url.pathname}${url.search}${url.hash}`;
}
