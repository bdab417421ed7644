import { z } from "zod";
import { payoutProofs, type PayoutSort, payoutSorts } from "../../db/reconciliation/payout-proof.store.ts";
import { moneySchema, moneyWire } from "../money.schema.ts";
import { procedure } from "../trpc.ts";
import { afterSchema, limitSchema, payoutSchema, payoutView, proofKindSchema, proofStatusSchema, runIdSchema } from "./schemas.ts";

const sortNames = Object.keys(payoutSorts) as PayoutSort[];

/** Payouts of a run with their verdicts. */
export const listPayouts = procedure("reconciliations.read")
	.input(
		z.object({
			runId: runIdSchema,
			status: proofStatusSchema.optional(),
			kind: proofKindSchema.optional(),
			currency: z.string().max(3).optional(),
			/** Beginning of the payout's id. */
			search: z.string().trim().max(200).optional(),
			/** "-" in front: descending. */
			sort: z.enum([...sortNames, ...sortNames.map((name) => `-${name}` as const)]).default("-ledgerDate"),
			after: afterSchema,
			limit: limitSchema,
		}),
	)
	.output(
		z.object({
			rows: z.array(payoutSchema),
			next: z.string().nullable(),
			total: z.number(),
			/** Of the whole filtered set, a line per currency. */
			sums: z.array(z.object({ currency: z.string(), count: z.number(), payout: moneySchema, difference: moneySchema })),
		}),
	)
	.query(async ({ ctx: { em, tenantId }, input: { sort, after, ...filter } }) => {
		const by = sort.replace(/^-/, "") as PayoutSort;
		const direction = sort.startsWith("-") ? "desc" : "asc";
		const page = await payoutProofs(em, { ...filter, tenantId, sort: by, direction, after: after ?? null });
		return {
			rows: page.rows.map(payoutView),
			next: page.next,
			total: page.total ?? 0,
			sums: page.sums.map(({ currency, count, payoutMinor, differenceMinor }) => ({
				currency,
				count,
				payout: moneyWire(payoutMinor, currency),
				difference: moneyWire(differenceMinor, currency),
			})),
		};
	});
