// The fenced commit: cursor, page, records, canonical rows and quarantine in one transaction, or nothing. The cursor moves by
// compare-and-set from exactly where the page was read, under the lease it was read with.
//
//   cursor, seq, epoch as read? ──no──▶ this very page is there already? ──yes──▶ recognised, nothing written
//          │ yes                                        └──no──▶ STALE_LEASE, nothing written
//          ▼
//   page seq+1 ▸ the move in the cursor's history ▸ records and rows ▸ quarantine ▸ what is gone ▸ what looks different
import { TieoutError } from "../../domain/core/errors.ts";
import { derivedId } from "../../domain/core/ids.ts";
import type { SchemaObservation } from "../../domain/sync/schema-drift.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { recordCursorMove } from "./cursor-move.store.ts";
import { type DeletionFind, findDeletions } from "./deletion.store.ts";
import { markFileImported } from "./import-file.store.ts";
import { insertPage, type PageFacts } from "./page.store.ts";
import { saveSchema } from "./schema-drift.store.ts";
import { moveWindow } from "./stream-window.store.ts";
import { type RecordDraft, type RefusedDraft, writeQuarantine, writeRecords } from "./write-records.store.ts";

export interface PageCommit extends PageFacts {
	readonly epoch: number;
	readonly seqBefore: number;
	readonly cursorBefore: string;
	readonly cursorAfter: string;
	readonly transformVersion: number;
	readonly records: readonly RecordDraft[];
	readonly refused: readonly RefusedDraft[];
	/** An uploaded file that this page read to its end. */
	readonly finishesFile: string | null;
	/** Where its records lie in an uploaded file (domain/sync/files/record-spans.ts); left out for any other page. */
	readonly spans?: string | null;
	/** The job reads a window: its side cursor moves, the stream's own stays where it is. */
	readonly beside?: boolean;
	/** What the page says is gone at the source. */
	readonly deletions?: readonly DeletionFind[];
	/** What the page's records look like, where that is news. */
	readonly schema?: SchemaObservation | null;
}

export interface Committed {
	readonly outcome: "committed" | "recognised";
	readonly pageId: string;
	readonly seq: number;
	/** Records that were new or changed. */
	readonly written: number;
}

interface Cell {
	readonly tenantId: string;
	readonly connectionId: string;
	readonly stream: string;
}

const stale = (): TieoutError =>
	new TieoutError("STALE_LEASE", "Another run of this sync has gone on from here, so this page was not written again.");

interface Moved {
	readonly seq: number;
	readonly moves: number;
}

type Move = Pick<PageCommit, "epoch" | "seqBefore" | "cursorBefore" | "cursorAfter" | "beside" | "jobId"> & Cell;

/** Moves the cursor when it is where it was read. @returns null when it is not */
async function advance(em: ScopedEm, input: Move, step: 0 | 1): Promise<Moved | null> {
	const rows = await em.execute<Moved[]>(
		`update streams set cursor = case when ? then cursor else ? end, seq = seq + ?, moves = moves + case when ? then 0 else 1 end,
			cursor_at = now(), updated_at = now()
		where tenant_id = ?::uuid and connection_id = ?::uuid and stream = ? and lease_epoch = ? and seq = ? and (? or cursor = ?)
		returning seq::int as "seq", moves::int as "moves"`,
		[
			input.beside === true,
			input.cursorAfter,
			step,
			input.beside === true,
			input.tenantId,
			input.connectionId,
			input.stream,
			input.epoch,
			input.seqBefore,
			input.beside === true,
			input.cursorBefore,
		],
	);
	const moved = rows[0] ?? null;
	if (moved !== null && input.beside === true && !(await moveWindow(em, input))) throw stale();
	return moved;
}

/** Moves a cursor without a page: the stream had nothing to ask, or starts over. @throws TieoutError STALE_LEASE */
export async function moveCursor(em: ScopedEm, input: Move & { readonly reason?: string }): Promise<void> {
	const moved = await advance(em, input, 0);
	if (moved === null) throw stale();
	if (input.beside === true) return;
	await recordCursorMove(em, {
		...input,
		no: moved.moves,
		cause: "skip",
		seqAfter: moved.seq,
		pageId: null,
		actorId: null,
		reason: input.reason ?? "Nothing was left to ask for",
	});
}

/** @throws TieoutError STALE_LEASE when another writer went first */
export async function commitPage(em: ScopedEm, input: PageCommit): Promise<Committed> {
	const seq = input.seqBefore + 1;
	const pageId = derivedId("page", input.connectionId, input.stream, String(seq));
	const moved = await advance(em, input, 1);
	if (moved === null) {
		if (await isCommitted(em, input, pageId)) return { outcome: "recognised", pageId, seq, written: 0 };
		throw stale();
	}
	const rowCount = input.records.length + input.refused.length;
	await insertPage(em, { ...input, id: pageId, seq, kind: "page", rowCount });
	if (input.beside !== true)
		await recordCursorMove(em, { ...input, no: moved.moves, cause: "page", seqAfter: seq, pageId, actorId: null, reason: "" });
	const written = await writeRecords(em, { ...input, seenAt: input.response.receivedAt }, pageId, seq);
	await writeQuarantine(em, input, pageId);
	for (const find of input.deletions ?? []) await findDeletions(em, { ...input, find, pageId });
	if (input.schema) await saveSchema(em, { ...input, observation: input.schema, pageId, seq });
	if (input.finishesFile !== null) await markFileImported(em, { tenantId: input.tenantId, fileId: input.finishesFile, jobId: input.jobId });
	return { outcome: "committed", pageId, seq, written };
}

/** True when the reply of an earlier commit of exactly this page was lost on its way. */
async function isCommitted(em: ScopedEm, input: PageCommit, pageId: string): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		`select 1 from pages where tenant_id = ?::uuid and id = ?::uuid and run_id = ? and sha256 = ? and cursor_before = ? and cursor_after = ?`,
		[input.tenantId, pageId, input.runId, input.stored.sha256, input.cursorBefore, input.cursorAfter],
	);
	return rows.length === 1;
}
