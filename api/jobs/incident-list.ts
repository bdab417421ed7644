import { z } from "zod";
import { incidentStatuses } from "../../domain/jobs/incident.ts";
import { incidentCounts, incidentPage } from "../../db/jobs/incident.store.ts";
import { procedure } from "../trpc.ts";
import { incidentSchema, incidentView } from "./incident.schema.ts";

/** Incidents, newest first. */
export const listIncidents = procedure("incidents.read")
	.input(
		z.object({
			status: z.enum(incidentStatuses).optional(),
			/** Part of the name or the cause, or "INC-31". */
			search: z.string().trim().max(200).optional(),
			after: z.string().max(1000).nullish(),
			limit: z.int().min(1).max(200).default(50),
		}),
	)
	.output(
		z.object({
			rows: z.array(incidentSchema),
			next: z.string().nullable(),
			total: z.number(),
			counts: z.object({ open: z.number(), resolved: z.number(), signed_off: z.number() }),
		}),
	)
	.query(async ({ ctx: { em, tenantId, userId }, input: { status, search, after, limit } }) => {
		const page = await incidentPage(em, { tenantId, status, search, after: after ?? null, limit });
		const counts = await incidentCounts(em, { tenantId, search });
		const total = status === undefined ? counts.open + counts.resolved + counts.signed_off : counts[status];
		return { rows: page.rows.map((row) => incidentView(row, userId)), next: page.next, total, counts };
	});
