// Workers are killed at random moments and replies of commits are lost. Afterwards the database is compared with the sandbox's
// truth: nothing lost, nothing doubled, totals right. The seed is printed; SYNC_KILL_SEED repeats a run.
import { type ChildProcess, fork } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createDiskStorage } from "../../platform/object-storage.ts";
import { type Sandbox, startSandbox } from "../../sandbox/server.ts";
import { randomOf } from "../../sandbox/core/random.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";
import { testKeys, testMasterKey, testTemporal } from "../support/temporal.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { compileCache } from "../support/compile-cache.ts";
import { type CommitProxy, commitProxy } from "./commit-proxy.ts";
import { killWorking } from "./kill-working.ts";
import { connect, jobFacts, keptRows, pageFaults, startSync, type SyncWorld, totalsOf, trueStripeRows } from "./sync-world.ts";

const seed = process.env.SYNC_KILL_SEED ?? String(randomInt(1_000_000_000));
const slug = "larkfield";
/** For a busy machine; nothing here asserts how long it takes. */
const patienceMs = 120_000;
const home = mkdtempSync(join(tmpdir(), "tieout-kill-"));

/** A queue and a proxy of its own: both tests mostly wait until what died is missed, so they wait at once. */
interface Place {
	readonly world: SyncWorld;
	readonly proxy: CommitProxy;
	readonly workers: Set<ChildProcess>;
}

const places: Place[] = [];
let db: TestDatabase;
let sandbox: Sandbox;
let tenant: TestTenant;

beforeAll(async () => {
	process.stdout.write(`kill tests: SYNC_KILL_SEED=${seed}\n`);
	[db, sandbox] = await Promise.all([testDatabase(), startSandbox({ seed: "kill", orders: 2_000, companies: [slug] })]);
	[tenant] = db.tenants;
});
afterAll(async () => {
	for (const { world, proxy, workers } of places) {
		for (const worker of workers) worker.kill("SIGKILL");
		await world.engine.close();
		await proxy.close();
	}
	await Promise.all([db?.close(), sandbox?.stop()]);
	rmSync(home, { recursive: true, force: true });
});

async function newPlace(): Promise<Place> {
	const engine = await testTemporal(db, { worker: false, deps: { storage: createDiskStorage(join(home, "objects"), testKeys) } });
	const { hostname, port } = new URL(db.adminUrl);
	const place = { world: { db, engine, sandbox }, proxy: await commitProxy(hostname, Number(port)), workers: new Set<ChildProcess>() };
	places.push(place);
	return place;
}

/** Starts a worker process whose database lies behind the proxy, and waits until it polls. */
async function startWorker({ world, proxy, workers }: Place): Promise<ChildProcess> {
	const database = new URL(world.db.adminUrl);
	database.hostname = "127.0.0.1";
	database.port = String(proxy.port);
	const worker = fork(join(import.meta.dirname, "worker-process.ts"), {
		env: {
			PATH: process.env.PATH ?? "",
			...compileCache,
			NODE_ENV: "production",
			TIEOUT_HOME: home,
			TIEOUT_PORT: "5200",
			DATABASE_URL: database.toString(),
			TEMPORAL_ADDRESS: inject("temporalAddress"),
			TIEOUT_MASTER_KEY: Buffer.from(testMasterKey).toString("base64"),
			LOG_LEVEL: "fatal",
			TEST_NAMESPACE: world.engine.temporal.client.options.namespace,
			TEST_QUEUE: world.engine.taskQueue,
			TEST_BUNDLE: inject("workflowBundlePath"),
		},
		stdio: ["ignore", "ignore", "inherit", "ipc"],
	});
	workers.add(worker);
	await new Promise<void>((resolve, reject) => {
		worker.once("message", () => resolve());
		worker.once("exit", (code) => reject(new Error(`the worker ended with ${code} before it was ready`)));
	});
	return worker;
}

