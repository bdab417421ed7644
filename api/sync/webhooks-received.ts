import { z } from "zod";
import { receivedOf, receivedStates, receivingConnections } from "../../db/sync/inbox-list.store.ts";
import { hookRefusals } from "../../domain/sync/hook-refusal.ts";
import type { Vendor } from "../../domain/sync/vendors/vendor.ts";
import { isVendorId, vendors } from "../../domain/sync/vendors/vendors.ts";
import { hookId } from "../../workflows/core/workflow-ids.ts";
import { procedure } from "../trpc.ts";

const receivedSchema = z.object({
	id: z.uuid(),
	connectionId: z.uuid(),
	connectionName: z.string(),
	eventId: z.string(),
	eventType: z.string(),
	state: z.enum(receivedStates),
	receivedAt: z.string(),
	handledAt: z.string().nullable(),
	jobId: z.uuid().nullable(),
	syncJobId: z.uuid().nullable(),
});

/** Webhooks that vendors sent and whose signature was good, newest first, with what came of each. */
export const listReceived = procedure("webhooks.read")
	.input(
		z.object({
			connectionId: z.uuid("A connection's id is a UUID.").optional(),
			state: z.enum(receivedStates).optional(),
			after: z.uuid().nullish(),
			limit: z.int().min(1).max(200).default(50),
		}),
	)
	.output(z.object({ rows: z.array(receivedSchema), next: z.string().nullable(), total: z.number() }))
	.query(async ({ ctx: { em, tenantId }, input: { connectionId, state, after, limit } }) => {
		const page = await receivedOf(em, {
			tenantId,
			connectionId: connectionId ?? null,
			state: state ?? null,
			after: after ?? null,
			limit,
			jobPrefix: hookId(tenantId, ""),
		});
		return { rows: [...page.rows], next: page.next, total: page.total ?? page.rows.length };
	});

const takesWebhooks = Object.entries(vendors)
	.filter(([, vendor]: [string, Vendor]) => vendor.webhooks !== undefined)
	.map(([id]) => id);

/** Connections that take webhooks: where to, when the last came, and what was refused in the last 30 days. */
export const webhookSources = procedure("webhooks.read")
	.output(
		z.array(
			z.object({
				connectionId: z.uuid(),
				name: z.string(),
				vendorTitle: z.string(),
				/** Behind the address of this installation. */
				path: z.string(),
				lastReceivedAt: z.string().nullable(),
				refused: z.array(z.object({ reason: z.enum(hookRefusals), times: z.number(), lastAt: z.string() })),
			}),
		),
	)
	.query(async ({ ctx: { em, tenantId } }) => {
		const rows = await receivingConnections(em, tenantId, takesWebhooks);
		return rows.map(({ vendor, refused, ...row }) => ({
			...row,
			vendorTitle: isVendorId(vendor) ? vendors[vendor].title : vendor,
			path: `/hooks/${row.connectionId}`,
			refused: [...refused],
		}));
	});
