// The whole chain of custody on real parts: a synced cell, its row, record and stored page, and the workflow event, also after
// Temporal has forgotten the run.
import { afterAll, beforeAll, expect, test } from "vitest";
import { jobById } from "../../db/jobs/job.store.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { testApi, type TestApi, type TestBrowser } from "../support/api.ts";
import { type TestTenant, testDatabase } from "../support/database.ts";
import { deleteRuns, until } from "../support/delete-runs.ts";
import { testTemporal } from "../support/temporal.ts";
import { connect, startSync, type SyncWorld } from "./sync-world.ts";

let world: SyncWorld;
let api: TestApi;
let a: TestTenant;
let b: TestTenant;
let browser: TestBrowser;
let chain: { tenantId: string; jobId: string; workflowId: string };

beforeAll(async () => {
	const [db, sandbox] = await Promise.all([testDatabase(), startSandbox({ seed: "cell-to-event", orders: 400 })]);
	const engine = await testTemporal(db, { queue: "sync" });
	world = { db, engine, sandbox };
	[a, b] = db.tenants;
	api = await testApi(db, { deps: { temporal: engine.temporal, storage: engine.deps.storage } });
	browser = await api.as(a.users.controller.email);
	const connectionId = await connect(world, a, "netsuite", "larkfield");
	const jobId = await startSync(world, a, connectionId);
	await engine.closed(a.tenantId, jobId);
	chain = { tenantId: a.tenantId, jobId, workflowId: syncId(a.tenantId, connectionId) };
});
afterAll(async () => {
	await api?.close();
	await world?.engine.close();
	await Promise.all([world?.db.close(), world?.sandbox.stop()]);
});

const custodyOfFirstLine = async () => {
	const { rows } = await browser.trpc.explorer.rows.query({ kind: "ledger_line", limit: 1 });
	return browser.trpc.explorer.custody.query({ canonicalId: rows[0]?.id ?? "" });
};

test("a cell leads to the event that fetched it, from Temporal while it remembers and from the archive when it has forgotten", async () => {
	const before = await custodyOfFirstLine();
	expect(before.verdict.ok, before.verdict.sentence).toBe(true);
	expect(before.event).toMatchObject({ jobId: chain.jobId, activityType: "readPages", attempt: 1 });

	const { db, engine } = world;
	const archived = async () => (await db.withTenant(a, (em) => jobById(em, a.tenantId, chain.jobId)))?.archivedAt != null;
	await until("the history is archived", async () => (await engine.reconcile()) && (await archived()));
	await deleteRuns(db, engine, chain);

	const after = await custodyOfFirstLine();
	expect(after.verdict.ok, after.verdict.sentence).toBe(true);
	expect(after.event).toEqual(before.event);
	const event = await browser.trpc.jobs.event.query({ jobId: chain.jobId, eventId: after.event?.eventId ?? "" });
	expect(event).toMatchObject({ source: "archive", type: "ActivityTaskCompleted" });
});

test("the other tenant can't walk the same chain", async () => {
	const { rows } = await browser.trpc.explorer.rows.query({ kind: "ledger_line", limit: 1 });
	const stranger = await api.as(b.users.controller.email);
	await expect(stranger.trpc.explorer.custody.query({ canonicalId: rows[0]?.id ?? "" })).rejects.toMatchObject({
		data: { code: "NOT_FOUND" },
	});
	await expect(stranger.trpc.jobs.event.query({ jobId: chain.jobId, eventId: "1" })).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
});
