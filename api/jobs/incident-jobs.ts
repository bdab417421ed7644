import { z } from "zod";
import { incidentJobStates } from "../../domain/jobs/incident.ts";
import { incidentJobPage } from "../../db/jobs/incident-job.store.ts";
import { procedure } from "../trpc.ts";
import { incidentIdSchema, incidentJobSchema, incidentOrNotFound } from "./incident.schema.ts";

/** The jobs of an incident, newest first, each with where its replay stands. */
export const incidentJobs = procedure("incidents.read")
	.input(
		z.object({
			id: incidentIdSchema,
			state: z.enum(incidentJobStates).optional(),
			after: z.string().max(1000).nullish(),
			limit: z.int().min(1).max(200).default(50),
		}),
	)
	.output(z.object({ rows: z.array(incidentJobSchema), next: z.string().nullable(), total: z.number() }))
	.query(async ({ ctx: { em, tenantId }, input: { id: incidentId, state, after, limit } }) => {
		const { progress } = await incidentOrNotFound(em, tenantId, incidentId);
		const page = await incidentJobPage(em, { tenantId, incidentId, state, after: after ?? null, limit });
		return { rows: [...page.rows], next: page.next, total: state === undefined ? progress.total : progress[state] };
	});
