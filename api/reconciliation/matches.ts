import { z } from "zod";
import { matchesOf } from "../../db/reconciliation/match.store.ts";
import { procedure } from "../trpc.ts";
import { afterSchema, levelSchema, limitSchema, matchSchema, matchView, passSchema, runIdSchema } from "./schemas.ts";

/** Matches of a run with reasons and losers, by level and leaf. */
export const listMatches = procedure("reconciliations.read")
	.input(
		z.object({
			runId: runIdSchema,
			level: levelSchema.optional(),
			pass: passSchema.optional(),
			payoutKey: z.string().max(200).optional(),
			category: z.string().max(100).optional(),
			currency: z.string().max(3).optional(),
			after: afterSchema,
			limit: limitSchema,
		}),
	)
	.output(z.object({ rows: z.array(matchSchema), next: z.string().nullable(), total: z.number() }))
	.query(async ({ ctx: { em, tenantId }, input }) => {
		const page = await matchesOf(em, { ...input, tenantId, after: input.after ?? null });
		return { rows: page.rows.map(matchView), next: page.next, total: page.total ?? 0 };
	});
