import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { changeable, incidentLabel } from "../../domain/jobs/incident.ts";
import { replayModes } from "../../domain/jobs/replay/replay.ts";
import { jobsToReplay } from "../../db/jobs/incident-job.store.ts";
import { procedure } from "../trpc.ts";
import { startBulkReplay } from "./bulk-replay-start.ts";
import { incidentIdSchema, incidentIf } from "./incident.schema.ts";

/** Replays every job of an incident that is not replaced yet, as one run with progress and stop. */
export const replayIncident = procedure("jobs.replay")
	.input(z.object({ id: incidentIdSchema, mode: z.enum(replayModes).optional() }))
	.output(z.object({ jobId: z.string(), count: z.number() }))
	.mutation(async ({ ctx, input: { id, mode } }) => {
		const { em, tenantId } = ctx;
		const incident = await incidentIf(em, { tenantId, incidentId: id }, changeable);
		const jobIds = await jobsToReplay(em, { tenantId, incidentId: id });
		if (jobIds.length === 0)
			throw new TieoutError(
				"NOTHING_TO_REPLAY",
				"Every job of this incident is replaced already, has nothing to replay, or its replay is going on.",
			);
		const title = `Replay ${incidentLabel(incident.number)}: ${incident.name}`;
		const started = await startBulkReplay(ctx, { jobIds }, { mode: mode ?? null, title });
		await ctx.audit({
			action: "incidents.replay",
			resource: { kind: "incident", id },
			jobId: started.jobId,
			summary: `The jobs of ${incidentLabel(incident.number)} are replayed`,
			after: { jobId: started.jobId, count: started.count, mode: mode ?? null },
		});
		return started;
	});
