import { z } from "zod";
import { createIncident as insertIncident } from "../../db/jobs/incident.store.ts";
import { procedure } from "../trpc.ts";
import { addTo } from "./incident-add-jobs.ts";
import { causeSchema, fixVersionSchema, incidentJobsSchema, nameSchema } from "./incident.schema.ts";

/** Opens an incident over picked jobs or over everything that a filter finds now. */
export const createIncident = procedure("incidents.manage")
	.input(z.object({ name: nameSchema, cause: causeSchema.default(""), fixVersion: fixVersionSchema.default(""), jobs: incidentJobsSchema }))
	.output(z.object({ id: z.string(), number: z.number(), added: z.number() }))
	.mutation(async ({ ctx: { em, tenantId, userId }, input: { name, cause, fixVersion, jobs } }) => {
		const filter = "filter" in jobs ? jobs.filter : null;
		const { id, number } = await insertIncident(em, { tenantId, name, cause, fixVersion, filter, createdBy: userId });
		return { id, number, added: await addTo(em, { tenantId, incidentId: id }, jobs) };
	});
