// Domain events: what others may want to know of, as topics with what their payload holds. Payloads carry ids and counts, nothing personal.

export const eventTopics = {
	"tenant.created": "A company was set up.",
	"user.created": "A person joined the company.",
	"api_key.created": "An API key was made.",
	"api_key.revoked": "An API key was revoked.",
	"approval.requested": "Something waits for a decision.",
	"approval.decided": "Something that waited was approved or rejected.",
} as const;

export type EventTopic = keyof typeof eventTopics;

export interface DomainEvent {
	readonly topic: EventTopic;
	/** Events of one key are delivered in their order: the id of what they are about. */
	readonly key: string;
	readonly payload: Readonly<Record<string, string | number | boolean | null>>;
}
