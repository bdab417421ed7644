// Somebody else's server that gets webhooks: keeps what came, and answers as the test says.
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface Received {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	readonly type: string;
	readonly data: Readonly<Record<string, unknown>>;
}

export interface Receiver {
	readonly url: string;
	readonly received: readonly Received[];
	/** How it answers from now on; 200 at first. */
	answer: (request: Received) => { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };
	/** Waits until so many have come. @throws after a minute and a half, saying what came */
	readonly until: (count: number) => Promise<readonly Received[]>;
	readonly close: () => Promise<void>;
}

const flat = (headers: IncomingHttpHeaders): Record<string, string> =>
	Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

export async function startReceiver(): Promise<Receiver> {
	const received: Received[] = [];
	const server = createServer((request, response) => {
		const pieces: Buffer[] = [];
		request.on("data", (piece: Buffer) => pieces.push(piece));
		request.on("end", () => {
			const body = Buffer.concat(pieces).toString("utf8");
			const { type = "", data = {} } = (body === "" ? {} : JSON.parse(body)) as Partial<Received>;
			const came: Received = { headers: flat(request.headers), body, type, data };
			received.push(came);
			const { status, headers = {}, body: text = "" } = receiver.answer(came);
			response.writeHead(status, headers).end(text);
		});
	});
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	const receiver: Receiver = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
		received,
		answer: () => ({ status: 200 }),
		until: async (count) => {
			const end = Date.now() + 90_000;
			while (received.length < count) {
				if (Date.now() > end) throw new Error(`${received.length} of ${count} came: ${received.map(({ type }) => type).join(", ")}`);
				await sleep(20);
			}
			return received;
		},
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	return receiver;
}
