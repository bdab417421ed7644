// A Temporal that takes connections and never answers: requests end, and the database stays free for everybody else.
import { randomUUID } from "node:crypto";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createConnection } from "../../db/sync/connection.store.ts";
import { createKeys } from "../../platform/keys.ts";
import { openTemporalClient, type TemporalClient } from "../../platform/temporal-client.ts";
import { testApi, type TestApi } from "../support/api.ts";
import { testDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let api: TestApi;
let temporal: TemporalClient;
const sockets = new Set<Socket>();
const silent = createServer((socket) => sockets.add(socket));
const connectionId = randomUUID();

beforeAll(async () => {
	database = await testDatabase();
	await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
	temporal = openTemporalClient({ address: `127.0.0.1:${(silent.address() as AddressInfo).port}`, keys: createKeys(new Uint8Array(32)) });
	api = await testApi(database, { deps: { temporal } });
	const [{ tenantId, entityId }] = database.tenants;
	await database.withTenant(tenantId, (em) =>
		createConnection(em, {
			tenantId,
			id: connectionId,
			entityId,
			vendor: "stripe",
			name: "Stripe",
			baseUrl: "http://127.0.0.1:9",
			config: {},
		}),
	);
});
afterAll(async () => {
	for (const socket of sockets) socket.destroy();
	silent.close();
	await api.close();
	await temporal.close();
	await database.close();
});

test("a click is kept and answered, and other requests go on meanwhile", async () => {
	const browser = await api.as(database.tenants[0].users.controller.email);
	const { jobId } = await browser.trpc.connections.sync.mutate({ id: connectionId });
	const job = await browser.trpc.jobs.get.query({ jobId });
	expect(job.status).toBe("requested");
	let answered = 0;
	const asked = Array.from({ length: 12 }, async () => {
		await browser.trpc.connections.sync.mutate({ id: connectionId });
		answered++;
	});
	await browser.trpc.connections.list.query();
	expect(answered).toBe(0);
	await Promise.all(asked);
});
