// Serves the app, on the loopback address unless told otherwise, and stops it in order: no new requests, streams told, open ones finished, then cut.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createApp } from "./app.ts";
import type { ApiDeps } from "./context.ts";
import { changeFeed } from "./http/change-feed.ts";
import { eventStreams } from "./http/event-streams.ts";

const finishMs = 3000;

// Filters of a list stand in the address; Node's own end, 16 KiB, would cut the connection where the schema still allows more.
const mostHeadBytes = 128 * 1024;

export interface ListenOptions {
	/** 0: any free port. */
	readonly port: number;
	/** "127.0.0.1" when left out. */
	readonly host?: string;
	readonly dist: string;
	/** The login role's URL, for the change feed's own connection. */
	readonly databaseUrl: string;
}

export interface Listening {
	readonly url: string;
	stop(): Promise<void>;
}

/** @throws Error with a sentence when the port is taken */
export async function listen(deps: ApiDeps, { port, host = "127.0.0.1", dist, databaseUrl }: ListenOptions): Promise<Listening> {
	const feed = changeFeed(databaseUrl, deps.log);
	const streams = eventStreams(deps.orm, feed, deps.log);
	const unsubscribe = deps.sessions.onChanged(streams.checkNow);
	const server = createServer({ maxHeaderSize: mostHeadBytes }, createApp(deps, { streams, dist }));
	// A slow sender may not hold a socket for ever; the time is that of the largest upload on a slow line (http/body-pieces.ts ends
	// one that stands still).
	server.headersTimeout = 10_000;
	server.requestTimeout = 3_600_000;
	try {
		await new Promise<void>((resolve, reject) => {
			server.once("error", reject);
			server.listen(port, host, resolve);
		});
	} catch (error) {
		unsubscribe();
		streams.stop();
		await feed.stop();
		if (error instanceof Error && "code" in error && error.code === "EADDRINUSE")
			throw new Error(`Port ${port} is in use. Stop what uses it, or set TIEOUT_PORT to another one.`, { cause: error });
		throw error;
	}
	const address = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${address.port}`,
		stop: async () => {
			unsubscribe();
			streams.stop();
			const closed = new Promise<void>((resolve) => server.close(() => resolve()));
			server.closeIdleConnections();
			const cut = setTimeout(() => server.closeAllConnections(), finishMs);
			await closed;
			clearTimeout(cut);
			await feed.stop();
		},
	};
}
