// Words of webhook endpoints and their deliveries.
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { eventTopics, type EventTopic, subscribableTopics } from "../../../../../domain/tenancy/events.ts";
import { queryClient } from "../../../app/api-client.ts";
import type { StatusWord } from "../../../kit/status-words.ts";

export type Endpoint = RouterOutputs["webhooks"]["list"][number];
export type Delivery = RouterOutputs["webhooks"]["deliveries"]["rows"][number];

const endpointState = {
	active: { word: "Active", icon: "circle-check", tone: "ok" },
	failing: { word: "Failing", icon: "alert-triangle", tone: "fail" },
	paused: { word: "Paused", icon: "player-pause", tone: "wait" },
	gone: { word: "Refused", icon: "circle-minus", tone: "fail" },
} as const satisfies Readonly<Record<string, StatusWord>>;
export const endpointWords: Readonly<Record<string, StatusWord>> = endpointState;

/** An active one whose last try failed says so. */
export const stateOf = ({ status, failingSince }: Endpoint): keyof typeof endpointState =>
	status === "active" && failingSince !== null ? "failing" : status;

export const deliveryWords = {
	pending: { word: "Waiting", icon: "clock", tone: "run" },
	delivered: { word: "Delivered", icon: "circle-check", tone: "ok" },
	dead: { word: "Given up", icon: "alert-triangle", tone: "fail" },
} as const satisfies Readonly<Record<Delivery["status"], StatusWord>>;

export type Received = RouterOutputs["webhooks"]["received"]["rows"][number];
export type WebhookSource = RouterOutputs["webhooks"]["sources"][number];

export const receivedWords = {
	waiting: { word: "Waiting", icon: "clock", tone: "run" },
	read: { word: "Read back", icon: "circle-check", tone: "ok" },
	nothing: { word: "Nothing to read", icon: "circle-minus", tone: "idle" },
	failed: { word: "Check", icon: "alert-circle", tone: "wait" },
} as const satisfies Readonly<Record<Received["state"], StatusWord>>;

export const receivedSentence: Readonly<Record<Received["state"], string>> = {
	waiting: "A sync that began after it came is to read what it is about.",
	read: "What it is about was read from the vendor after it came.",
	nothing: "No stream of the connection is about this kind of event, so nothing had to be read.",
	failed: "The sync that was to read it failed. The next one that succeeds reads it too: sync the connection again.",
};

export const topicsText = ({ topics }: Pick<Endpoint, "topics">): string => {
	const [first] = topics;
	if (first === undefined) return "Every event";
	return topics.length === 1 ? first : `${first} and ${topics.length - 1} more`;
};

export const topicChoices: readonly { readonly topic: EventTopic; readonly text: string }[] = subscribableTopics.map((topic) => ({
	topic,
	text: eventTopics[topic],
}));

export const refreshWebhooks = (): void => void queryClient.invalidateQueries({ queryKey: [["webhooks"]] });

/** What a signing secret is for. */
export const signingHelp =
	"The receiver checks with it that an event comes from here, as Standard Webhooks says: headers webhook-id, webhook-timestamp and webhook-signature.";
