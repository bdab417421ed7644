// What happened, what Tieout does and what a person can do, for every way in which a vendor can say no or nothing. A connector says
// in its own words only what depends on the vendor: whose key, which right. Never a vendor's own text.
import type { RefusalCode } from "./vendor-refusal.ts";

/** @param title the vendor's name */
export const refusalSentences = (title: string): Readonly<Record<RefusalCode, string>> => ({
	VENDOR_RATE_LIMITED: `${title} asks us to slow down; the sync goes on by itself after the pause, from the same page.`,
	VENDOR_PAUSE_TOO_LONG: `${title} asks for a longer pause than a sync waits. What was read is saved. Ask ${title}'s support, then sync again.`,
	VENDOR_AUTH: `${title} does not accept the credentials. Make new ones and save them in this connection.`,
	VENDOR_FORBIDDEN: `The ${title} credentials may not read this. Give them read access, then sync again.`,
	VENDOR_REFUSED: `${title} refused the request. Open the stored answer to see what it said.`,
	VENDOR_UNAVAILABLE: `${title} has a problem on its side; what was read is saved, and the sync tries again by itself.`,
	VENDOR_UNREACHABLE: `${title} could not be reached. Check the connection's address and the network; the sync tries again by itself.`,
	VENDOR_TIMEOUT: `${title} did not answer in time, so the request was given up; nothing is lost, and the sync asks for the same page again by itself.`,
	VENDOR_CUT: `The connection to ${title} broke in the middle of an answer. The half is thrown away, and the sync asks for the same page again by itself.`,
	VENDOR_UNREADABLE: `${title}'s answer can't be read: it isn't JSON, or not of the shape that was asked for. It is kept as received, nothing was taken from it, and a sync asks up to 5 times.`,
	VENDOR_OUT_OF_ORDER: `${title} sent a page twice or out of order. Going on from it could lose rows, so it is kept apart, nothing was taken from it, and a sync asks up to 5 times.`,
	VENDOR_FIELD_GONE: `${title} no longer has a field that Tieout reads. Look whether it was renamed at the source; until then nothing new can be read from this stream.`,
	CURSOR_EXPIRED: `${title} no longer knows the row that we were to go on from. The pass begins again; rows that are known come once.`,
});
