import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { changeable, maxIncidentJobs } from "../../domain/jobs/incident.ts";
import { addFoundJobs, addJobs, findJobs } from "../../db/jobs/incident-job.store.ts";
import { changeIncident, type IncidentKey } from "../../db/jobs/incident.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { procedure } from "../trpc.ts";
import { incidentIdSchema, incidentIf, incidentJobsSchema } from "./incident.schema.ts";

type Jobs = z.infer<typeof incidentJobsSchema>;

/** @returns how many were added. @throws TieoutError NOT_FOUND or INCIDENT_TOO_LARGE */
export async function addTo(em: ScopedEm, key: IncidentKey, jobs: Jobs): Promise<number> {
	if ("jobIds" in jobs) {
		const added = await addJobs(em, key, jobs.jobIds);
		if (added > 0) return added;
		throw new TieoutError(
			"NOT_FOUND",
			"None of these jobs can be added: they are still running, in the incident already, or have nothing to replay.",
		);
	}
	const { total } = await findJobs(em, { tenantId: key.tenantId, filter: jobs.filter, limit: 1 });
	if (total === 0) throw new TieoutError("NOT_FOUND", "No closed job matches this filter. Widen it.");
	if (total > maxIncidentJobs) {
		const message = `${total.toLocaleString("en-US")} jobs match, and an incident holds ${maxIncidentJobs.toLocaleString("en-US")}. Narrow the filter.`;
		throw new TieoutError("INCIDENT_TOO_LARGE", message, { total });
	}
	return addFoundJobs(em, key, jobs.filter);
}

/** Adds jobs; an incident that was resolved is open again. */
export const addIncidentJobs = procedure("incidents.manage")
	.input(z.object({ id: incidentIdSchema, jobs: incidentJobsSchema }))
	.output(z.object({ added: z.number() }))
	.mutation(async ({ ctx: { em, tenantId, audit }, input: { id: incidentId, jobs } }) => {
		await incidentIf(em, { tenantId, incidentId }, changeable);
		const added = await addTo(em, { tenantId, incidentId }, jobs);
		if (added > 0) await changeIncident(em, { tenantId, incidentId }, { status: "open" });
		await audit({
			action: "incidents.add_jobs",
			resource: { kind: "incident", id: incidentId },
			summary: `${added} jobs were added to an incident`,
			after: { added, ...jobs },
		});
		return { added };
	});
