import { z } from "zod";
import { quarantineCounts, quarantinePage } from "../../db/sync/quarantine.store.ts";
import { procedure } from "../trpc.ts";
import { quarantineFilter, quarantineRowSchema, quarantineView } from "./quarantine.schema.ts";

/** Records that could not be read, newest first: of one connection or of all. */
export const quarantineRows = procedure("connections.read")
	.input(
		quarantineFilter.extend({
			status: z.enum(["open", "dismissed", "resolved"]).default("open"),
			cursor: z.string().max(1000).nullish(),
			limit: z.int().min(1).max(200).default(50),
		}),
	)
	.output(
		z.object({
			rows: z.array(quarantineRowSchema),
			next: z.string().nullable(),
			total: z.number(),
			counts: z.object({ open: z.number(), dismissed: z.number(), resolved: z.number() }),
			byCode: z.array(z.object({ code: z.string(), count: z.number() })),
		}),
	)
	.query(async ({ ctx: { em, tenantId }, input }) => {
		const page = await quarantinePage(em, { tenantId, ...input });
		const { byCode, ...counts } = await quarantineCounts(em, { tenantId, connectionId: input.connectionId });
		return { rows: page.rows.map(quarantineView), next: page.next, total: page.total ?? 0, counts, byCode: [...byCode] };
	});
