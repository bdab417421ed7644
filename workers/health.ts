// Answers on loopback whether this worker polls, for the supervisor, `doctor` and a container's probe.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Worker } from "@temporalio/worker";

export interface Health {
	readonly port: number;
	readonly close: () => Promise<void>;
}

/** `GET /health` → 200 while every worker runs, else 503; the body says which queue is in which state. */
export async function serveHealth(port: number, workers: readonly Worker[]): Promise<Health> {
	const server = createServer((_request, response) => {
		const queues = Object.fromEntries(workers.map((worker) => [worker.options.taskQueue, worker.getState()]));
		const healthy = Object.values(queues).every((state) => state === "RUNNING");
		response.writeHead(healthy ? 200 : 503, { "content-type": "application/json" }).end(JSON.stringify({ healthy, queues }));
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject).listen(port, "127.0.0.1", resolve);
	});
	return {
		port: (server.address() as AddressInfo).port,
		close: () => new Promise((resolve) => server.close(() => resolve())),
	};
}
