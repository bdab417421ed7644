import { z } from "zod";
import { deliveriesOf, deliveryOf, deliveryStatuses } from "../../db/tenancy/webhook-delivery-list.store.ts";
import { wireBody } from "../../domain/tenancy/webhooks/wire.ts";
import { procedure } from "../trpc.ts";
import { deliveryIdSchema, deliverySchema, deliveryView, endpointIdSchema, noDelivery } from "./webhook.schema.ts";

/** Deliveries, newest first. */
export const listDeliveries = procedure("webhooks.read")
	.input(
		z.object({
			endpointId: endpointIdSchema.optional(),
			status: z.enum(deliveryStatuses).optional(),
			topic: z.string().max(100).optional(),
			after: z.uuid().nullish(),
			limit: z.int().min(1).max(200).default(50),
		}),
	)
	.output(z.object({ rows: z.array(deliverySchema), next: z.string().nullable(), total: z.number() }))
	.query(async ({ ctx: { em, tenantId }, input: { endpointId, status, topic, after, limit } }) => {
		const filter = { endpointId: endpointId ?? null, status: status ?? null, topic: topic ?? null, after: after ?? null, limit };
		const page = await deliveriesOf(em, { tenantId, ...filter });
		return { rows: page.rows.map(deliveryView), next: page.next, total: page.total ?? page.rows.length };
	});

/** One delivery with what is sent, byte for byte, and how each try ended. */
export const getDelivery = procedure("webhooks.read")
	.input(z.object({ id: deliveryIdSchema }))
	.output(
		deliverySchema.extend({
			occurredAt: z.string(),
			body: z.string(),
			attempts: z.array(
				z.object({
					at: z.string(),
					tookMs: z.number(),
					status: z.number().nullable(),
					sentence: z.string().nullable(),
					answer: z.string(),
				}),
			),
		}),
	)
	.query(async ({ ctx: { em, tenantId }, input: { id: deliveryId } }) => {
		const found = await deliveryOf(em, { tenantId, deliveryId });
		if (found === null) throw noDelivery();
		const { payload, attempts, ...delivery } = found;
		return { ...delivery, body: wireBody({ ...delivery, payload }), attempts: [...attempts] };
	});
