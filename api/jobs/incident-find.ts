import { z } from "zod";
import { findJobs } from "../../db/jobs/incident-job.store.ts";
import { procedure } from "../trpc.ts";
import { incidentFilterSchema, incidentJobSchema } from "./incident.schema.ts";

/** What a filter would put into an incident: how many jobs, and the newest of them. */
export const findIncidentJobs = procedure("incidents.read")
	.input(z.object({ filter: incidentFilterSchema, limit: z.int().min(1).max(200).default(20) }))
	.output(z.object({ rows: z.array(incidentJobSchema), total: z.number() }))
	.query(({ ctx: { em, tenantId }, input: { filter, limit } }) => findJobs(em, { tenantId, filter, limit }));
