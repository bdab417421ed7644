// Keeps one page: its bytes in object storage, then its records, rows, cursor and everything it tells in one fenced transaction.
import type { PageRead, Stream } from "../../connectors/connector.ts";
import { type Committed, commitPage, moveCursor } from "../../db/sync/commit-page.store.ts";
import type { DeletionFind } from "../../db/sync/deletion.store.ts";
import { knownSchema } from "../../db/sync/schema-drift.store.ts";
import type { StreamPosition } from "../../db/sync/stream.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { encodeSpans } from "../../domain/sync/files/record-spans.ts";
import { type KnownSchema, observeSchema, withObserved } from "../../domain/sync/schema-drift.ts";
import type { SyncInput } from "../../domain/sync/sync-state.ts";
import { vendors } from "../../domain/sync/vendors/vendors.ts";
import type { ActivityContext } from "../core/define-activity.ts";
import { pageFacts } from "./keep-answer.ts";
import { preparePage } from "./prepare-page.ts";
import type { OpenConnection } from "./read-context.ts";

export interface ReadPagesInput extends SyncInput {
	readonly jobId: string;
	readonly startedAt: string;
	readonly stream: string;
	readonly epoch: number;
}

/** One activity's reading of one stream. */
export interface Reading {
	readonly ctx: ActivityContext;
	readonly open: OpenConnection;
	readonly stream: Stream;
	readonly input: ReadPagesInput;
	/** What the stream's records look like so far; only this activity reads the stream, so it is asked for once. */
	schema: KnownSchema | null;
	/** None of its records had been seen when the reading began, so whatever they look like is no change. */
	readonly unseen: boolean;
}

/** `schema` is null where records are not JSON: a file's columns are confirmed by a person. */
export async function readingOf(ctx: ActivityContext, open: OpenConnection, stream: Stream, input: ReadPagesInput): Promise<Reading> {
	const isJson = vendors[open.vendor].page.format === "json";
	const schema = isJson ? await ctx.withTenant((em) => knownSchema(em, input)) : null;
	return { ctx, open, stream, input, schema, unseen: schema?.size === 0 };
}

/** Moves the cursor without a page. @param reason '' where there was nothing to ask for */
export async function moveOn({ ctx, input }: Reading, position: StreamPosition, cursor: string, reason = ""): Promise<StreamPosition> {
	if (cursor !== position.cursor)
		await ctx.withTenant((em) => moveCursor(em, { ...input, ...fence(input, position, cursor), ...(reason === "" ? {} : { reason }) }));
	return { ...position, cursor };
}

/** @throws TieoutError STALE_LEASE when another writer went first */
export async function keepPage(reading: Reading, position: StreamPosition, page: PageRead): Promise<StreamPosition> {
	const { ctx, open, stream, input } = reading;
	const { response } = page;
	if (response === null) return moveOn(reading, position, page.nextCursor);
	const stored = response.stored ?? (await ctx.storage.put(input.tenantId, response.body));
	const prepared = preparePage(stream, page, open.connection.timeZone, page.config ?? open.connection.config);
	const baseline = reading.unseen || open.connection.lastSyncedAt === null;
	const schema = reading.schema === null ? null : observeSchema(reading.schema, textsOf(page), baseline);
	const commit = (): Promise<Committed> =>
		ctx.withTenant((em) =>
			commitPage(em, {
				...pageFacts(ctx, input, response, stored),
				...fence(input, position, page.nextCursor),
				...prepared,
				transformVersion: stream.transformVersion,
				finishesFile: page.finishesFile ?? null,
				spans: response.stored === undefined ? null : encodeSpans(page.records),
				deletions: deletionsOf(page, input.stream),
				schema,
			}),
		);
	const committed = await commit().catch((error: unknown) => {
		// The commit may have happened and only its reply be lost: the second time tells, and recognises the page.
		if (error instanceof TieoutError || ctx.signal.aborted) throw error;
		ctx.log.warn({ err: error, stream: input.stream }, "the reply of a commit was lost; asking again");
		return commit();
	});
	ctx.answeredBy(committed.pageId);
	const { seq, pageId, written: changed } = committed;
	const { length: records } = page.records;
	ctx.log.debug({ seq, pageId, records, changed, sizeBytes: stored.sizeBytes, httpStatus: response.status }, "page saved");
	if (schema !== null && reading.schema !== null) reading.schema = withObserved(reading.schema, schema);
	return { ...position, cursor: page.nextCursor, seq: committed.seq };
}

const textsOf = ({ records }: PageRead): string[] => records.map(({ text }) => text);

const fence = ({ epoch, only }: ReadPagesInput, { seq, cursor }: StreamPosition, cursorAfter: string) => ({
	epoch,
	seqBefore: seq,
	cursorBefore: cursor,
	cursorAfter,
	beside: only?.window !== undefined,
});

function deletionsOf(page: PageRead, stream: string): DeletionFind[] {
	const named = page.deleted === undefined ? [] : [{ ...page.deleted, except: [] }];
	const missing =
		page.whole === undefined ? [] : [{ stream, prefixes: page.whole, except: page.records.map(({ naturalKey }) => naturalKey) }];
	return [...named, ...missing];
}
