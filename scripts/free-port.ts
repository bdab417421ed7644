// Asks the operating system about loopback ports; never opens anything that stays open.
import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** A port that was free a moment ago. Somebody may take it before you do, so callers must be able to fail. */
export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			server.close(() => (address !== null && typeof address === "object" ? resolve(address.port) : reject(new Error("no port"))));
		});
	});
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
		const base = randomInt(20_000, 32_000);
		const free = await Promise.all([0, 1, 2, 3, 4, 5].map((offset) => isPortFree(base + offset)));
		if (free.every(Boolean)) return base;
	}
}
