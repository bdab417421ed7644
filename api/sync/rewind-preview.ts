import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { disturbedSentence, rewindSentence } from "../../domain/sync/rewind.ts";
import { behindPlace } from "../../domain/sync/rewind-path.ts";
import { connectionOf } from "../../db/sync/connection.store.ts";
import { cursorMoveOf, pathOf } from "../../db/sync/cursor-move.store.ts";
import { datesBehind, disturbedRuns, openJobOf } from "../../db/sync/rewind.store.ts";
import { streamPosition } from "../../db/sync/stream.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { procedure } from "../trpc.ts";
import { ofStream } from "./cursor-history.ts";
import { noConnection } from "./get-connection.ts";

export const rewindTarget = ofStream.extend({
	/** The move after which the cursor stood where it shall stand again; 0 for before the first one. */
	no: z.int().min(0),
});

export interface RewindTarget {
	readonly cursor: string;
	readonly movedAt: string | null;
	/** The stream's moves so far. */
	readonly moves: number;
}

/** @throws TieoutError NOT_FOUND */
export async function targetOf(
	em: ScopedEm,
	of: { readonly tenantId: string; readonly connectionId: string; readonly stream: string; readonly no: number },
): Promise<RewindTarget> {
	if ((await connectionOf(em, of)) === null) throw noConnection();
	const position = await streamPosition(em, of);
	const move = await cursorMoveOf(em, { ...of, no: Math.max(1, of.no) });
	if (position === null || move === null)
		throw new TieoutError("NOT_FOUND", "This stream's cursor has no such move. Look at its history again.");
	return of.no === 0
		? { cursor: move.cursorBefore, movedAt: null, moves: position.moves }
		: { cursor: move.cursorAfter, movedAt: move.movedAt, moves: position.moves };
}

/** What "rewind to here" would do, before it is done. */
export const rewindPreview = procedure("connections.read")
	.input(rewindTarget)
	.output(
		z.object({
			to: z.object({ cursor: z.string(), movedAt: z.string().nullable() }),
			/** Hand it back with the rewind: it is refused when the cursor moved meanwhile. */
			movesSeen: z.number(),
			/** From what was read since; the source may have more or less by now. */
			refetch: z.object({
				rows: z.number(),
				pages: z.number(),
				from: z.string().nullable(),
				to: z.string().nullable(),
				sentence: z.string(),
			}),
			disturbs: z.array(
				z.object({
					runId: z.string(),
					what: z.string(),
					matches: z.number(),
					exceptions: z.number(),
					count: z.number(),
					sentence: z.string(),
				}),
			),
			refusal: z.object({ code: z.string(), sentence: z.string(), jobId: z.string().nullable() }).nullable(),
			action: z.string(),
		}),
	)
	.query(async ({ ctx: { em, tenantId }, input: { id, stream, no } }) => {
		const of = { tenantId, connectionId: id, stream };
		const target = await targetOf(em, { ...of, no });
		const { pages, rows, written } = behindPlace(await pathOf(em, of), no);
		const reach = { pages, rows, ...(await datesBehind(em, { ...of, written })) };
		const runs = await disturbedRuns(em, { ...of, written });
		return {
			to: { cursor: target.cursor, movedAt: target.movedAt },
			movesSeen: target.moves,
			refetch: { ...reach, sentence: rewindSentence(reach) },
			disturbs: runs.map((run) => ({
				runId: run.runId,
				what: `${run.entityName}, ${run.periodFrom.slice(0, 7)}`,
				matches: run.matches,
				exceptions: run.exceptions,
				count: run.matches + run.exceptions,
				sentence: disturbedSentence(run),
			})),
			refusal: await refusalOf(em, of, no === target.moves),
			action: "Rewind to here",
		};
	});

async function refusalOf(em: ScopedEm, of: { readonly tenantId: string; readonly connectionId: string }, stays: boolean) {
	const open = await openJobOf(em, of);
	if (open !== null)
		return {
			code: "CONNECTION_BUSY",
			sentence: `"${open.title}" is running on this connection. Wait until it has ended, or stop it, then rewind.`,
			jobId: open.id,
		};
	return stays ? { code: "NOTHING_TO_REWIND", sentence: "The cursor stands here already.", jobId: null } : null;
}
