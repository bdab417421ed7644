// Processes stored pages of one stream again: each record as it was received, its hash checked, through the present transform; only what
// differs is written, a page at a time, fenced. Whatever ends it, committed pages stay, and another try finds nothing left to change there.
//
//   next page ▸ stored bytes ▸ cut records ▸ transform ▸ compare ▸ commit what differs ▸ heartbeat ─┐
//      ▲───────────────────────────────────────────────────────────────────────────────────────────┘
import type { Stream } from "../../connectors/connector.ts";
import { commitReprocessed, currentRowsOf, restateRefusals } from "../../db/sync/reprocess-page.store.ts";
import {
	selectedOfPage,
	type SelectedPage,
	selectPages,
	type SelectionOf,
	type StoredRefusal,
} from "../../db/sync/reprocess-selection.store.ts";
import type { RecordDraft, RefusedDraft } from "../../db/sync/write-records.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { ReprocessInput } from "../../domain/jobs/replay/replay.ts";
import type { CanonicalRow, Refused } from "../../domain/sync/canonical.ts";
import { isEnough, syncLimits } from "../../domain/sync/history-budget.ts";
import { sameRows } from "../../domain/sync/same-rows.ts";
import { storableReason, unstorable } from "../../domain/sync/storable.ts";
import { type ActivityContext, defineActivity } from "../core/define-activity.ts";
import { heartbeating, pageFacts } from "./keep-answer.ts";
import { textHash } from "./prepare-page.ts";
import { type OpenConnection, openConnection } from "./read-context.ts";
import { transformsOf } from "./reprocess-plan.ts";
import { storedRecords } from "./stored-records.ts";

export interface ReprocessPagesInput extends ReprocessInput {
	readonly jobId: string;
	readonly stream: string;
	readonly epoch: number;
	/** Pages up to this number are done. */
	readonly afterSeq: number;
	/** Fewer than the standard, for tests. */
	readonly pagesPerActivity?: number;
}

export interface ReprocessPagesOutput {
	readonly done: boolean;
	readonly afterSeq: number;
	readonly pages: number;
	readonly records: number;
	/** Records that still can't be read. */
	readonly refused: number;
}

const pagesAtOnce = 20;

export const reprocessStored = defineActivity("reprocessStored", async (ctx, input: ReprocessPagesInput): Promise<ReprocessPagesOutput> => {
	const open = await openConnection(ctx, input);
	const stream = open.connector.streams[input.stream];
	if (stream === undefined) throw new TieoutError("INPUT", `The connector has no stream ${input.stream}.`);
	const of: SelectionOf = { ...input, transforms: transformsOf(open.vendor) };
	const limits = { ...syncLimits, ...(input.pagesPerActivity === undefined ? {} : { pagesPerActivity: input.pagesPerActivity }) };
	const began = performance.now();
	let { afterSeq } = input;
	let pages = 0;
	let records = 0;
	let refused = 0;
	const stop = heartbeating(ctx, () => ({ stream: input.stream, pages }));
	try {
		let next: SelectedPage[] = [];
		for (;;) {
			if (next.length === 0)
				next = await ctx.withTenant((em) => selectPages(em, { ...of, stream: input.stream, afterSeq, limit: pagesAtOnce }));
			const page = next.shift();
			if (page === undefined) return { done: true, afterSeq, pages, records, refused };
			const read = await reprocessPage({ ctx, open, stream, of, input, page });
			afterSeq = page.seq;
			pages++;
			records += read.records;
			refused += read.refused;
			ctx.heartbeat({ stream: input.stream, pages, seq: page.seq });
			if (ctx.signal.aborted || isEnough(limits, pages, (performance.now() - began) / 1000))
				return { done: false, afterSeq, pages, records, refused };
		}
	} finally {
		stop();
	}
});

interface Reading {
	readonly ctx: ActivityContext;
	readonly open: OpenConnection;
	readonly stream: Stream;
	readonly of: SelectionOf;
	readonly input: ReprocessPagesInput;
	readonly page: SelectedPage;
}

