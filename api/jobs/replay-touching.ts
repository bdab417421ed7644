import { z } from "zod";
import { jobsTouching } from "../../db/jobs/replay-touching.store.ts";
import { worthReplaying } from "../../domain/jobs/replay/worth-replaying.ts";
import { isLedgerDate } from "../../domain/core/dates.ts";
import { procedure } from "../trpc.ts";
import { jobRowSchema } from "./job.schema.ts";

const day = z
	.string()
	.regex(/^\d{4}-\d{2}-\d{2}$/)
	.refine(isLedgerDate, "This day is not in the calendar.");
const id = z.string().trim().min(1).max(500);

const keySchema = z.discriminatedUnion("by", [
	z.object({ by: z.literal("connection"), connectionId: z.uuid(), from: day, to: day }),
	z.object({ by: z.literal("payout"), payout: id }),
	z.object({ by: z.literal("record"), naturalKey: id, connectionId: z.uuid().optional() }),
	z.object({
		by: z.literal("period"),
		entityId: z.uuid(),
		month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "A month is written like 2026-10."),
	}),
]);

/** The jobs that touched a payout, a record, a month or some days of a connection, newest first, and which of them to replay. */
export const touchingReplays = procedure("jobs.read")
	.input(z.object({ key: keySchema }))
	.output(
		z.object({
			rows: z.array(jobRowSchema.extend({ touched: z.number(), replay: z.object({ makesSense: z.boolean(), why: z.string() }) })),
		}),
	)
	.query(async ({ ctx: { em, tenantId }, input: { key } }) => {
		const jobs = await jobsTouching(em, { tenantId, key });
		return { rows: jobs.map((job) => ({ ...job, replay: worthReplaying(job) })) };
	});
