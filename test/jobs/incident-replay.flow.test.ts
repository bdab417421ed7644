// An incident from its beginning to its end: two syncs that one cause has failed, replayed as a set, counted, signed off.
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSandbox } from "../../sandbox/server.ts";
import { type TestApi, testApi } from "../support/api.ts";
import { testDatabase, type TestTenant } from "../support/database.ts";
import { testKeys, testTemporal } from "../support/temporal.ts";
import { connect, keptRows, startSync, type SyncWorld, trueStripeRows } from "../sync/sync-world.ts";

const slug = "larkfield";
let world: SyncWorld;
let api: TestApi;
let a: TestTenant;

beforeAll(async () => {
	const [db, sandbox] = await Promise.all([testDatabase(), startSandbox({ seed: "incident", orders: 400, companies: [slug] })]);
	const engine = await testTemporal(db, { queue: "sync" });
	world = { db, sandbox, engine };
	api = await testApi(db, { deps: { temporal: engine.temporal, keys: testKeys, storage: engine.deps.storage } });
	[a] = db.tenants;
});
afterAll(async () => {
	await api?.close();
	await world?.engine.close();
	await Promise.all([world?.db.close(), world?.sandbox.stop()]);
});

test("two failed syncs are found, replayed together, and leave the dead letters; another person signs off", async () => {
	const connections = [await connect(world, a, "stripe", slug), await connect(world, a, "stripe", slug)];
	world.sandbox.addFault({ kind: "revoked_token", vendor: "stripe" });
	const failed: string[] = [];
	for (const connectionId of connections) {
		const jobId = await startSync(world, a, connectionId);
		expect(await world.engine.closed(a.tenantId, jobId)).toBe("failed");
		failed.push(jobId);
	}
	world.sandbox.clearFaults();
	const { trpc } = await api.as(a.users.preparer.email);
	expect((await trpc.deadLetters.list.query({ kind: "job" })).rows.map(({ jobId }) => jobId).toSorted()).toEqual(failed.toSorted());

	const made = await trpc.incidents.create.mutate({
		name: "Stripe key revoked",
		cause: "The key was rolled in Stripe and not here.",
		fixVersion: "configuration",
		jobs: { filter: { failureCode: "VENDOR_AUTH", kind: "sync" } },
	});
	expect(made.added).toBe(2);
	const replay = await trpc.incidents.replay.mutate({ id: made.id, mode: "refetch" });
	expect(replay.count).toBe(2);
	expect(await world.engine.closed(a.tenantId, replay.jobId)).toBe("done");

	const incident = await trpc.incidents.get.query({ id: made.id });
	expect(incident).toMatchObject({ progress: { total: 2, replaced: 2, left: 0 }, replayJobId: replay.jobId, whyNotResolve: null });
	expect((await trpc.deadLetters.list.query({ kind: "job" })).rows).toEqual([]);
	for (const connectionId of connections) expect(await keptRows(world, a, connectionId)).toEqual(trueStripeRows(world.sandbox, slug));
	await expect(trpc.incidents.replay.mutate({ id: made.id })).rejects.toThrow("replaced already");
	await trpc.incidents.update.mutate({ id: made.id, status: "resolved" });
	const controller = await api.as(a.users.controller.email);
	expect((await controller.trpc.incidents.signOff.mutate({ id: made.id })).status).toBe("signed_off");
});
