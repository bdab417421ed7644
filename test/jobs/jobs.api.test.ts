// The jobs' procedures over HTTP: list with views and keyset, one job with its tries and history, progress, stop.
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StartJob } from "../../platform/start-job.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { type TestApi, type TestBrowser, testApi } from "../support/api.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { type TestTemporal, testTemporal } from "../support/temporal.ts";
import { createTestActivities } from "./test-activities.ts";

let db: TestDatabase;
let engine: TestTemporal;
let api: TestApi;
let person: TestBrowser;
let tenantId: string;
const made: Record<string, string> = {};

beforeAll(async () => {
	db = await testDatabase();
	engine = await testTemporal(db, {
		workflowsPath: fileURLToPath(new URL("./workflows.ts", import.meta.url)),
		activities: createTestActivities,
		routes: { sync: { workflowType: "asksVendor" }, import: { workflowType: "waitForRelease" } },
	});
	api = await testApi(db, { deps: { temporal: engine.temporal, storage: engine.deps.storage } });
	tenantId = db.tenants[0].tenantId;
	person = await api.as(db.tenants[0].users.preparer.email);
	made["done"] = await start({ title: "Sync Stripe", input: { ask: "PLANTED", failures: 1, retryAfterMs: 50 } });
	await engine.closed(tenantId, made["done"]);
	made["failed"] = await start({ title: "Sync NetSuite", input: { ask: "x", failures: 9, code: "VENDOR_AUTH" } });
	await engine.closed(tenantId, made["failed"]);
	made["open"] = await start({ title: "Import statement", kind: "import", input: {} });
});
afterAll(async () => {
	await api?.close();
	await engine?.close();
	await db?.close();
});

async function start(change: Partial<StartJob>): Promise<string> {
	const key = randomUUID();
	const { jobId } = await engine.start({
		tenantId,
		kind: "sync",
		title: "Sync",
		businessKey: "stripe-us",
		workflowId: syncId(tenantId, key),
		requestedBy: db.tenants[0].users.preparer.userId,
		correlationId: `c-${key}`,
		input: {},
		...change,
	});
	return jobId;
}

describe("the list", () => {
	it("counts each view and pages by key without losing or repeating a job", async () => {
		const first = await person.trpc.jobs.list.query({ limit: 2 });
		expect(first).toMatchObject({ total: 3, counts: { all: 3, attention: 1, running: 1, done: 1 } });
		const second = await person.trpc.jobs.list.query({ limit: 2, after: first.next });
		expect([...first.rows, ...second.rows].map((job) => job.title)).toEqual(["Import statement", "Sync NetSuite", "Sync Stripe"]);
		expect(second.next).toBeNull();
		expect(first.rows[0]?.requestedBy).toBe(db.tenants[0].users.preparer.name);
	});

	it("sorts, filters by kind and view, and finds by word and by id", async () => {
		const { list } = person.trpc.jobs;
		expect((await list.query({ sort: "title" })).rows.map((job) => job.title)).toEqual([
			"Import statement",
			"Sync NetSuite",
			"Sync Stripe",
		]);
		expect((await list.query({ sort: "-title", kind: "sync" })).rows.map((job) => job.title)).toEqual(["Sync Stripe", "Sync NetSuite"]);
		expect((await list.query({ view: "attention" })).rows.map((job) => job.id)).toEqual([made["failed"]]);
		expect((await list.query({ search: "netsuite" })).rows.map((job) => job.id)).toEqual([made["failed"]]);
		expect((await list.query({ search: made["done"] ?? "" })).rows.map((job) => job.id)).toEqual([made["done"]]);
	});

	it("refuses a cursor that is not one of ours, in words", async () => {
		await expect(person.trpc.jobs.list.query({ after: "nonsense" })).rejects.toThrow(/Start again from the first page/);
	});

	it("shows another company none of it", async () => {
		const stranger = await api.as(db.tenants[1].users.admin.email);
		expect((await stranger.trpc.jobs.list.query({})).total).toBe(0);
		for (const ask of ["get", "progress", "events"] as const) {
			await expect(stranger.trpc.jobs[ask].query({ jobId: made["done"] ?? "" })).rejects.toThrow(/no such job/);
		}
		await expect(stranger.trpc.jobs.cancel.mutate({ jobId: made["open"] ?? "" })).rejects.toThrow(/no such job/);
	});
});

