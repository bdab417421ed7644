// Reads many pages of one stream: each is stored as received, then committed with its rows and the cursor in one fenced
// transaction. Whatever ends it, committed pages stay and the next try goes on behind them.
//
//   position ▸ read ▸ store bytes ▸ transform ▸ commit ▸ heartbeat ─┐
//      ▲────────────────────────────────────────────────────────────┘ until done, enough, or told to stop
import { VendorRefusal } from "../../connectors/vendor-refusal.ts";
import { markFileRefused } from "../../db/sync/import-file.store.ts";
import { recordProgress } from "../../db/sync/progress.store.ts";
import { type StreamPosition, streamPosition } from "../../db/sync/stream.store.ts";
import { finishWindow, windowCursorOf } from "../../db/sync/stream-window.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { isEnough, syncLimits } from "../../domain/sync/history-budget.ts";
import type { StreamState } from "../../domain/sync/progress.ts";
import type { StreamCount } from "../../domain/sync/sync-state.ts";
import { type ActivityContext, defineActivity } from "../core/define-activity.ts";
import { heartbeating, keepingRefusals } from "./keep-answer.ts";
import { keepPage, moveOn, type Reading, type ReadPagesInput, readingOf } from "./keep-page.ts";
import { openConnection, readContext } from "./read-context.ts";

export interface ReadPagesOutput extends Omit<StreamCount, "state"> {
	readonly done: boolean;
}

const progressEveryMs = 1_000;

export const readPages = defineActivity("readPages", async (ctx, input: ReadPagesInput): Promise<ReadPagesOutput> => {
	const open = await openConnection(ctx, input);
	const stream = open.connector.streams[input.stream];
	if (stream === undefined) throw new TieoutError("INPUT", `The connector has no stream ${input.stream}.`);
	const limits = { ...syncLimits, ...input.limits };
	const began = performance.now();
	let pages = 0;
	let reportedAt = -progressEveryMs;
	const stop = heartbeating(ctx, () => ({ stream: input.stream, pages }));
	try {
		const reading = await readingOf(ctx, open, stream, input);
		let position = await leasedPosition(ctx, input);
		for (;;) {
			const { done, next } = await readOnePage(reading, position);
			position = next;
			pages++;
			ctx.heartbeat({ stream: input.stream, pages });
			const seconds = (performance.now() - began) / 1000;
			// A stop between two pages loses nothing: the workflow decides what comes next.
			if (done || ctx.signal.aborted || isEnough(limits, pages, seconds)) {
				if (done && input.only?.window !== undefined) await ctx.withTenant((em) => finishWindow(em, input));
				const said = await report(ctx, input, done ? "done" : "running");
				if (done) ctx.log.info(said, "the stream is read to its end");
				return { done, ...said };
			}
			if (performance.now() - reportedAt >= progressEveryMs) {
				reportedAt = performance.now();
				await report(ctx, input, "running");
			}
		}
	} catch (error) {
		if (!ctx.signal.aborted) throw error;
		return { done: false, ...(await report(ctx, input, "running")) };
	} finally {
		stop();
	}
});

interface PageEnd {
	/** True when the stream has nothing more for this run. */
	readonly done: boolean;
	/** Where to go on. */
	readonly next: StreamPosition;
}

async function readOnePage(reading: Reading, position: StreamPosition): Promise<PageEnd> {
	const { ctx, open, stream, input } = reading;
	const context = readContext(ctx, open, input);
	const read = keepingRefusals(ctx, input, () => stream.readPage(position.cursor, context));
	try {
		const page = await read.catch(async (error: unknown) => {
			await refuseUnreadableFile(ctx, input, error);
			throw error;
		});
		return { done: page.done, next: await keepPage(reading, position, page) };
	} catch (error) {
		if (error instanceof VendorRefusal && error.startOver !== null)
			return { done: false, next: await moveOn(reading, position, error.startOver, error.message) };
		// Another try of this very activity may have gone on from here: then this one goes on behind it.
		if (!(error instanceof TieoutError) || error.code !== "STALE_LEASE") throw error;
		return { done: false, next: await leasedPosition(ctx, input) };
	}
}

/** @throws TieoutError STALE_LEASE when another run has taken the stream */
async function leasedPosition(ctx: ActivityContext, input: ReadPagesInput): Promise<StreamPosition> {
	const { position, window } = await ctx.withTenant(async (em) => ({
		position: await streamPosition(em, input),
		window: input.only?.window === undefined ? null : await windowCursorOf(em, input),
	}));
	if (position === null || position.epoch !== input.epoch)
		throw new TieoutError("STALE_LEASE", "Another run of this sync has taken over, so this one stops.");
	return window === null ? position : { ...position, cursor: window };
}

const report = async (
	ctx: ActivityContext,
	{ tenantId, jobId, stream }: ReadPagesInput,
	state: StreamState,
): Promise<Omit<StreamCount, "state">> => {
	const progress = await ctx.withTenant((em) => recordProgress(em, { tenantId, jobId, phase: "reading", states: { [stream]: state } }));
	const { pages = 0, rows = 0, quarantined = 0 } = progress.streams.find((each) => each.stream === stream) ?? {};
	return { pages, rows, quarantined };
};

/** A file that can't be read as a whole waits for no further import. */
async function refuseUnreadableFile(ctx: ActivityContext, { tenantId, jobId }: ReadPagesInput, error: unknown): Promise<void> {
	if (!(error instanceof TieoutError) || typeof error.facts.fileId !== "string") return;
	const fileId = error.facts.fileId;
	await ctx.withTenant((em) => markFileRefused(em, { tenantId, fileId, jobId }));
}
