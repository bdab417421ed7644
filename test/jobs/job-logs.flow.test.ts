// A job's log: what its activities said, try by try, in order, searchable, for its own company only, and never changed afterwards.
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { type TestApi, testApi, type TestBrowser } from "../support/api.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";
import { type TestTemporal, testKeys, testTemporal } from "../support/temporal.ts";
import { createTestActivities } from "./test-activities.ts";

let db: TestDatabase;
let engine: TestTemporal;
let api: TestApi;
let reader: TestBrowser;
let a: TestTenant;
let jobId: string;

async function run(tenant: TestTenant, input: Record<string, unknown>): Promise<string> {
	const started = await engine.start({
		tenantId: tenant.tenantId,
		kind: "sync",
		title: "Sync",
		businessKey: "stripe-us",
		workflowId: syncId(tenant.tenantId, randomUUID()),
		requestedBy: null,
		correlationId: randomUUID(),
		input,
	});
	await engine.closed(tenant.tenantId, started.jobId);
	return started.jobId;
}

beforeAll(async () => {
	db = await testDatabase();
	engine = await testTemporal(db, {
		workflowsPath: fileURLToPath(new URL("./workflows.ts", import.meta.url)),
		activities: createTestActivities,
		routes: { sync: { workflowType: "asksVendor" } },
	});
	api = await testApi(db, { deps: { temporal: engine.temporal, keys: testKeys, storage: engine.deps.storage } });
	[a] = db.tenants;
	reader = await api.as(a.users.auditor.email);
	jobId = await run(a, { ask: "page 1 of PLANTED-question", failures: 2, retryAfterMs: 50 });
});
afterAll(async () => {
	await api?.close();
	await engine?.close();
	await db?.close();
});

describe("a job's log", () => {
	test("holds every try's lines in order, from the run's beginning to its end", async () => {
		const { rows, total, counts, next } = await reader.trpc.jobs.logs.query({ jobId });
		expect(rows.map(({ message, attempt, level }) => `${attempt ?? "-"} ${level} ${message}`)).toEqual([
			"- info the job's run began",
			"1 info asking the vendor",
			"1 warn activity failed",
			"2 info asking the vendor",
			"2 warn activity failed",
			"3 info asking the vendor",
			"3 info activity done",
			"- info the job ended",
		]);
		expect({ total, counts, next }).toEqual({ total: 8, counts: { debug: 0, info: 6, warn: 2, error: 0 }, next: null });
		expect(rows[2]?.facts).toMatchObject({ code: "VENDOR_RATE_LIMITED", sentence: expect.stringContaining("asked us to wait") });
		expect(rows.at(-1)?.facts).toEqual({ outcome: "done" });
		expect(rows.every((row) => row.activityType === "askVendor" || row.activityType === null)).toBe(true);
	});

	test("narrows by level, try and words, and comes in pages", async () => {
		const warnings = await reader.trpc.jobs.logs.query({ jobId, levels: ["warn", "error"] });
		expect(warnings.rows.map(({ attempt }) => attempt)).toEqual([1, 2]);
		expect(warnings).toMatchObject({ total: 2, counts: { info: 6, warn: 2 } });
		expect((await reader.trpc.jobs.logs.query({ jobId, attempt: 2 })).rows).toHaveLength(2);
		expect((await reader.trpc.jobs.logs.query({ jobId, search: "vendor_rate" })).total).toBe(2);
		expect((await reader.trpc.jobs.logs.query({ jobId, search: "ASKING" })).total).toBe(3);
		expect((await reader.trpc.jobs.logs.query({ jobId, search: "Payouts" })).total).toBe(3);
		expect((await reader.trpc.jobs.logs.query({ jobId, search: "%" })).total).toBe(0);
		const seen: string[] = [];
		for (let after: string | null = null; ; ) {
			const page: Awaited<ReturnType<typeof reader.trpc.jobs.logs.query>> = await reader.trpc.jobs.logs.query({ jobId, limit: 3, after });
			seen.push(...page.rows.map(({ id }) => id));
			after = page.next;
			if (after === null) break;
		}
		expect(seen).toEqual((await reader.trpc.jobs.logs.query({ jobId })).rows.map(({ id }) => id));
	});

	test("ends with the failure's code where the job failed", async () => {
		const failed = await run(a, { ask: "page 1", failures: 9, code: "VENDOR_AUTH" });
		const { rows, counts } = await reader.trpc.jobs.logs.query({ jobId: failed });
		expect(counts).toMatchObject({ warn: 1, error: 1 });
		expect(rows.at(-1)).toMatchObject({ level: "error", message: "the job ended", facts: { outcome: "failed", code: "VENDOR_AUTH" } });
	});

	test("of another company's job is not found, and its lines are not in its own", async () => {
		const other = await api.as(db.tenants[1].users.admin.email);
		await expect(other.trpc.jobs.logs.query({ jobId })).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
		const foreign = await db.withTenant(db.tenants[1], (em) => em.execute("select 1 from job_logs where job_id = ?", [jobId]));
		expect(foreign).toEqual([]);
	});

	test.each(["update job_logs set message = 'nothing happened'", "delete from job_logs"])("can't be changed: %s", async (sql) => {
		await expect(db.withTenant(a, (em) => em.execute(sql))).rejects.toThrow(/permission denied/);
	});
});
