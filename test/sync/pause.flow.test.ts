// A person pauses a sync and lets it go on: nothing is lost, nothing is read twice that counts twice, and what makes no sense is refused.
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startSandbox } from "../../sandbox/server.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { testApi, type TestApi } from "../support/api.ts";
import { testDatabase, type TestTenant } from "../support/database.ts";
import { testTemporal } from "../support/temporal.ts";
import { connect, jobFacts, keptRows, pageFaults, startSync, type SyncWorld, totalsOf, trueStripeRows } from "./sync-world.ts";
import { ask, until } from "./watch.ts";

let world: SyncWorld;
let api: TestApi;
let a: TestTenant;
let b: TestTenant;
const slug = "larkfield";

beforeAll(async () => {
	const [db, sandbox] = await Promise.all([testDatabase(), startSandbox({ seed: "pause", orders: 500, companies: [slug] })]);
	world = { db, sandbox, engine: await testTemporal(db, { queue: "sync" }) };
	api = await testApi(db, { deps: { temporal: world.engine.temporal } });
	[a, b] = db.tenants;
});
afterEach(() => world.sandbox.clearFaults());
afterAll(async () => {
	await api?.close();
	await world?.engine.close();
	await Promise.all([world?.db.close(), world?.sandbox.stop()]);
});

const pages = async (connectionId: string): Promise<number> =>
	(await ask(world, a, "select 1 from pages where tenant_id = ? and connection_id = ? and kind = 'page'", connectionId)).length;

test("a sync that is paused stops behind its page, also while it waits for a vendor, and goes on from there", async () => {
	const connectionId = await connect(world, a, "stripe", slug);
	world.sandbox.addFault({
		kind: "rate_limit",
		vendor: "stripe",
		times: 1,
		skip: 6,
		path: "balance_transactions",
		retryAfterSeconds: 3600,
	});
	const jobId = await startSync(world, a, connectionId);
	const person = await api.as(a.users.preparer.email);
	const stranger = await api.as(b.users.controller.email);
	await until("three pages", async () => (await pages(connectionId)) >= 3);
	await expect(stranger.trpc.jobs.pause.mutate({ jobId })).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
	await expect(person.trpc.jobs.resume.mutate({ jobId })).rejects.toMatchObject({ data: { code: "JOB_NOT_PAUSED" } });

	expect(await person.trpc.jobs.pause.mutate({ jobId })).toEqual({ status: "paused" });
	const row = await ask<{ status: string; waiting: { kind: string; sentence: string } }>(
		world,
		a,
		"select status, waiting from jobs where tenant_id = ? and id = ?",
		jobId,
	);
	expect(row).toEqual([
		{ status: "waiting", waiting: expect.objectContaining({ kind: "paused", sentence: expect.stringContaining(a.users.preparer.name) }) },
	]);
	await expect(person.trpc.jobs.pause.mutate({ jobId })).rejects.toMatchObject({ data: { code: "JOB_PAUSED" } });
	// What was under way ends behind its page; a worker hears of it with its next heartbeat.
	await until(
		"nothing is under way any more",
		async () =>
			(await ask(world, a, "select 1 from attempts where tenant_id = ? and job_id = ? and outcome = 'running'", jobId)).length === 0,
	);
	const kept = await pages(connectionId);
	await new Promise((done) => setTimeout(done, 500));
	expect(await pages(connectionId)).toBe(kept);

	expect(await person.trpc.jobs.resume.mutate({ jobId })).toEqual({ status: "running" });
	expect(await world.engine.closed(a.tenantId, jobId)).toBe("done");
	expect(await keptRows(world, a, connectionId)).toEqual(trueStripeRows(world.sandbox, slug));
	expect(await pageFaults(world, a, connectionId)).toEqual([]);
	expect((await totalsOf(world, a, jobId)).every(({ verdict }) => verdict === "ties")).toBe(true);
	await expect(person.trpc.jobs.pause.mutate({ jobId })).rejects.toMatchObject({ data: { code: "JOB_ENDED" } });
});

