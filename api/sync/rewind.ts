import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { rewindStream } from "../../db/sync/rewind.store.ts";
import { procedure } from "../trpc.ts";
import { rewindTarget, targetOf } from "./rewind-preview.ts";

/** Puts a stream's cursor back. Nothing is read by it: the next sync goes on from there. */
export const rewind = procedure("streams.rewind")
	.input(
		rewindTarget.extend({
			/** From the preview. */
			movesSeen: z.int().min(0),
			reason: z.string().trim().min(3, "Say why, in a few words: it stays in the history.").max(500),
		}),
	)
	/** The number of the new move in the history. */
	.output(z.object({ no: z.number() }))
	.mutation(async ({ ctx: { em, tenantId, userId, log, audit }, input: { id, stream, no, movesSeen, reason } }) => {
		const of = { tenantId, connectionId: id, stream };
		const target = await targetOf(em, { ...of, no });
		if (no === target.moves) throw new TieoutError("NOTHING_TO_REWIND", "The cursor stands here already. Choose an earlier move.");
		const made = await rewindStream(em, { ...of, to: target, movesSeen, actorId: userId, reason });
		await audit({
			action: "streams.rewind",
			resource: { kind: "connection", id },
			summary: `The stream ${stream} was put back`,
			before: { stream, move: movesSeen },
			after: { stream, backTo: no, move: made },
			reason,
		});
		log.info({ connectionId: id, stream, to: no, userId }, "a person rewound a stream");
		return { no: made };
	});
