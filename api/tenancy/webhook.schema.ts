// The shapes of webhook endpoints and deliveries on the wire; what may stand in an endpoint's settings.
import { z } from "zod";
import { type EndpointRow, endpointOf, endpointStatuses } from "../../db/tenancy/webhook-endpoint.store.ts";
import { type DeliveryRow, deliveryStatuses } from "../../db/tenancy/webhook-delivery-list.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { eventTopics, type EventTopic, subscribableTopics } from "../../domain/tenancy/events.ts";
import { outsideUrl } from "../../platform/outside-url.ts";
import type { Config } from "../../platform/config.ts";

const topicNames = Object.keys(eventTopics) as [EventTopic, ...EventTopic[]];

export const endpointIdSchema = z.uuid("An endpoint's id is a UUID.");
export const deliveryIdSchema = z.uuid("A delivery's id is a UUID.");

export const endpointSettings = {
	name: z.string().trim().min(1, "Give the endpoint a name: who is told?").max(80, "A name has at most 80 characters."),
	url: z.string().trim().min(1, "Enter the address.").max(1000, "An address has at most 1,000 characters."),
	/** Empty: every topic. */
	topics: z
		.array(z.enum(subscribableTopics as [EventTopic, ...EventTopic[]]))
		.max(topicNames.length)
		.default([]),
};

export const endpointSchema = z.object({
	id: z.uuid(),
	name: z.string(),
	url: z.string(),
	topics: z.array(z.enum(topicNames)),
	status: z.enum(endpointStatuses),
	createdAt: z.string(),
	createdByName: z.string(),
	failingSince: z.string().nullable(),
	lastFailure: z.string().nullable(),
	pending: z.number(),
	dead: z.number(),
	lastDeliveredAt: z.string().nullable(),
	oldSecretUntil: z.string().nullable(),
});

/** The one answer that holds the secret. */
export const madeSecretSchema = z.object({ endpoint: endpointSchema, secret: z.string() });

export const deliverySchema = z.object({
	id: z.uuid(),
	endpointId: z.uuid(),
	endpointName: z.string(),
	eventId: z.uuid(),
	topic: z.string(),
	eventKey: z.string(),
	status: z.enum(deliveryStatuses),
	tries: z.number(),
	nextAt: z.string().nullable(),
	lastStatus: z.number().nullable(),
	lastSentence: z.string().nullable(),
	createdAt: z.string(),
	endedAt: z.string().nullable(),
});

export const endpointView = (row: EndpointRow): z.output<typeof endpointSchema> => ({ ...row, topics: [...row.topics] });
export const deliveryView = (row: DeliveryRow): z.output<typeof deliverySchema> => row;

export async function endpointOrNotFound(em: ScopedEm, tenantId: string, endpointId: string): Promise<EndpointRow> {
	const endpoint = await endpointOf(em, { tenantId, endpointId });
	if (endpoint === null) throw new TieoutError("NOT_FOUND", "There is no webhook endpoint with this id here.");
	return endpoint;
}

export const noDelivery = (): TieoutError => new TieoutError("NOT_FOUND", "There is no delivery with this id here.");

/** The address as it will be asked. Its name is looked up when something is sent, each time anew. @throws TieoutError ADDRESS_REFUSED */
export const checkedUrl = (url: string, config: Config): string => outsideUrl(url, config.allowedPrivateHosts).href;

export const mostEndpoints = 50;