test("a paused sync can be stopped; it keeps its pages and its row says nothing of waiting any more", async () => {
	const connectionId = await connect(world, a, "stripe", slug);
	world.sandbox.addFault({
		kind: "rate_limit",
		vendor: "stripe",
		times: 1,
		skip: 3,
		path: "balance_transactions",
		retryAfterSeconds: 3600,
	});
	const jobId = await startSync(world, a, connectionId);
	const person = await api.as(a.users.preparer.email);
	await until("two pages", async () => (await pages(connectionId)) >= 2);
	await person.trpc.jobs.pause.mutate({ jobId });
	await world.engine.temporal.client.workflow.getHandle(syncId(a.tenantId, connectionId)).cancel();
	expect(await world.engine.closed(a.tenantId, jobId)).toBe("stopped");
	expect((await jobFacts(world, a, jobId)).status).toBe("stopped");
	expect(await ask(world, a, "select 1 from jobs where tenant_id = ? and id = ? and waiting is null", jobId)).toHaveLength(1);
	expect(await pages(connectionId)).toBeGreaterThanOrEqual(2);
});

test("a sync that is still asked to wait before its first page can be paused too, and goes on at once when it is resumed", async () => {
	const connectionId = await connect(world, a, "stripe", slug);
	world.sandbox.addFault({ kind: "rate_limit", vendor: "stripe", times: 1, skip: 0, path: "", retryAfterSeconds: 3600 });
	const jobId = await startSync(world, a, connectionId);
	const { trpc } = await api.as(a.users.preparer.email);
	await until(
		"the vendor has asked it to wait",
		async () =>
			(await ask(world, a, "select 1 from attempts where tenant_id = ? and job_id = ? and failure_code = 'VENDOR_RATE_LIMITED'", jobId))
				.length > 0,
	);
	expect(await pages(connectionId)).toBe(0);
	expect(await trpc.jobs.pause.mutate({ jobId })).toEqual({ status: "paused" });
	expect((await jobFacts(world, a, jobId)).status).toBe("waiting");
	expect(await trpc.jobs.resume.mutate({ jobId })).toEqual({ status: "running" });
	expect(await world.engine.closed(a.tenantId, jobId)).toBe("done");
	expect(await keptRows(world, a, connectionId)).toEqual(trueStripeRows(world.sandbox, slug));
});

test("pauses and resumes that meet are taken one after the other: the row never says other than what the run does", async () => {
	const connectionId = await connect(world, a, "stripe", slug);
	world.sandbox.addFault({
		kind: "rate_limit",
		vendor: "stripe",
		times: 50,
		skip: 0,
		path: "balance_transactions",
		retryAfterSeconds: 3600,
	});
	const jobId = await startSync(world, a, connectionId);
	const { trpc } = await api.as(a.users.preparer.email);
	await until("it reads", async () => (await jobFacts(world, a, jobId)).progress?.phase === "reading");
	let paused = false;
	for (let round = 0; round < 4; round++) {
		const asked = await Promise.allSettled([
			trpc.jobs.pause.mutate({ jobId }),
			trpc.jobs.resume.mutate({ jobId }),
			trpc.jobs.pause.mutate({ jobId }),
		]);
		const taken = asked.map(({ status }) => status === "fulfilled");
		expect(taken).toContain(true);
		const [pauses, resumes] = [taken.filter((is, index) => is && index !== 1).length, taken[1] === true ? 1 : 0];
		paused = (paused ? 1 : 0) + pauses - resumes === 1;
		expect((await jobFacts(world, a, jobId)).status).toBe(paused ? "waiting" : "running");
	}
	world.sandbox.clearFaults();
	await trpc.jobs.cancel.mutate({ jobId });
	expect(await world.engine.closed(a.tenantId, jobId)).toBe("stopped");
});
