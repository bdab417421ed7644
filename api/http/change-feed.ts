// What changed, for every browser of this process: one LISTEN connection, fanned out in memory. It carries no data, only
// (tenant, topic, key); when the connection was lost, listeners are told that they may have missed something.
import pg from "pg";
import type { Logger } from "pino";
import { z } from "zod";

const channel = "tieout";
const retryMs = 1000;
const aliveEveryMs = 15_000;

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

/** Starts to listen at once and keeps trying; `url` is the login role's, which needs no grant for LISTEN. */
export function changeFeed(url: string, log: Logger): ChangeFeed {
	const listeners = new Set<ChangeListener>();
	let client: pg.Client | undefined;
	let retry: NodeJS.Timeout | undefined;
	let stopped = false;
	let wasConnected = false;

	const heard = (payload: string | undefined): void => {
		const change = changeSchema.safeParse(parsed(payload));
		if (!change.success) {
			log.warn("a notification could not be read");
			return;
		}
		for (const listener of listeners) listener.changed(change.data);
	};
	const lost = (own: pg.Client, error?: unknown): void => {
		if (client !== own || stopped) return;
		client = undefined;
		log.warn({ err: error }, "the change feed lost its connection and tries again");
		own.end().catch(() => {});
		retry = setTimeout(() => void connect(), retryMs);
	};
	const connect = async (): Promise<void> => {
		// TCP keep-alive and a question every few seconds: a connection that died without a word is noticed.
		const own = new pg.Client({
			connectionString: url,
			keepAlive: true,
			application_name: "tieout change feed",
			query_timeout: aliveEveryMs,
		});
		client = own;
		own.on("notification", (message) => heard(message.payload));
		own.on("error", (error) => lost(own, error));
		own.on("end", () => lost(own));
		try {
			await own.connect();
			await own.query(`listen ${channel}`);
			if (wasConnected) for (const listener of listeners) listener.missed();
			wasConnected = true;
		} catch (error) {
			lost(own, error);
		}
	};
	const alive = setInterval(() => {
		const own = client;
		own?.query("select 1").catch((error: unknown) => lost(own, error));
	}, aliveEveryMs);
	alive.unref();
	void connect();

	return {
		subscribe: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		stop: async () => {
			stopped = true;
			clearInterval(alive);
			clearTimeout(retry);
			await client?.end().catch(() => {});
		},
	};
}

function parsed(payload: string | undefined): unknown {
	try {
		return JSON.parse(payload ?? "");
	} catch {
		return null;
	}
}
