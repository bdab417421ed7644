// Asks the operating system about loopback ports; never opens anything that stays open.
import { randomInt } from "node:crypto";
import { createServer } from "node:net";

// Below the ports that the system gives to outgoing connections: those could take one that we found free before we listen on it.
const somePort = (): number => randomInt(20_000, 32_000);

/** A port that was free a moment ago. Somebody may take it before you do, so callers must be able to fail. */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = somePort();
		if (await isPortFree(port)) return port;
	}
}

/** True when nothing listens on the loopback port. */
export function isPortFree(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once("error", () => resolve(false));
		server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
	});
}

/** The first of six free ports in a row: what a whole Tieout needs. */
export async function freePortBase(): Promise<number> {
	for (;;) {
		const base = somePort();
		const free = await Promise.all([0, 1, 2, 3, 4, 5].map((offset) => isPortFree(base + offset)));
		if (free.every(Boolean)) return base;
	}
}
