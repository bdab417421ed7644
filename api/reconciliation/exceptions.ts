import { z } from "zod";
import { exceptionsOf } from "../../db/reconciliation/exception.store.ts";
import { procedure } from "../trpc.ts";
import { afterSchema, exceptionSchema, exceptionTypeSchema, exceptionView, limitSchema, runIdSchema } from "./schemas.ts";

/** Exceptions of a run, by type and leaf. */
export const listExceptions = procedure("reconciliations.read")
	.input(
		z.object({
			runId: runIdSchema,
			type: exceptionTypeSchema.optional(),
			currency: z.string().max(3).optional(),
			payoutKey: z.string().max(200).optional(),
			/** A row of the list of payouts. */
			rowKey: z.string().max(200).optional(),
			after: afterSchema,
			limit: limitSchema,
		}),
	)
	.output(z.object({ rows: z.array(exceptionSchema), next: z.string().nullable(), total: z.number() }))
	.query(async ({ ctx: { em, tenantId }, input }) => {
		const page = await exceptionsOf(em, { ...input, tenantId, after: input.after ?? null });
		return { rows: page.rows.map(exceptionView), next: page.next, total: page.total ?? 0 };
	});
