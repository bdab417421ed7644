// What changed, for every browser of this process: one LISTEN connection, fanned out in memory. It carries no data, only
// (tenant, topic, key); until there is a connection, and while it was lost, listeners may miss something, and are told so after it.
import { z } from "zod";
import { notifyChannel } from "../../db/notify.ts";
import type { Log } from "../../platform/log.ts";
import { listenTo } from "../../platform/pg-listener.ts";

const changeSchema = z.object({ tenant: z.uuid(), topic: z.string(), key: z.string() });
export type Change = z.infer<typeof changeSchema>;

export interface ChangeListener {
	readonly changed: (change: Change) => void;
	/** Something may have been missed: read everything again. */
	readonly missed: () => void;
}

export interface ChangeFeed {
	/** Returns what ends the subscription. */
	readonly subscribe: (listener: ChangeListener) => () => void;
	readonly stop: () => Promise<void>;
}

/** @param url the login role's */
export function changeFeed(url: string, log: Log): ChangeFeed {
	const listeners = new Set<ChangeListener>();
	const heard = (payload: string | undefined): void => {
		const change = changeSchema.safeParse(parsed(payload));
		if (!change.success) {
			log.warn("a notification could not be read");
			return;
		}
		for (const listener of listeners) listener.changed(change.data);
	};
	// Also the first time: whoever came before we could hear has missed what happened until now.
	const connected = (): void => {
		for (const listener of listeners) listener.missed();
	};
	const { stop } = listenTo({ url, channel: notifyChannel, name: "tieout change feed", log, heard, connected });
	return {
		subscribe: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		stop,
	};
}

function parsed(payload: string | undefined): unknown {
	try {
		return JSON.parse(payload ?? "");
	} catch {
		return null;
	}
}
