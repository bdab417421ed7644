import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { connectionOf } from "../../db/sync/connection.store.ts";
import { cursorMovesOf } from "../../db/sync/cursor-move.store.ts";
import { procedure } from "../trpc.ts";
import { noConnection } from "./get-connection.ts";

export const ofStream = z.object({
	id: z.uuid("A connection's id is a UUID."),
	stream: z.string().min(1).max(200),
});

/** Every move of a stream's cursor, newest first. */
export const cursorHistory = procedure("connections.read")
	.input(ofStream.extend({ cursor: z.string().max(20).nullish(), limit: z.int().min(1).max(200).default(50) }))
	.output(
		z.object({
			rows: z.array(
				z.object({
					no: z.number(),
					/** A page was kept; it moved without one; a person put it back. */
					cause: z.enum(["page", "skip", "rewind"]),
					cursorBefore: z.string(),
					cursorAfter: z.string(),
					/** Number of the last page after the move. */
					seqAfter: z.number(),
					pageId: z.string().nullable(),
					rows: z.number(),
					jobId: z.string().nullable(),
					jobTitle: z.string().nullable(),
					actorName: z.string().nullable(),
					reason: z.string(),
					movedAt: z.string(),
				}),
			),
			next: z.string().nullable(),
			total: z.number(),
		}),
	)
	.query(async ({ ctx: { em, tenantId }, input: { id, stream, cursor, limit } }) => {
		if ((await connectionOf(em, { tenantId, connectionId: id })) === null) throw noConnection();
		const before = cursor ? Number(cursor) : null;
		if (before !== null && !Number.isSafeInteger(before))
			throw new TieoutError("INPUT", "This place in the list isn't known. Start from its beginning.");
		const page = await cursorMovesOf(em, { tenantId, connectionId: id, stream, before, limit });
		return { rows: [...page.rows], next: page.next, total: page.total ?? 0 };
	});
