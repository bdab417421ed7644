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
