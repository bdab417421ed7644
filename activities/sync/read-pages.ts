// Reads many pages of one stream: each is stored as received, then committed with its rows and the cursor in one fenced
// transaction. Whatever ends it, committed pages stay and the next try goes on behind them.
//
//   position ▸ read ▸ store bytes ▸ transform ▸ commit ▸ heartbeat ─┐
//      ▲────────────────────────────────────────────────────────────┘ until done, enough, or told to stop
import type { PageRead, Stream } from "../../connectors/connector.ts";
import { commitPage, moveCursor } from "../../db/sync/commit-page.store.ts";
import { markFileRefused } from "../../db/sync/import-file.store.ts";
import { recordProgress } from "../../db/sync/progress.store.ts";
import { type StreamPosition, streamPosition } from "../../db/sync/stream.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { isEnough, syncLimits } from "../../domain/sync/history-budget.ts";
import type { StreamState } from "../../domain/sync/progress.ts";
import type { StreamCount, SyncInput } from "../../domain/sync/sync-state.ts";
import { type ActivityContext, defineActivity } from "../core/define-activity.ts";
import { heartbeating, keepingRefusals, pageFacts } from "./keep-answer.ts";
import { preparePage } from "./prepare-page.ts";
import { type OpenConnection, openConnection, readContext } from "./read-context.ts";

export interface ReadPagesInput extends SyncInput {
	readonly jobId: string;
	readonly startedAt: string;
	readonly stream: string;
	readonly epoch: number;
}

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
		let position = await leasedPosition(ctx, input);
		for (;;) {
			const { done, next } = await readOnePage(ctx, open, stream, input, position);
			position = next;
			pages++;
			ctx.heartbeat({ stream: input.stream, pages });
			const seconds = (performance.now() - began) / 1000;
			// A stop between two pages loses nothing: the workflow decides what comes next.
			if (done || ctx.signal.aborted || isEnough(limits, pages, seconds))
				return { done, ...(await report(ctx, input, done ? "done" : "running")) };
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

async function readOnePage(
	ctx: ActivityContext,
	open: OpenConnection,
	stream: Stream,
	input: ReadPagesInput,
	position: StreamPosition,
): Promise<PageEnd> {
	const context = readContext(ctx, open, input);
	const page = await keepingRefusals(ctx, input, () => stream.readPage(position.cursor, context)).catch(async (error: unknown) => {
		await refuseUnreadableFile(ctx, input, error);
		throw error;
	});
	try {
		return { done: page.done, next: await keepPage(ctx, open, stream, input, position, page) };
	} catch (error) {
		// Another try of this very activity may have gone on from here: then this one goes on behind it.
		if (!(error instanceof TieoutError) || error.code !== "STALE_LEASE") throw error;
		return { done: false, next: await leasedPosition(ctx, input) };
	}
}

/** @throws TieoutError STALE_LEASE when another run has taken the stream */
async function leasedPosition(ctx: ActivityContext, { tenantId, connectionId, stream, epoch }: ReadPagesInput): Promise<StreamPosition> {
	const position = await ctx.withTenant((em) => streamPosition(em, { tenantId, connectionId, stream }));
	if (position === null || position.epoch !== epoch)
		throw new TieoutError("STALE_LEASE", "Another run of this sync has taken over, so this one stops.");
	return position;
}

async function keepPage(
	ctx: ActivityContext,
	open: OpenConnection,
	stream: Stream,
	input: ReadPagesInput,
	position: StreamPosition,
	page: PageRead,
): Promise<StreamPosition> {
	const fence = { epoch: input.epoch, seqBefore: position.seq, cursorBefore: position.cursor, cursorAfter: page.nextCursor };
	const { response } = page;
	if (response === null) {
		if (page.nextCursor !== position.cursor) await ctx.withTenant((em) => moveCursor(em, { ...input, ...fence }));
		return { ...position, cursor: page.nextCursor };
	}
	const stored = await ctx.storage.put(input.tenantId, response.body);
	const prepared = preparePage(stream, page, open.connection.timeZone, page.config ?? open.connection.config);
	const commit = () =>
		ctx.withTenant((em) =>
			commitPage(em, {
				...pageFacts(ctx, input, response, stored),
				...fence,
				...prepared,
				transformVersion: stream.transformVersion,
				finishesFile: page.finishesFile ?? null,
			}),
		);
	const committed = await commit().catch((error: unknown) => {
		// The commit may have happened and only its reply be lost: the second time tells, and recognises the page.
		if (error instanceof TieoutError || ctx.signal.aborted) throw error;
		ctx.log.warn({ err: error, stream: input.stream }, "the reply of a commit was lost; asking again");
		return commit();
	});
	ctx.answeredBy(committed.pageId);
	return { ...position, cursor: page.nextCursor, seq: committed.seq };
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
