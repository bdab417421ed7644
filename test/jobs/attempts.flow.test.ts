// Engine rules 3 and 5, and what follows one click: a row per try, Retry-After kept, priority and fairness set, one correlation id.
import { randomUUID } from "node:crypto";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attemptsOfJob } from "../../db/jobs/job-list.store.ts";
import { createLog } from "../../platform/log.ts";
import { priorities } from "../../temporal.config.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { type TestTemporal, testTemporal } from "../support/temporal.ts";
import { createTestActivities } from "./test-activities.ts";

let db: TestDatabase;
let engine: TestTemporal;
let tenantId: string;
const lines: string[] = [];
const destination = new Writable({
	write: (chunk: Buffer, _encoding, done) => {
		lines.push(chunk.toString());
		done();
	},
});

beforeAll(async () => {
	db = await testDatabase();
	engine = await testTemporal(db, {
		workflowsPath: fileURLToPath(new URL("./workflows.ts", import.meta.url)),
		activities: createTestActivities,
		log: createLog({ name: "worker", level: "debug", destination }),
		routes: { sync: { workflowType: "asksVendor" } },
	});
	tenantId = db.tenants[0].tenantId;
});
afterAll(async () => {
	await engine?.close();
	await db?.close();
});

const start = async (input: Record<string, unknown>, requestedBy: string | null = db.tenants[0].users.preparer.userId) => {
	const key = randomUUID();
	const { jobId } = await engine.start({
		tenantId,
		kind: "sync",
		title: "Sync",
		businessKey: "stripe-us",
		workflowId: syncId(tenantId, key),
		requestedBy,
		correlationId: `click-${key}`,
		input,
	});
	return { jobId, workflowId: syncId(tenantId, key), correlationId: `click-${key}` };
};
const tries = (jobId: string) => db.withTenant(tenantId, (em) => attemptsOfJob(em, tenantId, jobId));

describe("tries", () => {
	it("are kept one by one with code, sentence, worker build and the answer that decided them", async () => {
		const { jobId } = await start({ ask: "page 1", failures: 2, retryAfterMs: 300 });
		expect(await engine.closed(tenantId, jobId)).toBe("done");
		const rows = await tries(jobId);
		expect(rows.map(({ attempt, outcome, failureCode }) => ({ attempt, outcome, failureCode }))).toEqual([
			{ attempt: 1, outcome: "failed", failureCode: "VENDOR_RATE_LIMITED" },
			{ attempt: 2, outcome: "failed", failureCode: "VENDOR_RATE_LIMITED" },
			{ attempt: 3, outcome: "ok", failureCode: null },
		]);
		expect(rows.every((row) => row.workerBuild === "test" && row.endedAt !== null)).toBe(true);
		expect(new Set(rows.map((row) => row.pageId)).size).toBe(3);
	});

	it("wait as long as the vendor asks, not as the retry class says", async () => {
		const { jobId } = await start({ ask: "page 1", failures: 1, retryAfterMs: 2_500 });
		await engine.closed(tenantId, jobId);
		const [first, second] = await tries(jobId);
		const waited = Date.parse(second?.startedAt ?? "") - Date.parse(first?.endedAt ?? "");
		// The class's first interval is one second.
		expect(waited).toBeGreaterThanOrEqual(2_300);
		// Patience for a busy machine.
		expect(waited).toBeLessThan(30_000);
	});

	it("end at once where asking again can't help, and the job says what to do", async () => {
		const { jobId } = await start({ ask: "page 1", failures: 9, code: "VENDOR_AUTH" });
		expect(await engine.closed(tenantId, jobId)).toBe("failed");
		expect(await tries(jobId)).toHaveLength(1);
		const [row] = await db.withTenant(tenantId, (em) =>
			em.execute<{ code: string }[]>("select failure_code as code from jobs where tenant_id = ? and id = ?", [tenantId, jobId]),
		);
		expect(row?.code).toBe("VENDOR_AUTH");
	});
});

describe("one click", () => {
	it("is followed by one correlation id into every line of its activities, with the tenant", async () => {
		const { jobId, correlationId } = await start({ ask: "page 1", failures: 1, retryAfterMs: 100 });
		await engine.closed(tenantId, jobId);
		const own = lines
			.map((line) => JSON.parse(line) as Record<string, unknown>)
			.filter((line) => line["jobId"] === jobId && line["activity"] === "askVendor");
		expect(own.map((line) => line["msg"])).toEqual(["asking the vendor", "activity failed", "asking the vendor", "activity done"]);
		for (const line of own) expect(line).toMatchObject({ tenantId, correlationId, activity: "askVendor" });
	});

	it("goes before what a clock asked for, and shares the queue fairly by tenant: run and activities alike", async () => {
		const click = await start({ ask: "x", failures: 0 });
		const clock = await start({ ask: "x", failures: 0 }, null);
		await engine.closed(tenantId, click.jobId);
		await engine.closed(tenantId, clock.jobId);
		const { client } = engine.temporal;
		const described = await client.workflow.getHandle(click.workflowId).describe();
		expect(described.priority).toMatchObject({ priorityKey: priorities.person, fairnessKey: tenantId });
		const platform = await client.workflow.getHandle(clock.workflowId).describe();
		expect(platform.priority).toMatchObject({ priorityKey: priorities.platform, fairnessKey: tenantId });
		const history = await client.workflow.getHandle(click.workflowId).fetchHistory();
		const started = history.events?.find((event) => event.workflowExecutionStartedEventAttributes);
		expect(started?.workflowExecutionStartedEventAttributes?.priority).toMatchObject({ priorityKey: 1, fairnessKey: tenantId });
	});
});
