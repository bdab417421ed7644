import { randomUUID } from "node:crypto";
import { z } from "zod";
import { endpointsOf, insertEndpoint } from "../../db/tenancy/webhook-endpoint.store.ts";
import { requireFeature } from "../../db/tenancy/plan.store.ts";
import { addWebhookSecret } from "../../db/tenancy/webhook-secret.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { createSecrets } from "../../platform/secrets.ts";
import { newWebhookSecret } from "../../platform/webhook-signature.ts";
import { procedure } from "../trpc.ts";
import { checkedUrl, endpointOrNotFound, endpointSettings, endpointView, madeSecretSchema, mostEndpoints } from "./webhook.schema.ts";

/** Adds an address that is told of events; the answer is the only one that shows its secret. */
export const createWebhook = procedure("webhooks.manage")
	.input(z.object(endpointSettings))
	.output(madeSecretSchema)
	.mutation(async ({ ctx, input }) => {
		const { em, tenantId, userId: createdBy, deps } = ctx;
		await requireFeature(em, tenantId, "webhooks");
		const url = checkedUrl(input.url, deps.config);
		if ((await endpointsOf(em, tenantId)).length >= mostEndpoints)
			throw new TieoutError("TOO_MANY_ENDPOINTS", `There are ${mostEndpoints} endpoints already. Remove those that nobody uses.`);
		const endpointId = randomUUID();
		const topics = [...new Set(input.topics)];
		await insertEndpoint(em, { tenantId, endpointId, name: input.name, url, topics, createdBy });
		const secret = newWebhookSecret();
		const sealed = createSecrets(deps.keys).seal({ tenantId, recordId: endpointId }, { secret });
		await addWebhookSecret(em, { tenantId, endpointId }, sealed, deps.now().toISOString());
		await ctx.audit({
			action: "webhooks.create",
			resource: { kind: "webhook", id: endpointId },
			summary: `Webhook endpoint “${input.name}” added`,
			after: { name: input.name, url, topics },
		});
		return { endpoint: endpointView(await endpointOrNotFound(em, tenantId, endpointId)), secret };
	});
