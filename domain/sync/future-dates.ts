// Rows dated in the future. A source may date a document some months ahead; an event that has not happened, or a day years away, is a
// mistake that would stay out of every period, so the record is refused and says so.
import type { CanonicalRow } from "./canonical.ts";

const dayMs = 86_400_000;
/** Clocks differ and zones are up to 14 hours apart. */
const eventAheadMs = 2 * dayMs;
const daysAhead = 400;

export interface FutureDate {
	readonly code: "DATE_IN_FUTURE";
	readonly reason: string;
}

/** @param present the later of the source's clock and ours when the page was received, epoch milliseconds */
export function futureDate(rows: readonly CanonicalRow[], present: number): FutureDate | null {
	const today = new Date(present).toISOString().slice(0, 10);
	const lastDay = new Date(present + daysAhead * dayMs).toISOString().slice(0, 10);
	for (const { occurredAt, ledgerDate } of rows) {
		if (occurredAt !== null && Date.parse(occurredAt) > present + eventAheadMs)
			return { code: "DATE_IN_FUTURE", reason: `It says that it happened on ${occurredAt.slice(0, 10)}, and was read on ${today}.` };
		if (ledgerDate > lastDay)
			return { code: "DATE_IN_FUTURE", reason: `It is dated ${ledgerDate}, more than a year after the day it was read (${today}).` };
	}
	return null;
}
