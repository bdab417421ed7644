import { z } from "zod";
import { replayDeliveries } from "../../db/tenancy/webhook-delivery.store.ts";
import { deliveryOf } from "../../db/tenancy/webhook-delivery-list.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { wakeWebhooks } from "../../platform/wake-webhooks.ts";
import { procedure } from "../trpc.ts";
import { deliveryIdSchema, endpointIdSchema, endpointOrNotFound, noDelivery } from "./webhook.schema.ts";

const counted = z.object({ replayed: z.number() });

/** Sends one delivery again, under the same webhook-id; one that waits for its next try is tried at once. */
export const replayDelivery = procedure("webhooks.manage")
	.input(z.object({ id: deliveryIdSchema }))
	.output(counted)
	.mutation(async ({ ctx, input: { id: deliveryId } }) => {
		const { em, tenantId, correlationId, deps } = ctx;
		const delivery = await deliveryOf(em, { tenantId, deliveryId });
		if (delivery === null) throw noDelivery();
		const [again] = await replayDeliveries(em, { tenantId, deliveryId });
		if (again === undefined) throw new TieoutError("NOT_REPLAYABLE", "This delivery can't be sent again. Its endpoint was removed.");
		await ctx.audit({
			action: "webhooks.replay",
			resource: { kind: "webhook", id: again.endpointId },
			summary: `${delivery.topic} sent again to “${delivery.endpointName}”`,
			after: { deliveryId, eventId: delivery.eventId },
		});
		ctx.afterCommit(() => wakeWebhooks(deps.temporal, { tenantId, endpointId: again.endpointId, correlationId }));
		return { replayed: again.count };
	});

/** Sends everything again that an endpoint has not got after all tries, oldest first. */
export const replayDead = procedure("webhooks.manage")
	.input(z.object({ id: endpointIdSchema }))
	.output(counted)
	.mutation(async ({ ctx, input: { id: endpointId } }) => {
		const { em, tenantId, correlationId, deps } = ctx;
		const { name } = await endpointOrNotFound(em, tenantId, endpointId);
		const [again] = await replayDeliveries(em, { tenantId, deadOf: endpointId });
		if (again === undefined) throw new TieoutError("NOTHING_TO_REPLAY", "Nothing has failed for good at this endpoint.");
		await ctx.audit({
			action: "webhooks.replay_dead",
			resource: { kind: "webhook", id: endpointId },
			summary: `${again.count} failed deliveries sent again to “${name}”`,
			after: { count: again.count },
		});
		ctx.afterCommit(() => wakeWebhooks(deps.temporal, { tenantId, endpointId, correlationId }));
		return { replayed: again.count };
	});
