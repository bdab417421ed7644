// What waits for hours, days or a month: the vendor's Retry-After, a person's decision, a pause. Time jumps (test/support/skipped-time.ts).
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startSandbox } from "../../sandbox/server.ts";
import { pauseUpdate, resumeUpdate } from "../../workflows/sync/messages.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { testDatabase, type TestTenant } from "../support/database.ts";
import { type SkippingServer, startSkippingServer } from "../support/skipped-time.ts";
import { testTemporal } from "../support/temporal.ts";
import { connect, jobFacts, keptRows, startSync, type SyncWorld, trueStripeRows } from "./sync-world.ts";
import { ask } from "./watch.ts";

const slug = "larkfield";
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let server: SkippingServer;
let world: SyncWorld;
let a: TestTenant;
let b: TestTenant;

// A server for each test. This one answers "ACTIVITY_UNKNOWN" where a workflow cancels an activity that has ended in that moment, and
// loses the Update of that workflow task with it: 17 of 40 in a workflow of ten lines, none of 40 on the real server. So what a test
// cancels does not end by itself, and where it happens all the same, the test is tried again on another server.
beforeEach(async () => {
	const [db, sandbox] = await Promise.all([
		testDatabase(),
		startSandbox({ seed: "long-waits", orders: 400, from: "2026-09-01", companies: [slug] }),
	]);
	server = await startSkippingServer();
	const engine = await testTemporal(db, { queue: "sync", address: server.address, namespace: server.namespace });
	world = { db, engine, sandbox };
	[a, b] = db.tenants;
});
afterEach(async () => {
	await world?.engine.close();
	await server?.stop();
	await Promise.all([world?.db.close(), world?.sandbox.stop()]);
});

/** From the start to the end of a run, by the server's clock. */
async function tookMs(tenant: TestTenant, connectionId: string): Promise<number> {
	const run = world.engine.temporal.client.workflow.getHandle(syncId(tenant.tenantId, connectionId));
	// The job's row closes from inside the run, a moment before the run itself.
	await run.result();
	const { startTime, closeTime } = await run.describe();
	return (closeTime?.getTime() ?? Number.NaN) - startTime.getTime();
}

test("a Retry-After of eighteen hours is waited out, and then the sync is complete", async () => {
	const connectionId = await connect(world, a, "stripe", slug);
	world.sandbox.addFault({ kind: "rate_limit", vendor: "stripe", times: 1, skip: 2, path: "", retryAfterSeconds: 18 * 3600 });
	const jobId = await startSync(world, a, connectionId);
	expect(await server.skipping(() => world.engine.closed(a.tenantId, jobId, 100_000))).toBe("done");
	const waited = await tookMs(a, connectionId);
	expect(waited).toBeGreaterThanOrEqual(18 * hourMs);
	expect(waited).toBeLessThan(19 * hourMs);
	expect(await keptRows(world, a, connectionId)).toEqual(trueStripeRows(world.sandbox, slug));
});

const readPages = async (tenant: TestTenant, connectionId: string): Promise<number> =>
	(await ask(world, tenant, "select 1 from pages where tenant_id = ? and connection_id = ?", connectionId)).length;

async function pausedSync(tenant: TestTenant) {
	const connectionId = await connect(world, tenant, "stripe", slug);
	world.sandbox.addFault({ kind: "slow_body", vendor: "stripe", times: 50, skip: 4, path: "", seconds: 25 });
	const jobId = await startSync(world, tenant, connectionId, { pagesPerActivity: 1 });
	const sync = world.engine.temporal.client.workflow.getHandle(syncId(tenant.tenantId, connectionId));
	const args: [{ actorId: string }] = [{ actorId: tenant.users.controller.userId }];
	// Not before it reads: the test server does not get over an Update that is refused in a run's first moments.
	await vi.waitFor(async () => expect(await readPages(tenant, connectionId)).toBeGreaterThan(0), { timeout: 60_000, interval: 50 });
	const { client } = world.engine.temporal;
	await client.withDeadline(Date.now() + 30_000, () => sync.executeUpdate(pauseUpdate, { args }));
	world.sandbox.clearFaults();
	return { connectionId, jobId, resume: () => sync.executeUpdate(resumeUpdate, { args }) };
}

test("a paused sync waits for days and goes on where it was", async () => {
	const { connectionId, jobId, resume } = await pausedSync(b);
	await server.sleep(5 * dayMs);
	expect((await jobFacts(world, b, jobId)).status).toBe("waiting");
	await resume();
	expect(await server.skipping(() => world.engine.closed(b.tenantId, jobId))).toBe("done");
	expect(await tookMs(b, connectionId)).toBeGreaterThanOrEqual(5 * dayMs);
	expect(await keptRows(world, b, connectionId)).toEqual(trueStripeRows(world.sandbox, slug));
});

test("a pause that everybody forgot ends after a week", async () => {
	const { connectionId, jobId } = await pausedSync(a);
	expect(await server.skipping(() => world.engine.closed(a.tenantId, jobId, 100_000))).toBe("done");
	const took = await tookMs(a, connectionId);
	expect(took).toBeGreaterThanOrEqual(7 * dayMs);
	expect(took).toBeLessThan(8 * dayMs);
	expect(await keptRows(world, a, connectionId)).toEqual(trueStripeRows(world.sandbox, slug));
});

test("nobody decides on a mass deletion for a week: everything stays, and the job says so", async () => {
	const connectionId = await connect(world, b, "netsuite", slug);
	const lines = async (): Promise<number> => (await keptRows(world, b, connectionId)).length;
	const first = await startSync(world, b, connectionId);
	await server.skipping(() => world.engine.closed(b.tenantId, first, 100_000));
	const before = await lines();
	world.sandbox.strikeData({ kind: "deleted_record", vendor: "netsuite", how: "transaction", count: 12 }, slug);
	const jobId = await startSync(world, b, connectionId);
	const status = await server.skipping(() => world.engine.closed(b.tenantId, jobId, 100_000));
	expect(await tookMs(b, connectionId)).toBeGreaterThanOrEqual(7 * dayMs);
	expect(status).toBe("check");
	expect(await lines()).toBe(before);
	const decisions = await world.db.withTenant(b, (em) =>
		em.execute("select status, decided_by from decisions where tenant_id = ? and job_id = ?", [b.tenantId, jobId]),
	);
	expect(decisions).toEqual([{ status: "expired", decided_by: null }]);
});
