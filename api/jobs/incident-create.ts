import { z } from "zod";
import { createIncident as insertIncident } from "../../db/jobs/incident.store.ts";
import { procedure } from "../trpc.ts";
import { addTo } from "./incident-add-jobs.ts";
import { causeSchema, fixVersionSchema, incidentJobsSchema, nameSchema } from "./incident.schema.ts";

/** Opens an incident over picked jobs or over everything that a filter finds now. */
export const createIncident = procedure("incidents.manage")
	.input(z.object({ name: nameSchema, cause: causeSchema.default(""), fixVersion: fixVersionSchema.default(""), jobs: incidentJobsSchema }))
	.output(z.object({ id: z.string(), number: z.number(), added: z.number() }))
	.mutation(async ({ ctx: { em, tenantId, userId, audit }, input: { name, cause, fixVersion, jobs } }) => {
		const filter = "filter" in jobs ? jobs.filter : null;
		const { id, number } = await insertIncident(em, { tenantId, name, cause, fixVersion, filter, createdBy: userId });
		const added = await addTo(em, { tenantId, incidentId: id }, jobs);
		await audit({
			action: "incidents.create",
			resource: { kind: "incident", id },
			summary: `An incident was opened over ${added} jobs`,
			after: { number, name, cause, fixVersion, added, filter },
		});
		return { id, number, added };
	});
