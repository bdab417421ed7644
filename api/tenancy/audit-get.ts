import { z } from "zod";
import { auditEvent } from "../../db/tenancy/audit-list.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { procedure } from "../trpc.ts";
import { auditDetailSchema, auditInstant } from "./audit.schema.ts";

/** One event with what was before and after, and its place in the chain. */
export const getAuditEvent = procedure("audit.read")
	.input(z.object({ id: z.uuid("An event's id is a UUID."), at: auditInstant }))
	.output(auditDetailSchema)
	.query(async ({ ctx: { em, tenantId }, input }) => {
		const event = await auditEvent(em, tenantId, input);
		if (event === null) throw new TieoutError("NOT_FOUND", "There is no event with this id at this time. It may have been archived.");
		return { ...event, personal: { ...event.personal }, before: jsonOf(event.before), after: jsonOf(event.after) };
	});

/** The schema's own type of JSON is one that may be changed. */
const jsonOf = (value: unknown): z.core.util.JSONType => value as z.core.util.JSONType;
