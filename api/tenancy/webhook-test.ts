import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { procedure } from "../trpc.ts";
import { endpointIdSchema, endpointOrNotFound } from "./webhook.schema.ts";

/** Sends a test event to one endpoint, on the way that every event takes. */
export const testWebhook = procedure("webhooks.manage")
	.input(z.object({ id: endpointIdSchema }))
	.output(z.object({ sent: z.literal(true) }))
	.mutation(async ({ ctx, input: { id: endpointId } }) => {
		const { name, status } = await endpointOrNotFound(ctx.em, ctx.tenantId, endpointId);
		if (status !== "active") throw new TieoutError("ENDPOINT_PAUSED", "The endpoint is paused. Resume it, then send the test.");
		await ctx.emit({ topic: "webhook.test", key: endpointId, payload: { endpointId } });
		await ctx.audit({
			action: "webhooks.test",
			resource: { kind: "webhook", id: endpointId },
			summary: `Test sent to the webhook endpoint “${name}”`,
		});
		return { sent: true };
	});
