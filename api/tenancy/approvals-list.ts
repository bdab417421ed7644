import { z } from "zod";
import { approvalCounts, approvalPage, approvalSorts, approvalViews } from "../../db/tenancy/approval.store.ts";
import { procedure } from "../trpc.ts";
import { approvalReader } from "./approval-reader.ts";
import { approvalSchema, approvalView } from "./approval.schema.ts";

const countsSchema = z.object({ mine: z.number(), open: z.number(), prepared: z.number() });

/** What waits for a person, first what the caller may answer, soonest due first; decided ones newest first. */
export const listApprovals = procedure("approvals.read")
	.input(
		z.object({
			view: z.enum(approvalViews).default("open"),
			/** "amount": the largest first, each currency by itself. */
			sort: z.enum(approvalSorts).default("due"),
			/** Of these kinds of decision or change only. */
			actions: z.array(z.string().max(60)).max(20).default([]),
			/** Worth at least so much in this currency. */
			atLeast: z.object({ minor: z.string().regex(/^\d{1,18}$/, "Give an amount."), currency: z.string().regex(/^[A-Z]{3}$/) }).nullish(),
			after: z.string().max(1000).nullish(),
			limit: z.int().min(1).max(200).default(100),
		}),
	)
	.output(
		z.object({
			rows: z.array(approvalSchema),
			next: z.string().nullable(),
			counts: countsSchema,
			/** People who are away and have named the caller. */
			standsInFor: z.array(z.string()),
		}),
	)
	.query(async ({ ctx, input: { after, atLeast, ...asked } }) => {
		const reader = await approvalReader(ctx);
		const page = await approvalPage(ctx.em, { ...reader, ...asked, atLeast: atLeast ?? null, after: after ?? null });
		return {
			rows: page.rows.map(approvalView),
			next: page.next,
			counts: await approvalCounts(ctx.em, reader),
			standsInFor: reader.absent.map(({ name }) => name),
		};
	});

/** For the navigation: how many wait for the caller. */
export const countApprovals = procedure("approvals.read")
	.output(countsSchema)
	.query(async ({ ctx }) => approvalCounts(ctx.em, await approvalReader(ctx)));