const pages = async (connectionId: string): Promise<number> => {
	const [row] = await db.withTenant(tenant, (em) =>
		em.execute<{ n: number }[]>("select count(*)::int as n from pages where tenant_id = ? and connection_id = ? and kind = 'page'", [
			tenant.tenantId,
			connectionId,
		]),
	);
	return row?.n ?? 0;
};

async function isRunning(world: SyncWorld, jobId: string): Promise<boolean> {
	const { status } = await jobFacts(world, tenant, jobId);
	return status === "requested" || status === "running";
}

/** Everything the sandbox has is there once, the page ledger has no gap, and the totals say so themselves. */
async function expectWhole({ world }: Place, connectionId: string, jobId: string): Promise<void> {
	expect(await keptRows(world, tenant, connectionId)).toEqual(trueStripeRows(world.sandbox, slug));
	expect(await pageFaults(world, tenant, connectionId)).toEqual([]);
	const totals = await totalsOf(world, tenant, jobId);
	expect(totals.length).toBeGreaterThanOrEqual(3);
	expect(totals.filter(({ verdict }) => verdict !== "ties")).toEqual([]);
	const facts = await jobFacts(world, tenant, jobId);
	expect(facts.status).toBe("done");
	const [sum] = await db.withTenant(tenant, (em) =>
		em.execute<{ rows: number; records: number }[]>(
			`select (select sum(row_count)::int from pages where tenant_id = ? and job_id = ? and kind = 'page') as rows,
				(select count(*)::int from records where tenant_id = ? and connection_id = ?) as records`,
			[tenant.tenantId, jobId, tenant.tenantId, connectionId],
		),
	);
	expect(facts.rowsRead).toBe(sum?.rows);
	expect(facts.rowsWritten).toBe(sum?.records);
}

describe.concurrent(`workers that die (seed ${seed})`, () => {
	test("a worker killed with SIGKILL at random moments, again and again, loses nothing and doubles nothing", {
		timeout: 3 * patienceMs,
	}, async () => {
		const place = await newPlace();
		const { world } = place;
		const random = randomOf(seed, "kills");
		const connectionId = await connect(world, tenant, "stripe", slug);
		// The others stand ready, so that the killed one's work goes on as soon as it is missed.
		await Promise.all(Array.from({ length: 4 }, () => startWorker(place)));
		const jobId = await startSync(world, tenant, connectionId, { pagesPerActivity: 8 });
		let kills = 0;
		let [at, moment] = [random.int(1, 6), random.int(0, 40)];
		while (kills < 3 && (await isRunning(world, jobId))) {
			await sleep(5);
			if ((await pages(connectionId)) < at) continue;
			await sleep(moment);
			if (!(await killWorking(world.engine, syncId(tenant.tenantId, connectionId), place.workers))) continue;
			kills++;
			[at, moment] = [(await pages(connectionId)) + random.int(1, 6), random.int(0, 40)];
		}
		await world.engine.closed(tenant.tenantId, jobId, patienceMs);
		expect(kills).toBeGreaterThanOrEqual(2);
		await expectWhole(place, connectionId, jobId);
	});

	test("the reply of a commit that is lost on its way is found again: the page is there once", { timeout: 3 * patienceMs }, async () => {
		const place = await newPlace();
		const { world, proxy } = place;
		const random = randomOf(seed, "cuts");
		const connectionId = await connect(world, tenant, "stripe", slug);
		await startWorker(place);
		const before = proxy.cuts();
		proxy.cutAfter(random.int(2, 6));
		const jobId = await startSync(world, tenant, connectionId);
		for (let cut = 1; cut < 4; cut++) {
			for (const until = Date.now() + patienceMs; proxy.cuts() - before < cut && Date.now() < until; ) await sleep(5);
			proxy.cutAfter(random.int(1, 8));
		}
		await world.engine.closed(tenant.tenantId, jobId, patienceMs);
		expect(proxy.cuts() - before).toBeGreaterThanOrEqual(3);
		await expectWhole(place, connectionId, jobId);
	});
});
