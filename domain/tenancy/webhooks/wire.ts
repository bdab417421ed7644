// What goes over the wire, as Standard Webhooks lays it down: one JSON body per event, the same bytes at every try.

export interface WireEvent {
	readonly topic: string;
	/** ISO 8601: when it happened, not when it was sent. */
	readonly occurredAt: string;
	readonly payload: Readonly<Record<string, unknown>>;
}

export const wireBody = ({ topic, occurredAt, payload }: WireEvent): string =>
	JSON.stringify({ type: topic, timestamp: occurredAt, data: payload });

/** How long the secret before still signs beside the new one. */
export const rotationOverlapMs = 86_400_000;
