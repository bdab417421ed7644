import { z } from "zod";
import { auditFacets, auditPage } from "../../db/tenancy/audit-list.store.ts";
import { procedure } from "../trpc.ts";
import { auditFilterSchema, auditRowSchema } from "./audit.schema.ts";

/** What somebody did in this company, newest first. */
export const listAuditEvents = procedure("audit.read")
	.input(auditFilterSchema.extend({ after: z.string().max(300).nullish(), limit: z.int().min(1).max(200).default(100) }))
	.output(z.object({ rows: z.array(auditRowSchema), next: z.string().nullable(), total: z.number().nullable() }))
	.query(async ({ ctx: { em, tenantId }, input: { after = null, ...query } }) => {
		const page = await auditPage(em, { ...query, tenantId, after });
		return { ...page, rows: [...page.rows] };
	});

/** What the list can be narrowed by: actions that happened, people and keys of the company. */
export const auditFilters = procedure("audit.read")
	.output(z.object({ actions: z.array(z.string()), actors: z.array(z.object({ id: z.uuid(), name: z.string() })) }))
	.query(async ({ ctx: { em, tenantId } }) => {
		const { actions, actors } = await auditFacets(em, tenantId);
		return { actions: [...actions], actors: [...actors] };
	});
