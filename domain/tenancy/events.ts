// Domain events: what others may want to know of, as topics. Payloads carry ids, counts and states, nothing personal and no
// amounts; whoever wants more asks the API. The sentences are shown where a person chooses topics.

export const eventTopics = {
	"tenant.created": "A company was set up.",
	"tenant.updated": "A company's settings were changed.",
	"policy.published": "A data policy was made, changed or switched off.",
	"user.created": "A person joined the company.",
	"user.invited": "A person was invited to the company.",
	"sync.completed": "A sync has read everything and its control totals were compared.",
	"sync.failed": "A sync failed, was stopped or ran out of time.",
	"file.imported": "An uploaded file was imported.",
	"reconciliation.completed": "A month was reconciled, with or without exceptions.",
	"reconciliation.failed": "A reconciliation failed, was stopped or ran out of time.",
	"export.completed": "An export can be downloaded.",
	"incident.opened": "An incident was opened.",
	"incident.signed_off": "An incident was signed off.",
	"approval.requested": "Something waits for a decision.",
	"approval.decided": "Something that waited was approved, rejected or expired.",
	"api_key.created": "An API key was made.",
	"api_key.revoked": "An API key was revoked.",
	"webhook.test": "A test that somebody sent to one endpoint.",
} as const;

export type EventTopic = keyof typeof eventTopics;

/** Topics that an endpoint can be limited to; a test goes to the endpoint that it was sent to. */
export const subscribableTopics = (Object.keys(eventTopics) as EventTopic[]).filter((topic) => topic !== "webhook.test");

export interface DomainEvent {
	readonly topic: EventTopic;
	/** Events of one key are delivered in their order: the id of what they are about. */
	readonly key: string;
	readonly payload: Readonly<Record<string, string | number | boolean | null>>;
}
