import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { changeable } from "../../domain/jobs/incident.ts";
import { removeJob } from "../../db/jobs/incident-job.store.ts";
import { procedure } from "../trpc.ts";
import { incidentIdSchema, incidentIf } from "./incident.schema.ts";

/** Takes a job out of the set: it was not affected after all. */
export const removeIncidentJob = procedure("incidents.manage")
	.input(z.object({ id: incidentIdSchema, jobId: z.uuid() }))
	.output(z.object({ id: z.string() }))
	.mutation(async ({ ctx: { em, tenantId, audit }, input: { id: incidentId, jobId } }) => {
		await incidentIf(em, { tenantId, incidentId }, changeable);
		if (!(await removeJob(em, { tenantId, incidentId }, jobId)))
			throw new TieoutError("NOT_FOUND", "This job is not in the incident. Somebody may have taken it out.");
		await audit({
			action: "incidents.remove_job",
			resource: { kind: "incident", id: incidentId },
			jobId,
			summary: "A job was taken out of an incident",
			before: { jobId },
		});
		return { id: incidentId };
	});
