// How a list that is ordered newest first is read incrementally. A pass walks from the newest row down to the window's start by
// `starting_after` (an id, so a boundary inside one second loses nothing); only a finished pass moves the high water.
//
//   high water ──┐ lookback          pass.after
//        ────────▼────────────────────▼───────────▶ created
//         window start …  ◀── pages ──   (rows newer than the pass wait for the next one)
import type { Instant, LedgerDate } from "../../domain/core/dates.ts";
import type { RawResponse } from "../connector.ts";
import { presentOf } from "../vendor-refusal.ts";
import type { ListPage } from "./list-page.ts";

export interface Pass {
	/** Unix seconds, inclusive; null reads from the beginning. */
	readonly from: number | null;
	readonly after: string | null;
	/** Newest `created` seen so far. */
	readonly newHigh: number | null;
	/** Oldest row seen that may still change. */
	readonly oldestOpen: number | null;
	readonly startedAt: Instant;
	/** `created` of the last row of the page before: the next page can't begin with a newer one. */
	readonly lowest?: number | null;
	/** The last row of an earlier page: one that comes again means that the list goes in a circle. */
	readonly anchor?: Anchor | null;
}

export interface Anchor {
	readonly id: string;
	/** Pages read since; at `reach` the anchor moves on and reaches twice as far, so that a circle of any length is met (Brent, 1980). */
	readonly pages: number;
	readonly reach: number;
}

export interface WindowCursor {
	readonly high: number | null;
	/** Oldest row that may still change: the next pass starts there at the latest. */
	readonly oldestOpen: number | null;
	readonly pass: Pass | null;
	/** Reads up to here and then ends, whatever is newer: a window of days read beside the stream's own cursor. Unix seconds, inclusive. */
	readonly until?: number;
}

// A row is dated by its arrival or availability, which comes days after it was created, in some countries weeks. Reading too much
// costs requests only, reading too little would miss rows.
const createdBeforeDays = 31;
const daySeconds = 86_400;

/** Reads at least the rows whose ledger date lies in these days, both inclusive. */
export function createdWindow(from: LedgerDate, to: LedgerDate): WindowCursor {
	const start = Date.parse(`${from}T00:00:00Z`) / 1000 - createdBeforeDays * daySeconds;
	const until = Date.parse(`${to}T00:00:00Z`) / 1000 + 2 * daySeconds;
	const pass: Pass = { from: Math.max(0, start), after: null, newHigh: null, oldestOpen: null, startedAt: "" };
	return { high: null, oldestOpen: null, pass, until };
}

/** How Stripe is asked for the rows of a pass. */
export const createdFilter = ({ from }: Pass, { until }: WindowCursor): { created?: { gte?: number; lte?: number } } =>
	from === null && until === undefined
		? {}
		: { created: { ...(from === null ? {} : { gte: from }), ...(until === undefined ? {} : { lte: until }) } };

export const firstWindow: WindowCursor = { high: null, oldestOpen: null, pass: null };

/** The cursor of the same pass from its beginning. */
export const startOver = (cursor: WindowCursor, pass: Pass): string =>
	JSON.stringify({ ...cursor, pass: { ...pass, after: null, lowest: null, anchor: null } } satisfies WindowCursor);

// A clock may be off by some hours; what is created a day ahead is a mistake at the source.
const aheadSeconds = 86_400;

/** The newest `created` that can be true, by the later of Stripe's clock and ours. Unix seconds. */
export const latestCreated = (response: RawResponse): number => presentOf(response) / 1000 + aheadSeconds;

const least = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b));
const most = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b));

/** The pass to go on with, or a new one that starts `lookbackSeconds` before the high water. */
export function passOf(cursor: WindowCursor, lookbackSeconds: number, now: Instant): Pass {
	if (cursor.pass !== null) return cursor.pass;
	const from = cursor.high === null ? null : (least(cursor.high - lookbackSeconds, cursor.oldestOpen) ?? 0);
	return { from: from === null ? null : Math.max(0, from), after: null, newHigh: cursor.high, oldestOpen: null, startedAt: now };
}

function anchorBehind(anchor: Anchor | null, lastId: string | null): Anchor | null {
	if (anchor !== null && anchor.pages + 1 < anchor.reach) return { ...anchor, pages: anchor.pages + 1 };
	return lastId === null ? null : { id: lastId, pages: 0, reach: 2 * (anchor?.reach ?? 1) };
}

export interface Seen {
	readonly created: number | null;
	readonly mayChange: boolean;
}

/** The cursor after a page of `pass`. A pass that began before this run ends it only by starting a fresh one. */
export function afterPage(
	cursor: WindowCursor,
	pass: Pass,
	page: ListPage & { readonly seen: readonly Seen[]; readonly response: RawResponse; readonly runStartedAt: Instant },
): { readonly next: WindowCursor; readonly done: boolean } {
	// A row dated ahead of the source's own clock must not carry the high water beyond what is still to come.
	const latest = latestCreated(page.response);
	const newHigh = page.seen.reduce(
		(high, { created }) => (created !== null && created > latest ? high : most(high, created)),
		pass.newHigh,
	);
	const oldestOpen = page.seen.reduce((open, row) => (row.mayChange ? least(open, row.created) : open), pass.oldestOpen);
	if (page.hasMore) {
		const anchor = anchorBehind(pass.anchor ?? null, page.lastId);
		return { next: { ...cursor, pass: { ...pass, newHigh, oldestOpen, after: page.lastId, lowest: page.lowest, anchor } }, done: false };
	}
	if (cursor.until !== undefined) return { next: { ...cursor, pass: { ...pass, newHigh, oldestOpen } }, done: true };
	return { next: { high: newHigh, oldestOpen, pass: null }, done: Date.parse(pass.startedAt) >= Date.parse(page.runStartedAt) };
}
