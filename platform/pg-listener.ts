// One LISTEN connection that comes back by itself. What was sent while it was away is lost, so whoever listens reads everything
// again in `connected`.
import pg from "pg";
import type { Log } from "./log.ts";

const retryMs = 1000;
const aliveEveryMs = 15_000;

export interface ListenOptions {
	/** The login role's, which needs no grant for LISTEN. */
	readonly url: string;
	readonly channel: string;
	/** For the server's list of connections and for our log. */
	readonly name: string;
	readonly log: Log;
	/** A rejection drops the connection, so that everything is read again. */
	readonly heard: (payload: string | undefined, client: pg.Client) => void | Promise<void>;
	/** After every connect, when nothing more can be missed. A rejection drops the connection. */
	readonly connected?: (client: pg.Client) => void | Promise<void>;
}

export interface Listener {
	readonly stop: () => Promise<void>;
}

/** Starts to listen at once and keeps trying. */
export function listenTo({ url, channel, name, log, heard, connected }: ListenOptions): Listener {
	let client: pg.Client | undefined;
	let retry: NodeJS.Timeout | undefined;
	let stopped = false;

	const lost = (own: pg.Client, error?: unknown): void => {
		if (client !== own || stopped) return;
		client = undefined;
		log.warn({ err: error, listener: name }, "a listener lost its connection and tries again");
		own.end().catch(() => {});
		retry = setTimeout(() => void connect(), retryMs);
	};
	const connect = async (): Promise<void> => {
		// TCP keep-alive and a question every few seconds: a connection that died without a word is noticed.
		const own = new pg.Client({ connectionString: url, keepAlive: true, application_name: name, query_timeout: aliveEveryMs });
		client = own;
		own.on("notification", (message) => {
			Promise.resolve(heard(message.payload, own)).catch((error: unknown) => lost(own, error));
		});
		own.on("error", (error) => lost(own, error));
		own.on("end", () => lost(own));
		try {
			await own.connect();
			await own.query(`listen ${channel}`);
			await connected?.(own);
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
		stop: async () => {
			stopped = true;
			clearInterval(alive);
			clearTimeout(retry);
			await client?.end().catch(() => {});
		},
	};
}
