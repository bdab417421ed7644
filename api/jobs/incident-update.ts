import { z } from "zod";
import { changeIncident } from "../../db/jobs/incident.store.ts";
import { changeable, resolvable } from "../../domain/jobs/incident.ts";
import { procedure } from "../trpc.ts";
import {
	causeSchema,
	fixVersionSchema,
	incidentIdSchema,
	incidentIf,
	incidentOrNotFound,
	incidentSchema,
	incidentView,
	nameSchema,
} from "./incident.schema.ts";

/** Changes an incident's words, or calls it resolved (every job replaced, cause and fix named) or open again. */
export const updateIncident = procedure("incidents.manage")
	.input(
		z.object({
			id: incidentIdSchema,
			name: nameSchema.optional(),
			cause: causeSchema.optional(),
			fixVersion: fixVersionSchema.optional(),
			status: z.enum(["open", "resolved"]).optional(),
		}),
	)
	.output(incidentSchema)
	.mutation(async ({ ctx: { em, tenantId, userId }, input: { id: incidentId, ...change } }) => {
		const key = { tenantId, incidentId };
		const { status, ...words } = change;
		await incidentIf(em, key, changeable);
		await changeIncident(em, key, words);
		if (status === "resolved") await incidentIf(em, key, resolvable);
		if (status !== undefined) await changeIncident(em, key, { status });
		return incidentView(await incidentOrNotFound(em, tenantId, incidentId), userId);
	});
