import { z } from "zod";
import { approvalCounts, approvalPage, approvalViews } from "../../db/tenancy/approval.store.ts";
import { procedure } from "../trpc.ts";
import { approvalSchema, approvalView } from "./approval.schema.ts";

const countsSchema = z.object({ mine: z.number(), open: z.number(), prepared: z.number() });

/** What waits for a person, first what the caller may answer, soonest due first; decided ones newest first. */
export const listApprovals = procedure("approvals.read")
	.input(
		z.object({
			view: z.enum(approvalViews).default("open"),
			after: z.string().max(1000).nullish(),
			limit: z.int().min(1).max(200).default(100),
		}),
	)
	.output(z.object({ rows: z.array(approvalSchema), next: z.string().nullable(), counts: countsSchema }))
	.query(async ({ ctx: { em, tenantId, userId, access }, input: { view, after, limit } }) => {
		const reader = { tenantId, userId, permissions: access.permissions };
		const page = await approvalPage(em, { ...reader, view, after: after ?? null, limit });
		return { rows: page.rows.map(approvalView), next: page.next, counts: await approvalCounts(em, reader) };
	});

/** For the navigation: how many wait for the caller. */
export const countApprovals = procedure("approvals.read")
	.output(countsSchema)
	.query(({ ctx: { em, tenantId, userId, access } }) => approvalCounts(em, { tenantId, userId, permissions: access.permissions }));
