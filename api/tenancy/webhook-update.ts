import { z } from "zod";
import { updateEndpoint } from "../../db/tenancy/webhook-endpoint.store.ts";
import { procedure } from "../trpc.ts";
import { checkedUrl, endpointIdSchema, endpointOrNotFound, endpointSchema, endpointSettings, endpointView } from "./webhook.schema.ts";

/** Changes an endpoint's name, address and topics. What waits goes to the new address. */
export const updateWebhook = procedure("webhooks.manage")
	.input(z.object({ id: endpointIdSchema, ...endpointSettings }))
	.output(endpointSchema)
	.mutation(async ({ ctx, input }) => {
		const { em, tenantId, deps } = ctx;
		const before = await endpointOrNotFound(em, tenantId, input.id);
		const url = checkedUrl(input.url, deps.config);
		const topics = [...new Set(input.topics)];
		await updateEndpoint(em, { tenantId, endpointId: input.id, name: input.name, url, topics });
		await ctx.audit({
			action: "webhooks.update",
			resource: { kind: "webhook", id: input.id },
			summary: `Webhook endpoint “${input.name}” changed`,
			before: { name: before.name, url: before.url, topics: before.topics },
			after: { name: input.name, url, topics },
		});
		return endpointView(await endpointOrNotFound(em, tenantId, input.id));
	});
