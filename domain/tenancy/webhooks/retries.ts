// What follows from one try of a webhook: delivered, again later, or given up. The waiting times are those that Standard Webhooks
// recommends ("Retry schedule"): about three days from the first try to the last.

/** Between a try and the next one, in milliseconds; after the last the delivery is dead. */
export const waitsMs: readonly number[] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400].map((seconds) => seconds * 1000);

export const mostTries = waitsMs.length + 1;

/** The longest Retry-After that is honoured: a receiver can't postpone for ever. */
const longestWaitMs = 86_400_000;

export type TryOutcome =
	| { readonly kind: "answered"; readonly status: number; readonly retryAfterMs: number | null }
	/** No answer came, or the address may not be asked. */
	| { readonly kind: "failed"; readonly code: string };

export type Judgement =
	| { readonly status: "delivered" }
	| { readonly status: "pending"; readonly waitMs: number }
	/** `gone`: the receiver says that it wants nothing any more (410). */
	| { readonly status: "dead"; readonly gone: boolean };

/** @param tries how many there were, this one included */
export function judgeTry(outcome: TryOutcome, tries: number): Judgement {
	if (outcome.kind === "answered") {
		if (outcome.status >= 200 && outcome.status < 300) return { status: "delivered" };
		if (outcome.status === 410) return { status: "dead", gone: true };
	}
	const waitMs = waitsMs[tries - 1];
	if (waitMs === undefined) return { status: "dead", gone: false };
	const asked = outcome.kind === "answered" ? (outcome.retryAfterMs ?? 0) : 0;
	return { status: "pending", waitMs: Math.min(Math.max(waitMs, asked), longestWaitMs) };
}

/** A Retry-After header in milliseconds: seconds or an HTTP date (RFC 9110, 10.2.3). null: none, or nothing that can be read. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
	if (header === null) return null;
	if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
	const at = /^\s*[A-Z][a-z]{2,}, /.test(header) ? Date.parse(header) : Number.NaN;
	return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

/** What a person reads about a try that did not deliver. */
export function trySentence(outcome: TryOutcome): string {
	if (outcome.kind === "answered") {
		const { status } = outcome;
		if (status === 410) return "The receiver answered 410: it wants no more events.";
		if (status >= 300 && status < 400)
			return `The receiver redirects (${status}). Redirects aren't followed: enter the address it leads to.`;
		return `The receiver answered ${status}.`;
	}
	return sentences[outcome.code] ?? "The receiver could not be reached.";
}

const sentences: Readonly<Record<string, string>> = {
	ADDRESS_REFUSED: "The address can't be found on the public internet, so nothing was sent.",
	ADDRESS_NOT_FOUND: "The address can't be found on the public internet, so nothing was sent.",
	TIMED_OUT: "The receiver did not answer in time.",
	TLS_REFUSED: "The receiver's certificate can't be trusted.",
	CUT: "The receiver ended the connection without an answer.",
};
