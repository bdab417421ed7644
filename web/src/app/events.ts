// Live pages: the stream's news invalidate the queries they are about, a gap in the stream invalidates everything.
import { useSyncExternalStore } from "react";
import { askAgainWhoIAm, queryClient } from "./api-client.ts";
import { openStream, type StreamMessage } from "./events-protocol.ts";

/** tRPC routers whose answers depend on a topic. */
const routersOf: Readonly<Record<string, readonly string[]>> = {
	jobs: ["jobs", "connections", "replays", "incidents", "deadLetters", "keys", "approvals"],
	connections: ["connections", "explorer", "quarantine", "deadLetters"],
	reconciliations: ["reconciliations"],
	files: ["files", "deadLetters"],
	incidents: ["incidents"],
	webhooks: ["webhooks"],
	access: ["auth", "users", "invitations", "roles", "support", "tenant", "policies", "apiKeys"],
	audit: ["audit"],
};

export interface LiveState {
	readonly live: boolean;
	/** When the page last heard from the server, epoch milliseconds. */
	readonly at: number;
}

let state: LiveState = { live: false, at: Date.now() };
const listeners = new Set<() => void>();
const setState = (next: LiveState): void => {
	state = next;
	for (const listener of listeners) listener();
};

export const useLive = (): LiveState =>
	useSyncExternalStore(
		(listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		() => state,
	);

const pending = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;

// A running sync commits many pages a second; the pages ask again at most four times a second.
const invalidateSoon = (routers: readonly string[]): void => {
	for (const name of routers) pending.add(name);
	timer ??= setTimeout(() => {
		timer = undefined;
		const names = [...pending];
		pending.clear();
		for (const name of names) void queryClient.invalidateQueries({ queryKey: [[name]] });
		setState({ live: state.live, at: Date.now() });
	}, 250);
};

const hear = (message: StreamMessage, onClosed: (reason: string) => void): void => {
	if (message.kind === "changed") invalidateSoon(routersOf[message.topic] ?? []);
	else if (message.kind === "refetch") void queryClient.invalidateQueries();
	else if (message.kind === "closed") onClosed(message.reason);
	else if (message.kind === "refused") askAgainWhoIAm();
	else setState({ live: message.kind === "open", at: Date.now() });
};

/** Starts listening; returns how to stop. `onClosed` hears "session" or "tenant" when the server ended the stream. */
export function startEvents(onClosed: (reason: string) => void): () => void {
	if (typeof SharedWorker === "undefined") return openStream((message) => hear(message, onClosed));
	const worker = new SharedWorker(new URL("./events.worker.ts", import.meta.url), { type: "module", name: "tieout-events" });
	worker.port.addEventListener("message", (event: MessageEvent<StreamMessage>) => hear(event.data, onClosed));
	worker.port.start();
	const leave = (): void => worker.port.postMessage("leave");
	window.addEventListener("pagehide", leave);
	return () => {
		window.removeEventListener("pagehide", leave);
		leave();
	};
}
