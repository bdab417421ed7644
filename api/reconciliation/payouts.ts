import { z } from "zod";
import { listViews, payoutRows, type PayoutSort, payoutSorts } from "../../db/reconciliation/payout-row.store.ts";
import { moneySchema, moneyWire } from "../money.schema.ts";
import { procedure } from "../trpc.ts";
import { afterSchema, limitSchema, listRowSchema, listRowView, listStatusSchema, proofKindSchema, runIdSchema } from "./schemas.ts";

const sortNames = Object.keys(payoutSorts) as PayoutSort[];

/** The list of payouts of a run: with returned ones and what is tied to none it adds up to the control total of the view. */
export const listPayouts = procedure("reconciliations.read")
	.input(
		z.object({
			runId: runIdSchema,
			/** The section of the control totals. */
			view: z.enum(listViews).default("payouts"),
			status: listStatusSchema.optional(),
			kind: proofKindSchema.optional(),
			currency: z.string().max(3).optional(),
			/** One row. */
			rowKey: z.string().max(200).optional(),
			/** Beginning of what a row is called, or of its payout's id. */
			search: z.string().trim().max(200).optional(),
			/** "-" in front: descending. */
			sort: z.enum([...sortNames, ...sortNames.map((name) => `-${name}` as const)]).default("-ledgerDate"),
			after: afterSchema,
			limit: limitSchema,
		}),
	)
	.output(
		z.object({
			rows: z.array(listRowSchema),
			next: z.string().nullable(),
			total: z.number(),
			/** Of the whole filtered set, a line per currency; unfiltered, the control total. */
			sums: z.array(
				z.object({
					currency: z.string(),
					/** Rows. */
					count: z.number(),
					aCount: z.number(),
					a: moneySchema,
					bCount: z.number(),
					b: moneySchema,
					difference: moneySchema,
				}),
			),
		}),
	)
	.query(async ({ ctx: { em, tenantId }, input: { sort, after, ...filter } }) => {
		const by = sort.replace(/^-/, "") as PayoutSort;
		const direction = sort.startsWith("-") ? "desc" : "asc";
		const page = await payoutRows(em, { ...filter, tenantId, sort: by, direction, after: after ?? null });
		return {
			rows: page.rows.map(listRowView),
			next: page.next,
			total: page.total ?? 0,
			sums: page.sums.map(({ aMinor, bMinor, differenceMinor, ...sum }) => ({
				...sum,
				a: moneyWire(aMinor, sum.currency),
				b: moneyWire(bMinor, sum.currency),
				difference: moneyWire(differenceMinor, sum.currency),
			})),
		};
	});