describe("one job", () => {
	it("has its tries, each leading to its event, whose attributes show ids and no values", async () => {
		const job = await person.trpc.jobs.get.query({ jobId: made["done"] ?? "" });
		expect(job.attempts.map(({ attempt, outcome }) => `${attempt} ${outcome}`)).toEqual(["1 failed", "2 ok"]);
		const { eventId } = job.attempts[1] ?? {};
		const event = await person.trpc.jobs.event.query({ jobId: job.id, eventId: eventId ?? "" });
		expect(event).toMatchObject({ type: "ActivityTaskCompleted", activityType: "askVendor", attempt: 2, source: "temporal" });
		const first = await person.trpc.jobs.event.query({ jobId: job.id, eventId: "1" });
		expect(JSON.stringify(first)).toContain(tenantId);
		const events = await person.trpc.jobs.events.query({ jobId: job.id });
		const all = await Promise.all(events.map((each) => person.trpc.jobs.event.query({ jobId: job.id, eventId: each.eventId })));
		expect(JSON.stringify(all)).not.toContain("PLANTED");
		expect(events.at(-1)?.type).toBe("WorkflowExecutionCompleted");
	});

	it("explains a failure: what happened, what is safe, what to do next", async () => {
		const job = await person.trpc.jobs.get.query({ jobId: made["failed"] ?? "" });
		expect(job.explanation).toMatchObject({
			title: "The vendor refused the credentials",
			next: "Reconnect with valid credentials, then sync again.",
		});
	});

	it("links to Temporal's own view only for those who may see every company's runs", async () => {
		const jobId = made["done"] ?? "";
		expect((await person.trpc.jobs.get.query({ jobId })).temporalWebUrl).toBeNull();
		const engineer = await api.as(db.tenants[0].users.engineer.email);
		expect((await engineer.trpc.jobs.get.query({ jobId })).temporalWebUrl).toContain(encodeURIComponent(`t/${tenantId}/sync/`));
	});

	it("says its progress while it runs and can be stopped by those who may", async () => {
		const jobId = made["open"] ?? "";
		await expect.poll(() => person.trpc.jobs.progress.query({ jobId }).then((progress) => progress.phase)).toBe("waiting");
		const auditor = await api.as(db.tenants[0].users.auditor.email);
		await expect(auditor.trpc.jobs.cancel.mutate({ jobId })).rejects.toThrow(/jobs.cancel/);
		expect(await person.trpc.jobs.cancel.mutate({ jobId })).toEqual({ outcome: "asked" });
		expect(await engine.closed(tenantId, jobId)).toBe("stopped");
		expect(await person.trpc.jobs.cancel.mutate({ jobId })).toEqual({ outcome: "already_ended" });
		expect((await person.trpc.jobs.progress.query({ jobId })).phase).toBe("waiting");
	});

	it("stops at once what hasn't started", async () => {
		const key = randomUUID();
		const { jobId, afterCommit } = await engine.request({
			tenantId,
			kind: "sync",
			title: "Sync",
			businessKey: "x",
			workflowId: syncId(tenantId, key),
			requestedBy: null,
			correlationId: "c",
			input: {},
		});
		expect(await person.trpc.jobs.cancel.mutate({ jobId })).toEqual({ outcome: "stopped" });
		await afterCommit();
		expect((await person.trpc.jobs.get.query({ jobId })).runId).toBeNull();
	});
});
