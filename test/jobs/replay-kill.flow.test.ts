// A worker that is killed with SIGKILL in the middle of processing stored pages again, more than once: nothing is lost, nothing is doubled.
import { type ChildProcess, fork } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { createDiskStorage } from "../../platform/object-storage.ts";
import { randomOf } from "../../sandbox/core/random.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { reprocessId } from "../../workflows/core/workflow-ids.ts";
import { testApi } from "../support/api.ts";
import { compileCache } from "../support/compile-cache.ts";
import { testDatabase } from "../support/database.ts";
import { testKeys, testMasterKey, testTemporal } from "../support/temporal.ts";
import { killWorking } from "../sync/kill-working.ts";
import { connect, keptRows, pageFaults, startSync, type SyncWorld, trueStripeRows } from "../sync/sync-world.ts";

const seed = process.env.REPLAY_KILL_SEED ?? String(randomInt(1_000_000_000));
const slug = "larkfield";
const home = mkdtempSync(join(tmpdir(), "tieout-replay-kill-"));

let world: SyncWorld;
const workers = new Set<ChildProcess>();

beforeAll(async () => {
	process.stdout.write(`replay kill test: REPLAY_KILL_SEED=${seed}\n`);
	const [db, sandbox] = await Promise.all([testDatabase(), startSandbox({ seed: "replay-kill", orders: 1_500, companies: [slug] })]);
	const engine = await testTemporal(db, { worker: false, deps: { storage: createDiskStorage(join(home, "objects"), testKeys) } });
	world = { db, engine, sandbox };
});
afterEach(() => {
	for (const worker of workers) worker.kill("SIGKILL");
	workers.clear();
});
afterAll(async () => {
	await world?.engine.close();
	await Promise.all([world?.db.close(), world?.sandbox.stop()]);
	rmSync(home, { recursive: true, force: true });
});

/** A worker process of its own, polling. */
async function startWorker(): Promise<ChildProcess> {
	const worker = fork(join(import.meta.dirname, "../sync/worker-process.ts"), {
		env: {
			PATH: process.env.PATH ?? "",
			...compileCache,
			NODE_ENV: "production",
			TIEOUT_HOME: home,
			TIEOUT_PORT: "5200",
			DATABASE_URL: world.db.adminUrl,
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

test(`a worker killed in the middle of re-processing doubles nothing (seed ${seed})`, async () => {
	const [tenant] = world.db.tenants;
	const { tenantId } = tenant;
	const random = randomOf(seed, "kills");
	const scalar = async (sql: string, ...values: unknown[]): Promise<number> => {
		const [row] = await world.db.withTenant(tenant, (em) => em.execute<{ n: number }[]>(sql, [tenantId, ...values]));
		return row?.n ?? -1;
	};
	// The others stand ready, so that the killed one's work goes on as soon as it is missed.
	await Promise.all([startWorker(), startWorker(), startWorker()]);
	const connectionId = await connect(world, tenant, "stripe", slug);
	const synced = await startSync(world, tenant, connectionId);
	expect(await world.engine.closed(tenantId, synced)).toBe("done");
	// Everything as an older transform made it.
	await world.db.withTenant(tenant, (em) =>
		em.execute("update canonical_rows set category = 'older', transform_version = 0 where tenant_id = ? and connection_id = ?", [
			tenantId,
			connectionId,
		]),
	);
	const rows = await scalar("select count(*)::int as n from canonical_rows where tenant_id = ? and connection_id = ?", connectionId);
	const api = await testApi(world.db, { deps: { temporal: world.engine.temporal, storage: world.engine.deps.storage } });
	try {
		const person = await api.as(tenant.users.preparer.email);
		const { jobId } = await person.trpc.replays.start.mutate({ jobId: synced, options: { reconcileAfter: false } });
		const processed = (): Promise<number> =>
			scalar("select count(*)::int as n from pages where tenant_id = ? and connection_id = ? and kind = 'reprocess'", connectionId);
		for (let kills = 0; kills < 2; kills++) {
			const at = (await processed()) + random.int(1, 4);
			await expect.poll(processed, { interval: 5 }).toBeGreaterThanOrEqual(at);
			await expect.poll(() => killWorking(world.engine, reprocessId(tenantId, connectionId), workers), { interval: 5 }).toBe(true);
		}
		expect(await world.engine.closed(tenantId, jobId)).toBe("done");

		expect(await keptRows(world, tenant, connectionId)).toEqual(trueStripeRows(world.sandbox, slug));
		expect(await pageFaults(world, tenant, connectionId)).toEqual([]);
		const open = "select count(*)::int as n from canonical_rows where tenant_id = ? and connection_id = ? and to_seq is null";
		expect(await scalar(open, connectionId)).toBe(rows);
		expect(await scalar(`${open} and version = 2 and category <> 'older'`, connectionId)).toBe(rows);
		expect(await scalar("select max(version)::int as n from canonical_rows where tenant_id = ? and connection_id = ?", connectionId)).toBe(
			2,
		);
		expect(await scalar("select max(version)::int as n from records where tenant_id = ? and connection_id = ?", connectionId)).toBe(1);
		const twice =
			"select count(*)::int as n from (select source_page_id from pages where tenant_id = ? and connection_id = ? and kind = 'reprocess' group by source_page_id having count(*) > 1) x";
		expect(await scalar(twice, connectionId)).toBe(0);
		const { outcome } = await person.trpc.replays.get.query({ jobId });
		expect(outcome).toMatchObject({ rows: { added: 0, changed: rows, gone: 0 }, origin: { us: rows, source: 0 }, tie: { ties: true } });
	} finally {
		await api.close();
	}
});
