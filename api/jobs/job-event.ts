import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { readEvent } from "../../platform/history-events.ts";
import { procedure } from "../trpc.ts";
import { eventSchema } from "./job.schema.ts";
import { eventView, historyOf, readJob } from "./read-job.ts";

/** One event with its attributes: decrypted, and only ids, counts and our own words of them. */
export const jobEvent = procedure("jobs.read")
	.input(z.object({ jobId: z.uuid(), eventId: z.string().max(40) }))
	.output(eventSchema.extend({ attributes: z.unknown(), source: z.enum(["temporal", "archive"]) }))
	.query(async ({ ctx: { em, tenantId, deps }, input: { jobId, eventId } }) => {
		const job = await readJob(em, tenantId, jobId);
		const history = await historyOf(deps, tenantId, job);
		const converter = deps.temporal.client.options.loadedDataConverter;
		const event = history === null ? null : await readEvent(converter, job.workflowId, history.runs, eventId);
		if (history === null || event === null) throw new TieoutError("NOT_FOUND", "This job's history has no such event.");
		const runs = history.runs.map((run) => run.runId);
		return { ...eventView(runs, event), attributes: event.attributes, source: history.source };
	});
