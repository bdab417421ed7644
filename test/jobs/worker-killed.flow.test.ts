// Workers killed with -9 at drawn moments: every job still ends, its row says so, and a try whose worker died is told as such.
import { type ChildProcess, spawn } from "node:child_process";
import { randomInt, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { bundleWorkflows } from "../../workers/workflow-bundle.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { testMasterKey, type TestTemporal, testTemporal } from "../support/temporal.ts";

let db: TestDatabase;
let engine: TestTemporal;
let folder: string;
let worker: ChildProcess | null = null;
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

beforeAll(async () => {
	db = await testDatabase();
	engine = await testTemporal(db, { worker: false, routes: { sync: { workflowType: "continuesTwice" } } });
	folder = mkdtempSync(join(tmpdir(), "tieout-killed-"));
	writeFileSync(join(folder, "workflows.js"), (await bundleWorkflows(path("./workflows.ts"))).code);
});
afterAll(async () => {
	worker?.kill("SIGKILL");
	await engine?.close();
	await db?.close();
	if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

async function startWorker(): Promise<ChildProcess> {
	const given = {
		address: inject("temporalAddress"),
		namespace: engine.temporal.client.options.namespace,
		taskQueue: engine.taskQueue,
		loginUrl: db.loginUrl,
		codePath: join(folder, "workflows.js"),
		objectsDir: engine.objectsDir,
		masterKey: Buffer.from(testMasterKey).toString("base64"),
	};
	const child = spawn(process.execPath, [path("./worker-process.ts"), JSON.stringify(given)], { stdio: ["ignore", "pipe", "inherit"] });
	await once(child.stdout, "data");
	return child;
}

async function kill(child: ChildProcess): Promise<void> {
	child.kill("SIGKILL");
	if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

it("leaves no row wrong after three kills, and no job with two rows", async () => {
	const { tenantId } = db.tenants[0];
	const jobs = await Promise.all(
		Array.from({ length: 12 }, () => {
			const key = randomUUID();
			return engine.start({
				tenantId,
				kind: "sync",
				title: "Sync",
				businessKey: key,
				workflowId: syncId(tenantId, key),
				requestedBy: null,
				correlationId: key,
				input: { ask: "x" },
			});
		}),
	);
	const moments = Array.from({ length: 3 }, () => randomInt(50, 900));
	process.stdout.write(`killed after ${moments.join(", ")} ms\n`);
	for (const moment of moments) {
		worker = await startWorker();
		await sleep(moment);
		await kill(worker);
	}
	worker = await startWorker();
	const statuses = await Promise.all(jobs.map(({ jobId }) => engine.closed(tenantId, jobId)));
	expect(new Set(statuses)).toEqual(new Set(["done"]));
	const [rows] = await db.withTenant(tenantId, (em) =>
		em.execute<{ rows: number; open: number; running: number }[]>(
			`select count(*)::int as rows, count(*) filter (where closed_at is null)::int as open,
	(select count(*)::int from attempts a where a.tenant_id = j.tenant_id and a.outcome = 'running') as running
from jobs j where tenant_id = ? group by tenant_id`,
			[tenantId],
		),
	);
	expect(rows).toEqual({ rows: jobs.length, open: 0, running: 0 });
});
