// From a click to a proof on another machine: what people did is exported by a job, verified with the command and a checkpoint that was
// kept, and what the database's owner changed meanwhile is named.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createLog } from "../../platform/log.ts";
import { testApi, type TestApi, type TestBrowser } from "../support/api.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { type TestTemporal, testTemporal } from "../support/temporal.ts";

let db: TestDatabase;
let engine: TestTemporal;
let api: TestApi;
let alder: TestBrowser;
let birch: TestBrowser;
const workerLines: string[] = [];
const folder = mkdtempSync(join(tmpdir(), "tieout-audit-export-"));

beforeAll(async () => {
	db = await testDatabase();
	const log = createLog({ name: "worker", level: "info", destination: { write: (line) => workerLines.push(line) } });
	engine = await testTemporal(db, { queue: "recon", log });
	const { keys, storage, temporal } = engine.deps;
	api = await testApi(db, { deps: { keys, storage, temporal } });
	alder = await api.as(db.tenants[0].users.controller.email);
	birch = await api.as(db.tenants[1].users.controller.email);
});
afterAll(async () => {
	await api?.close();
	await engine?.close();
	await db?.close();
	rmSync(folder, { recursive: true, force: true });
});

const view = (browser: TestBrowser, name: string) => browser.trpc.views.create.mutate({ list: "jobs", name, shared: false, state: {} });

/** @param click the correlation id that the browser sends */
async function exported(browser: TestBrowser, tenantId: string, click: string) {
	const headers = { "content-type": "application/json", "x-correlation-id": click };
	const started = await browser.fetch("/trpc/audit.export", { method: "POST", headers, body: "{}" });
	expect([started.status, started.headers.get("x-correlation-id")]).toEqual([200, click]);
	const { jobId } = ((await started.json()) as { result: { data: { jobId: string } } }).result.data;
	const status = await engine.closed(tenantId, jobId);
	const { result } = await browser.trpc.jobs.get.query({ jobId });
	const answer = await browser.fetch(`/exports/${jobId}`);
	return { jobId, status, summary: String(result?.["summary"]), text: await answer.text(), type: answer.headers.get("content-type") };
}

function verify(text: string, checkpoint: string, ...more: string[]) {
	const file = join(folder, "export.ndjson");
	const kept = join(folder, "checkpoint.json");
	writeFileSync(file, text);
	writeFileSync(kept, checkpoint);
	const args = [join(import.meta.dirname, "../../cli/tieout.ts"), "verify", "audit", file, "--checkpoint", kept, ...more];
	const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
	return { status, said: stdout + stderr };
}

test("an export holds what happened here and nothing of the other company, and verifies with a checkpoint that was kept", async () => {
	const [{ tenantId, users }, other] = db.tenants;
	await view(alder, "Mine");
	await view(birch, "Theirs");
	const first = await exported(alder, tenantId, "click-of-controller");
	expect([first.status, first.type]).toEqual(["done", "application/x-ndjson"]);
	expect(first.summary).toMatch(/whole up to checkpoint 1$/);
	expect(first.text).toContain('"name":"Mine"');
	for (const own of [users.controller.name, users.controller.email]) expect(first.text).toContain(own);
	for (const foreign of ['"name":"Theirs"', other.tenantId, other.users.controller.name, other.users.controller.email])
		expect(first.text).not.toContain(foreign);
	const [kept] = (await alder.trpc.audit.checkpoints.query({})).rows;
	if (kept === undefined) throw new Error("nothing was signed");
	const named = verify(first.text, kept.text, "--key", kept.signer);
	expect([named.status, named.said]).toEqual([0, expect.stringContaining("Whole: events 1 to ")]);
	// The browser's own id goes from the click through request, job and run into what the activity did and logged.
	const { rows } = await alder.trpc.audit.list.query({ jobId: first.jobId });
	expect(rows.map(({ action, actorKind, summary }) => [action, actorKind, summary])).toEqual([
		["audit.verify", "system", "The trail is whole up to checkpoint 1"],
		["audit.export", "person", "The whole audit trail was exported"],
	]);
	expect(rows.map(({ correlationId }) => correlationId)).toEqual(["click-of-controller", "click-of-controller"]);
	const lines = [...api.logged(), ...workerLines.map((line) => JSON.parse(line) as Record<string, unknown>)].filter(
		(line) => line["correlationId"] === "click-of-controller",
	);
	expect(lines.map(({ name, msg }) => `${String(name)}: ${String(msg)}`)).toEqual(
		expect.arrayContaining(["api: request", expect.stringMatching(/: activity done$/)]),
	);
	expect(lines.every((line) => line["tenantId"] === tenantId)).toBe(true);
	// Theirs has another signer, and their checkpoint is another company's.
	const theirs = await exported(birch, other.tenantId, "click-of-theirs");
	const [foreign] = (await birch.trpc.audit.checkpoints.query({})).rows;
	expect(foreign?.signer).not.toBe(kept.signer);
	expect(verify(theirs.text, kept.text).status).toBe(1);
	expect((await birch.fetch(`/exports/${first.jobId}`)).status).toBe(404);
});

test("a tampered export is found with the checkpoint, and a database that its owner changed is found by the next export", async () => {
	const [{ tenantId }] = db.tenants;
	const { id } = await view(alder, "Before");
	const honest = await exported(alder, tenantId, "click-honest");
	const [kept] = (await alder.trpc.audit.checkpoints.query({})).rows;
	const tampered = verify(honest.text.replace('"name":"Before"', '"name":"Behind"'), kept?.text ?? "");
	expect([tampered.status, tampered.said]).toEqual([1, expect.stringContaining("was altered afterwards")]);
	expect(verify(honest.text.split("\n").slice(0, -4).join("\n"), kept?.text ?? "").said).toContain("cut off");
	const admin = new pg.Client({ connectionString: db.adminUrl });
	await admin.connect();
	await admin.query("update audit_events set reason = 'nobody asked' where resource_id = $1", [id]);
	await admin.end();
	const later = await exported(alder, tenantId, "click-later");
	expect(later.status).toBe("check");
	expect(later.summary).toMatch(/Not as it was sealed: Event \d+ is not what was sealed/);
	expect(verify(later.text, kept?.text ?? "").status).toBe(1);
});

test("the platform's loops seal what happens without being asked, and look after the months", async () => {
	const [{ tenantId }] = db.tenants;
	const { id } = await view(alder, "Seen by the loop");
	const { client } = engine.temporal;
	const loops = await Promise.all(
		["auditSealer", "auditKeeper"].map((type) =>
			client.workflow.start(type, { workflowId: `p/test-${type}-${tenantId}`, taskQueue: engine.taskQueue, args: [] }),
		),
	);
	await vi.waitFor(async () => expect((await alder.trpc.audit.list.query({ resourceId: id })).rows[0]?.sealed).toBe(true), {
		timeout: 120_000,
		interval: 200,
	});
	await vi.waitFor(
		async () => {
			const { events = [] } = (await loops[1]?.fetchHistory()) ?? {};
			expect(events?.some(({ activityTaskCompletedEventAttributes: done }) => done != null)).toBe(true);
		},
		{ timeout: 120_000, interval: 200 },
	);
	for (const loop of loops) await loop.terminate("the test is over");
});