async function reprocessPage(reading: Reading): Promise<{ readonly records: number; readonly refused: number }> {
	const { ctx, open, stream, of, input, page } = reading;
	const { tenantId } = input;
	const { selected, kept } = await ctx.withTenant(async (em) => {
		const found = await selectedOfPage(em, { ...of, pageId: page.id });
		return { selected: found, kept: await currentRowsOf(em, { tenantId, records: found.records }) };
	});
	const stored = await storedRecords(ctx, open, stream, { ...input, page });
	const judge = (record: { readonly naturalKey: string; readonly index: number; readonly payloadSha256: string }) => {
		const found = stored.at(record.index);
		if (found === null || textHash(found.text) !== record.payloadSha256) throw tampered(page, record.index);
		return judged(stream, { ...found, naturalKey: record.naturalKey }, open.connection.timeZone, stored.config);
	};
	const changed: { of: { id: string; version: number }; rows: readonly CanonicalRow[] }[] = [];
	const refused: RefusedDraft[] = [];
	for (const record of selected.records) {
		const result = judge(record);
		if (!result.ok) refused.push(draftOf(record, result.refused));
		else if (!sameRows(kept.get(record.id) ?? [], result.rows))
			changed.push({ of: { id: record.id, version: record.version }, rows: result.rows });
	}
	const recovered: RecordDraft[] = [];
	const still: (Refused & { readonly id: string })[] = [];
	for (const each of selected.refused) {
		const result = judge(each);
		if (result.ok) recovered.push({ naturalKey: each.naturalKey, index: each.index, payloadSha256: each.payloadSha256, rows: result.rows });
		else still.push({ ...result.refused, id: each.id });
	}
	await commitDifferences(reading, { changed, recovered, refused });
	await ctx.withTenant((em) => restateRefusals(em, { tenantId, refusals: restated(selected.refused, still) }));
	return { records: selected.records.length + selected.refused.length, refused: still.length + refused.length };
}

type Judged = { readonly ok: true; readonly rows: readonly CanonicalRow[] } | { readonly ok: false; readonly refused: Refused };

function judged(
	stream: Stream,
	record: Parameters<Stream["transform"]>[0],
	zone: string,
	config: Readonly<Record<string, unknown>>,
): Judged {
	const result = stream.transform(record, zone, config);
	if (!result.ok) return { ok: false, refused: result.error };
	const reason = unstorable(record.naturalKey, result.value);
	return reason === null ? { ok: true, rows: result.value } : { ok: false, refused: { naturalKey: record.naturalKey, ...reason } };
}

const draftOf = (
	record: { readonly naturalKey: string; readonly index: number; readonly payloadSha256: string },
	{ code, reason }: Refused,
): RefusedDraft => ({
	naturalKey: record.naturalKey,
	index: record.index,
	payloadSha256: record.payloadSha256,
	code,
	reason: storableReason(reason),
});

const restated = (before: readonly StoredRefusal[], now: readonly (Refused & { readonly id: string })[]) =>
	now
		.map(({ id, code, reason }) => ({ id, code, reason: storableReason(reason) }))
		.filter(({ id, code, reason }) => before.some((each) => each.id === id && (each.code !== code || each.reason !== reason)));

interface Differences {
	readonly changed: readonly { readonly of: { readonly id: string; readonly version: number }; readonly rows: readonly CanonicalRow[] }[];
	readonly recovered: readonly RecordDraft[];
	readonly refused: readonly RefusedDraft[];
}

async function commitDifferences({ ctx, stream, input, page }: Reading, differences: Differences): Promise<void> {
	if (differences.changed.length + differences.recovered.length + differences.refused.length === 0) return;
	const { method, target, requestBody, status, headers, receivedAt } = page;
	const response = { method, target, requestBody, status, headers, receivedAt, body: new Uint8Array() };
	const stored = { key: page.objectKey, sha256: page.sha256, sizeBytes: page.sizeBytes };
	const commit = () =>
		ctx.withTenant((em) =>
			commitReprocessed(em, {
				...pageFacts(ctx, input, response, stored),
				...differences,
				epoch: input.epoch,
				sourcePageId: page.id,
				sourceSeq: page.seq,
				transformVersion: stream.transformVersion,
			}),
		);
	await commit().catch((error: unknown) => {
		// The commit may have happened and only its reply be lost: the second time tells, and recognises the page.
		if (error instanceof TieoutError || ctx.signal.aborted) throw error;
		ctx.log.warn({ err: error, stream: input.stream }, "the reply of a commit was lost; asking again");
		return commit();
	});
}

const tampered = ({ stream, seq }: SelectedPage, index: number): TieoutError =>
	new TieoutError(
		"OBJECT_HASH_MISMATCH",
		`Record ${index + 1} of page ${seq} of ${stream} is not what was received. Restore the objects folder from your backup.`,
	);
