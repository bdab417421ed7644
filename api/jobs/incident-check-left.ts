import { z } from "zod";
import { keepNothing, type LeftJob, unreplacedJobs } from "../../db/jobs/incident-nothing.store.ts";
import { planReplayOf } from "../../db/jobs/plan-replay.store.ts";
import { mostBulkJobs } from "../../db/jobs/replay-bulk.store.ts";
import { changeable } from "../../domain/jobs/incident.ts";
import { nothingToReplay } from "../../domain/jobs/replay/refusal.ts";
import { procedure } from "../trpc.ts";
import { incidentIdSchema, incidentIf, incidentOrNotFound, incidentSchema, incidentView } from "./incident.schema.ts";

/** Plans the jobs that are not replaced, as many as one set may hold, and notes those of which nothing is left to replay. */
export const checkLeft = procedure("incidents.manage")
	.input(z.object({ id: incidentIdSchema }))
	.output(incidentSchema)
	.mutation(async ({ ctx: { em, tenantId, userId, audit }, input: { id: incidentId } }) => {
		const key = { tenantId, incidentId };
		await incidentIf(em, key, changeable);
		const left: LeftJob[] = [];
		for (const jobId of await unreplacedJobs(em, key, mostBulkJobs)) {
			const { facts } = await planReplayOf(em, { tenantId, jobId, mode: "reprocess", options: { reconcileAfter: true } });
			left.push({ jobId, nothing: nothingToReplay(facts) });
		}
		await keepNothing(em, key, left);
		await audit({
			action: "incidents.check_left",
			resource: { kind: "incident", id: incidentId },
			summary: `${left.length} jobs of an incident were looked at for what is left to replay`,
			after: { looked: left.length, nothingLeft: left.filter(({ nothing }) => nothing).length },
		});
		return incidentView(await incidentOrNotFound(em, tenantId, incidentId), userId);
	});
