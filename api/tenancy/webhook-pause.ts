import { z } from "zod";
import { setEndpointStatus } from "../../db/tenancy/webhook-endpoint.store.ts";
import { wakeWebhooks } from "../../platform/wake-webhooks.ts";
import { procedure } from "../trpc.ts";
import { endpointIdSchema, endpointOrNotFound, endpointSchema, endpointView } from "./webhook.schema.ts";

/** Pauses an endpoint, which keeps what happens meanwhile, or has it go on and get that. */
export const pauseWebhook = procedure("webhooks.manage")
	.input(z.object({ id: endpointIdSchema, paused: z.boolean() }))
	.output(endpointSchema)
	.mutation(async ({ ctx, input: { id: endpointId, paused } }) => {
		const { em, tenantId, correlationId, deps } = ctx;
		const before = await endpointOrNotFound(em, tenantId, endpointId);
		const status = paused ? "paused" : "active";
		if (before.status !== status) {
			await setEndpointStatus(em, { tenantId, endpointId }, status);
			await ctx.audit({
				action: paused ? "webhooks.pause" : "webhooks.resume",
				resource: { kind: "webhook", id: endpointId },
				summary: `Webhook endpoint “${before.name}” ${paused ? "paused" : "resumed"}`,
				before: { status: before.status },
				after: { status },
			});
			if (!paused) ctx.afterCommit(() => wakeWebhooks(deps.temporal, { tenantId, endpointId, correlationId }));
		}
		return endpointView(await endpointOrNotFound(em, tenantId, endpointId));
	});
