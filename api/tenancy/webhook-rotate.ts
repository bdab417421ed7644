import { z } from "zod";
import { changed } from "../../db/tenancy/webhook-endpoint.store.ts";
import { addWebhookSecret } from "../../db/tenancy/webhook-secret.store.ts";
import { rotationOverlapMs } from "../../domain/tenancy/webhooks/wire.ts";
import { createSecrets } from "../../platform/secrets.ts";
import { newWebhookSecret } from "../../platform/webhook-signature.ts";
import { procedure } from "../trpc.ts";
import { endpointIdSchema, endpointOrNotFound, endpointView, madeSecretSchema } from "./webhook.schema.ts";

/** Gives an endpoint a new secret; the present one signs beside it for a day. */
export const rotateWebhookSecret = procedure("webhooks.manage")
	.input(z.object({ id: endpointIdSchema }))
	.output(madeSecretSchema)
	.mutation(async ({ ctx, input: { id: endpointId } }) => {
		const { em, tenantId, deps } = ctx;
		const { name } = await endpointOrNotFound(em, tenantId, endpointId);
		const secret = newWebhookSecret();
		const sealed = createSecrets(deps.keys).seal({ tenantId, recordId: endpointId }, { secret });
		const oldUntil = new Date(deps.now().getTime() + rotationOverlapMs).toISOString();
		await addWebhookSecret(em, { tenantId, endpointId }, sealed, oldUntil);
		await changed(em, { tenantId, endpointId });
		await ctx.audit({
			action: "webhooks.rotate_secret",
			resource: { kind: "webhook", id: endpointId },
			summary: `Secret of the webhook endpoint “${name}” rotated`,
			after: { oldUntil },
		});
		return { endpoint: endpointView(await endpointOrNotFound(em, tenantId, endpointId)), secret };
	});
