import { z } from "zod";
import { signOffIncident } from "../../db/jobs/incident.store.ts";
import { signable } from "../../domain/jobs/incident.ts";
import { procedure } from "../trpc.ts";
import { incidentIdSchema, incidentIf, incidentOrNotFound, incidentSchema, incidentView } from "./incident.schema.ts";

/** Ends an incident for good. Another person than the one who opened it, once every job is replaced or has nothing to replay. */
export const signOff = procedure("incidents.sign_off")
	.input(z.object({ id: incidentIdSchema, comment: z.string().trim().max(4000, "A comment has at most 4,000 characters.").default("") }))
	.output(incidentSchema)
	.mutation(async ({ ctx: { em, tenantId, userId, audit }, input: { id: incidentId, comment } }) => {
		const key = { tenantId, incidentId };
		await incidentIf(em, key, (incident) => signable(incident, userId));
		await signOffIncident(em, key, { by: userId, comment });
		await audit({
			action: "incidents.sign_off",
			resource: { kind: "incident", id: incidentId },
			summary: "An incident was signed off",
			reason: comment === "" ? undefined : comment,
		});
		return incidentView(await incidentOrNotFound(em, tenantId, incidentId), userId);
	});
