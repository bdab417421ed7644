// A set of jobs on the wire: picked ones, or all that a filter finds; and what a set's plan says.
import { z } from "zod";
import { jobKinds, jobStatuses } from "../../domain/jobs/job.ts";
import { replayModes } from "../../domain/jobs/replay/replay.ts";

const filterSchema = z.object({
	kind: z.enum(jobKinds).optional(),
	statuses: z.array(z.enum(jobStatuses)).min(1).optional(),
	failureCode: z.string().max(100).optional(),
	connectionId: z.uuid().optional(),
	from: z.iso.datetime({ offset: true }).optional(),
	to: z.iso.datetime({ offset: true }).optional(),
});

/** Left out: what fits each job. */
const how = { mode: z.enum(replayModes).optional(), title: z.string().trim().min(1).max(200).optional() };

/** Picked jobs, or all that a filter finds. */
export const bulkAskSchema = z.union([
	z.object({ jobIds: z.array(z.uuid()).min(1, "Choose at least one job.").max(1_000), ...how }),
	z.object({ filter: filterSchema, ...how }),
]);

export const bulkPlanSchema = z.object({
	items: z.array(
		z.object({ jobId: z.string(), title: z.string(), mode: z.enum(replayModes), settles: z.array(z.string()), work: z.string() }),
	),
	/** Not replayed, and why. */
	left: z.array(z.object({ jobId: z.string(), title: z.string(), why: z.string() })),
	/** Jobs that are settled when all goes well. */
	settled: z.number(),
	sentence: z.string(),
	refusal: z.object({ code: z.string(), sentence: z.string() }).nullable(),
});
