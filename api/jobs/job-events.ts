import { z } from "zod";
import { listEvents } from "../../platform/history-events.ts";
import { procedure } from "../trpc.ts";
import { eventSchema } from "./job.schema.ts";
import { eventView, historyOf, readJob } from "./read-job.ts";

/** The job's history, every event of every run, from Temporal or from our archive. Empty before a worker has taken it. */
export const jobEvents = procedure("jobs.read")
	.input(z.object({ jobId: z.uuid() }))
	.output(z.array(eventSchema))
	.query(async ({ ctx: { em, tenantId, deps }, input: { jobId } }) => {
		const job = await readJob(em, tenantId, jobId);
		const history = await historyOf(deps, tenantId, job);
		if (history === null) return [];
		const runs = history.runs.map((run) => run.runId);
		return listEvents(history.runs).map((event) => eventView(runs, event));
	});
