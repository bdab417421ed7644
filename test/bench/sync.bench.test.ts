// Rows a second from the vendor's API into the database: Tieout keeps every answer, versions every record and proves totals; dlt, the
// peer, merges the same lists from the same server into the same PostgreSQL.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Sandbox } from "../../sandbox/server.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";
import { type TestTemporal, testTemporal } from "../support/temporal.ts";
import { connect, jobFacts, startSync, type SyncWorld } from "../sync/sync-world.ts";
import { dltSync, findDlt } from "./dlt.ts";
import { median, report, secondsOf } from "./figure.ts";
import { type SandboxProcess, startSandboxProcess } from "./sandbox-process.ts";

const orders = Number(process.env["BENCH_ORDERS"] ?? 10_000);
const runs = 3;
const slug = "larkfield";
const bench = "sync";
const first = `stripe, ${orders} orders, first sync`;
const again = `stripe, ${orders} orders, nothing new`;

let sandbox: SandboxProcess;
let db: TestDatabase;
let engine: TestTemporal;
let world: SyncWorld;

beforeAll(async () => {
	[db, sandbox] = await Promise.all([testDatabase(), startSandboxProcess(slug, orders)]);
	engine = await testTemporal(db, { queue: "sync" });
	// Stripe asks nothing of a sandbox but its address and keys.
	world = { db, engine, sandbox: sandbox as Sandbox };
});
afterAll(async () => {
	await engine?.close();
	await Promise.all([db?.close(), sandbox?.stop()]);
});

async function syncOnce(tenant: TestTenant, connectionId: string): Promise<{ rows: number; seconds: number }> {
	let jobId = "";
	const seconds = await secondsOf(async () => {
		jobId = await startSync(world, tenant, connectionId);
		await engine.closed(tenant.tenantId, jobId, 600_000);
	});
	const facts = await jobFacts(world, tenant, jobId);
	expect(facts.status).toBe("done");
	return { rows: facts.rowsRead, seconds };
}

test("tieout", async () => {
	const [tenant] = db.tenants;
	const rates: number[] = [];
	const quiet: number[] = [];
	for (let run = 0; run < runs; run++) {
		const connectionId = await connect(world, tenant, "stripe", slug);
		const { rows, seconds } = await syncOnce(tenant, connectionId);
		rates.push(rows / seconds);
		quiet.push((await syncOnce(tenant, connectionId)).seconds * 1000);
	}
	report({ bench, case: first, engine: "tieout", value: median(rates), unit: "rows/s", runs });
	report({ bench, case: again, engine: "tieout", value: median(quiet), unit: "ms", runs });
});

test("dlt", async () => {
	const python = await findDlt();
	if (python === null) {
		console.log("peers not run: dlt needs Python 3.10 or newer with venv, and a package index");
		return;
	}
	const apiKey = sandbox.companies[0]?.stripeKey ?? "";
	const rates: number[] = [];
	for (let run = 0; run < runs; run++) {
		const { rows, seconds } = await dltSync(python, { base: sandbox.url, apiKey, database: db.adminUrl, dataset: `dlt_${run}` });
		rates.push(rows / seconds);
	}
	report({ bench, case: first, engine: "dlt", value: median(rates), unit: "rows/s", runs });
});
