import { z } from "zod";
import { deadLetterKinds, wordsOf } from "../../domain/jobs/dead-letter.ts";
import { deadLetterCounts, deadLetterPage } from "../../db/jobs/dead-letter.store.ts";
import { procedure } from "../trpc.ts";

const id = z.string();

const door = z.discriminatedUnion("page", [
	z.object({ page: z.literal("replay"), jobId: id }),
	z.object({ page: z.literal("job"), jobId: id }),
	z.object({ page: z.literal("keys") }),
	z.object({ page: z.literal("file"), fileId: id, connectionId: id }),
	z.object({ page: z.literal("quarantine"), connectionId: id, code: z.string() }),
	z.object({ page: z.literal("connection"), connectionId: id }),
]);

const row = z.object({
	/** Unique within its kind. */
	id,
	kind: z.enum(deadLetterKinds),
	title: z.string(),
	why: z.string(),
	/** Our code of the failure, the quarantine's reason, or how the decision ended. */
	code: z.string(),
	since: z.string(),
	/** Records behind it; 1 for what is one thing. */
	count: z.number(),
	/** Replays that did not end well either. */
	tries: z.number(),
	fix: z.string(),
	retry: z.object({ label: z.string(), does: z.string() }),
	/** The page where the retry is planned and started. */
	door,
	jobId: id.nullable(),
	connectionId: id.nullable(),
	fileId: id.nullable(),
});

/** What was given up on, newest first, with what to mend and what a retry does. */
export const listDeadLetters = procedure("jobs.read")
	.input(
		z.object({
			kind: z.enum(deadLetterKinds).optional(),
			after: z.string().max(1000).nullish(),
			limit: z.int().min(1).max(200).default(50),
		}),
	)
	.output(
		z.object({
			rows: z.array(row),
			next: z.string().nullable(),
			total: z.number(),
			counts: z.object({ job: z.number(), file: z.number(), quarantine: z.number(), decision: z.number() }),
		}),
	)
	.query(async ({ ctx: { em, tenantId }, input: { kind, after, limit } }) => {
		const page = await deadLetterPage(em, { tenantId, kind, after: after ?? null, limit });
		const counts = await deadLetterCounts(em, tenantId);
		const total = kind === undefined ? counts.job + counts.file + counts.quarantine + counts.decision : counts[kind];
		return { rows: page.rows.map((letter) => ({ ...letter, ...wordsOf(letter) })), next: page.next, total, counts };
	});
