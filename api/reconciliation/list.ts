import { z } from "zod";
import { runsOf } from "../../db/reconciliation/run.store.ts";
import { procedure } from "../trpc.ts";
import { afterSchema, limitSchema, monthSchema, runSchema, runView } from "./schemas.ts";

/** Runs, newest first. */
export const listReconciliations = procedure("reconciliations.read")
	.input(z.object({ entityId: z.uuid().optional(), month: monthSchema.optional(), after: afterSchema, limit: limitSchema }))
	.output(z.object({ rows: z.array(runSchema), next: z.string().nullable(), total: z.number() }))
	.query(async ({ ctx: { em, tenantId }, input }) => {
		const page = await runsOf(em, { ...input, tenantId, after: input.after ?? null });
		return { rows: page.rows.map(runView), next: page.next, total: page.total ?? 0 };
	});
