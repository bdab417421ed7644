// Names of the procedures about webhook endpoints, their deliveries, and webhooks that vendors send.
import { listReceived, webhookSources } from "../sync/webhooks-received.ts";
import { router } from "../trpc.ts";
import { createWebhook } from "./webhook-create.ts";
import { getDelivery, listDeliveries } from "./webhook-deliveries.ts";
import { listWebhooks } from "./webhook-list.ts";
import { pauseWebhook } from "./webhook-pause.ts";
import { removeWebhook } from "./webhook-remove.ts";
import { replayDead, replayDelivery } from "./webhook-replay.ts";
import { rotateWebhookSecret } from "./webhook-rotate.ts";
import { testWebhook } from "./webhook-test.ts";
import { updateWebhook } from "./webhook-update.ts";

export const webhooksRouter = router({
	list: listWebhooks,
	create: createWebhook,
	update: updateWebhook,
	pause: pauseWebhook,
	remove: removeWebhook,
	rotateSecret: rotateWebhookSecret,
	test: testWebhook,
	deliveries: listDeliveries,
	delivery: getDelivery,
	replay: replayDelivery,
	replayDead,
	received: listReceived,
	sources: webhookSources,
});
