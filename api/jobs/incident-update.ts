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

const wordsOf = ({ name, cause, fixVersion, status }: Awaited<ReturnType<typeof incidentOrNotFound>>) => ({
	name,
	cause,
	fixVersion,
	status,
});

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
	.mutation(async ({ ctx: { em, tenantId, userId, audit }, input: { id: incidentId, ...change } }) => {
		const key = { tenantId, incidentId };
		const { status, ...words } = change;
		const before = await incidentIf(em, key, changeable);
		await changeIncident(em, key, words);
		if (status === "resolved") await incidentIf(em, key, resolvable);
		if (status !== undefined) await changeIncident(em, key, { status });
		const after = await incidentOrNotFound(em, tenantId, incidentId);
		await audit({
			action: status === "resolved" ? "incidents.resolve" : "incidents.update",
			resource: { kind: "incident", id: incidentId },
			summary: status === "resolved" ? "An incident was called resolved" : "An incident was changed",
			before: wordsOf(before),
			after: wordsOf(after),
		});
		return incidentView(after, userId);
	});
