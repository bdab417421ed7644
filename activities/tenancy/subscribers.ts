// Who inside is told of domain events. Each has its own place in a company's sequence and works through it in order, in one
// transaction with the move of its place; what has to happen outside of it is a step after the commit, which may be lost and must be
// found again by whoever it is for.
import { addDeliveries } from "../../db/tenancy/webhook-delivery.store.ts";
import type { NumberedEvent } from "../../db/tenancy/outbox.store.ts";
import { toOnboarding } from "./onboarding-events.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import type { TemporalClient } from "../../platform/temporal-client.ts";
import { wakeWebhooks } from "../../platform/wake-webhooks.ts";

export interface SubscriberWork {
	readonly em: ScopedEm;
	readonly tenantId: string;
	/** The place before the first of `events`. */
	readonly after: string;
	/** In their order, at least one. */
	readonly events: readonly NumberedEvent[];
	readonly temporal: TemporalClient;
}

/** It may see the same events again, and must not mind. */
export type Subscriber = (work: SubscriberWork) => Promise<{ readonly afterCommit: () => Promise<void> }>;

const toWebhooks: Subscriber = async ({ em, tenantId, after, events, temporal }) => {
	const last = events.at(-1)?.seq ?? after;
	const endpoints = await addDeliveries(em, { tenantId, after, upTo: last });
	return {
		afterCommit: async () => {
			for (const endpointId of endpoints) await wakeWebhooks(temporal, { tenantId, endpointId, correlationId: events[0]?.id ?? last });
		},
	};
};

export const subscribers: Readonly<Record<string, Subscriber>> = { webhooks: toWebhooks, onboarding: toOnboarding };
