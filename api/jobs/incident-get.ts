import { z } from "zod";
import { procedure } from "../trpc.ts";
import { incidentIdSchema, incidentOrNotFound, incidentSchema, incidentView } from "./incident.schema.ts";

export const getIncident = procedure("incidents.read")
	.input(z.object({ id: incidentIdSchema }))
	.output(incidentSchema)
	.query(async ({ ctx: { em, tenantId, userId }, input: { id: incidentId } }) =>
		incidentView(await incidentOrNotFound(em, tenantId, incidentId), userId),
	);
