import { z } from "zod";
import { logCounts, type LogLevel, logLevels, logPage } from "../../db/jobs/job-log.store.ts";
import { procedure } from "../trpc.ts";
import { readJob } from "./read-job.ts";

/** The lines of a job's log, oldest first. They hold ids, counts and our own words, never a record or a secret. */
export const jobLogs = procedure("jobs.read")
	.input(
		z.object({
			jobId: z.uuid(),
			/** Empty: all levels. */
			levels: z.array(z.enum(logLevels)).max(logLevels.length).default([]),
			attempt: z.int().min(1).max(1_000_000).optional(),
			activityType: z.string().max(100).optional(),
			stream: z.string().max(100).optional(),
			/** Part of the message, of a word among the facts, or of the step's name. */
			search: z.string().trim().max(200).optional(),
			after: z.string().max(1000).nullish(),
			limit: z.int().min(1).max(500).default(200),
		}),
	)
	.output(
		z.object({
			rows: z.array(
				z.object({
					id: z.string(),
					at: z.string(),
					level: z.enum(logLevels),
					message: z.string(),
					facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
					activityType: z.string().nullable(),
					activityId: z.string().nullable(),
					attempt: z.number().nullable(),
					stream: z.string().nullable(),
				}),
			),
			next: z.string().nullable(),
			/** Lines of the chosen levels under this filter. */
			total: z.number(),
			counts: z.object({ debug: z.number(), info: z.number(), warn: z.number(), error: z.number() }),
		}),
	)
	.query(async ({ ctx: { em, tenantId }, input: { after, ...input } }) => {
		await readJob(em, tenantId, input.jobId);
		const query = { ...input, tenantId };
		const page = await logPage(em, { ...query, after: after ?? null });
		const counts = await logCounts(em, query);
		const chosen: readonly LogLevel[] = input.levels.length === 0 ? logLevels : [...new Set<LogLevel>(input.levels)];
		return { rows: [...page.rows], next: page.next, total: chosen.reduce((sum, level) => sum + counts[level], 0), counts };
	});
