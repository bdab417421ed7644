import { z } from "zod";
import { removeEndpoint } from "../../db/tenancy/webhook-endpoint.store.ts";
import { procedure } from "../trpc.ts";
import { endpointIdSchema, endpointOrNotFound } from "./webhook.schema.ts";

/** Removes an endpoint and its secrets; its deliveries stay as a record, and what waits is given up. */
export const removeWebhook = procedure("webhooks.manage")
	.input(z.object({ id: endpointIdSchema }))
	.output(z.object({ removed: z.literal(true) }))
	.mutation(async ({ ctx, input: { id: endpointId } }) => {
		const { em, tenantId } = ctx;
		const { name, url, topics, pending } = await endpointOrNotFound(em, tenantId, endpointId);
		await removeEndpoint(em, { tenantId, endpointId });
		await ctx.audit({
			action: "webhooks.remove",
			resource: { kind: "webhook", id: endpointId },
			summary: `Webhook endpoint “${name}” removed`,
			before: { name, url, topics, pending },
		});
		return { removed: true };
	});
