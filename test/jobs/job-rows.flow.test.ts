// Engine rule 1: whatever happens to a run, its row tells it in the end.
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { WithStartWorkflowOperation } from "@temporalio/client";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { StartJob } from "../../platform/start-job.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { type TestTemporal, testTemporal } from "../support/temporal.ts";
import { createTestActivities } from "./test-activities.ts";

let db: TestDatabase;
let engine: TestTemporal;
let tenantId: string;
let key: string;

beforeAll(async () => {
	db = await testDatabase();
	engine = await testTemporal(db, {
		workflowsPath: fileURLToPath(new URL("./workflows.ts", import.meta.url)),
		activities: createTestActivities,
		routes: {
			sync: { workflowType: "waitForRelease" },
			import: { workflowType: "continuesTwice" },
			reconcile: { workflowType: "parentJob" },
			archive: { workflowType: "waitForRelease", executionTimeoutMs: 1_000 },
		},
	});
	tenantId = db.tenants[0].tenantId;
});
afterAll(async () => {
	await engine?.close();
	await db?.close();
});
beforeEach(() => {
	key = randomUUID();
});

const job = (change: Partial<StartJob> = {}): StartJob => ({
	tenantId,
	kind: "sync",
	title: "Sync Stripe",
	businessKey: "stripe-us",
	workflowId: syncId(tenantId, key),
	requestedBy: db.tenants[0].users.controller.userId,
	correlationId: `c-${key}`,
	input: { connectionId: key },
	...change,
});

interface Row {
	readonly id: string;
	readonly status: string;
	readonly first_run_id: string | null;
	readonly run_id: string | null;
	readonly failure_code: string | null;
	readonly failure_message: string | null;
	readonly joined_job_id: string | null;
	readonly result: Record<string, unknown> | null;
	readonly progress: Record<string, unknown> | null;
	readonly correlation_id: string;
	readonly rows_read: string;
	readonly closed_at: unknown;
}

const rowsOf = (workflowId: string): Promise<Row[]> =>
	db.withTenant(tenantId, (em) =>
		em.execute<Row[]>("select * from jobs where tenant_id = ? and workflow_id = ? order by requested_at, id", [tenantId, workflowId]),
	);
const row = async (id: string): Promise<Row> => {
	const found = await db.withTenant(tenantId, (em) =>
		em.execute<Row[]>("select * from jobs where tenant_id = ? and id = ?", [tenantId, id]),
	);
	if (found[0] === undefined) throw new Error("no such row");
	return found[0];
};
const handle = () => engine.temporal.client.workflow.getHandle(syncId(tenantId, key));
const running = (id: string) => expect.poll(async () => (await row(id)).status).toBe("running");

describe("a job's row", () => {
	it("is opened by its run and closed with the run's result and last progress", async () => {
		const { jobId } = await engine.start(job());
		await running(jobId);
		await handle().signal("release");
		expect(await engine.closed(tenantId, jobId)).toBe("done");
		const closed = await row(jobId);
		expect(closed).toMatchObject({ failure_code: null, correlation_id: `c-${key}`, progress: { phase: "released", streams: [] } });
		expect(closed.result).toMatchObject({ summary: "Released by hand" });
		expect(Number(closed.rows_read)).toBe(3);
		expect(closed.first_run_id).toBe(closed.run_id);
	});

	it("says check when the run is complete but something wants a look", async () => {
		const { jobId } = await engine.start(job({ input: { outcome: "check" } }));
		await handle().signal("release");
		expect(await engine.closed(tenantId, jobId)).toBe("check");
	});

	it("says stopped after a cancel, from inside the run", async () => {
		const { jobId } = await engine.start(job());
		await running(jobId);
		await handle().cancel();
		expect(await engine.closed(tenantId, jobId)).toBe("stopped");
		expect((await row(jobId)).failure_code).toBeNull();
	});

	it("is closed by the reconciler when an operator terminates the run", async () => {
		const { jobId } = await engine.start(job());
		await running(jobId);
		await handle().terminate("test");
		expect((await row(jobId)).status).toBe("running");
		await engine.reconcile();
		expect(await row(jobId)).toMatchObject({ status: "stopped", failure_code: "TERMINATED" });
	});

	it("is closed by the reconciler when the run takes longer than it may", async () => {
		const { jobId } = await engine.start(job({ kind: "archive", workflowId: `t/${tenantId}/archive/${key}` }));
		// On a busy machine its second is over before a worker has seen it.
		await expect.poll(async () => (await engine.reconcile()) && (await row(jobId)).status, { interval: 200 }).toBe("timed_out");
		expect((await row(jobId)).failure_message).toContain("longer than it may");
	});

	it("is closed when its run was terminated before any worker saw it", async () => {
		const other = await testTemporal(db, { worker: false });
		try {
			const { jobId } = await other.start(job());
			expect(await row(jobId)).toMatchObject({ status: "requested", first_run_id: null });
			await other.temporal.client.workflow.getHandle(syncId(tenantId, key)).terminate();
			await other.reconcile();
			expect(await row(jobId)).toMatchObject({ status: "stopped", failure_code: "TERMINATED" });
		} finally {
			await other.close();
		}
	});

	it("is closed as lost when Temporal no longer knows the run", async () => {
		const { jobId } = await engine.start(job());
		await running(jobId);
		const { client } = engine.temporal;
		await client.workflowService.deleteWorkflowExecution({
			namespace: client.options.namespace,
			workflowExecution: { workflowId: syncId(tenantId, key) },
		});
		await expect.poll(async () => (await engine.reconcile()) && (await row(jobId)).status, { interval: 200 }).not.toBe("running");
		// The deletion terminates a running execution first; whichever of the two is seen, the row is closed and says why.
		expect(["RUN_LOST", "TERMINATED"]).toContain((await row(jobId)).failure_code);
	});
});

describe("starting", () => {
	it("starts by the starter what crashed between commit and start", async () => {
		const { jobId } = await engine.request(job());
		expect(await row(jobId)).toMatchObject({ status: "requested", run_id: null });
		const counts = await engine.reconcile();
		expect(counts.started).toBeGreaterThanOrEqual(1);
		await handle().signal("release");
		expect(await engine.closed(tenantId, jobId)).toBe("done");
	});

	it("doesn't start twice what crashed between start and its note: the row keeps its one run", async () => {
		const { jobId, afterCommit } = await engine.request(job());
		await afterCommit();
		await running(jobId);
		const first = await row(jobId);
		// As if the process had died before it wrote the run down and before a worker claimed the row.
		await db.withTenant(tenantId, (em) =>
			em.execute(
				"update jobs set status = 'requested', run_id = null, first_run_id = null, started_at = null where tenant_id = ? and id = ?",
				[tenantId, jobId],
			),
		);
		await engine.reconcile();
		expect(await row(jobId)).toMatchObject({ status: "requested", run_id: first.run_id });
		expect(await rowsOf(syncId(tenantId, key))).toHaveLength(1);
		await handle().terminate();
		await engine.reconcile();
		expect((await row(jobId)).status).toBe("stopped");
	});

	it("joins the work that is running already and links to it", async () => {
		const first = await engine.start(job());
		await running(first.jobId);
		const second = await engine.start(job());
		expect(await row(second.jobId)).toMatchObject({ status: "joined", joined_job_id: first.jobId });
		await handle().signal("release");
		expect(await engine.closed(tenantId, first.jobId)).toBe("done");
		const third = await engine.start(job());
		await running(third.jobId);
		await handle().terminate();
		await engine.reconcile();
	});

	it("lets the starts of one moment end as one run and the rest joined", async () => {
		const requests = await Promise.all(Array.from({ length: 5 }, () => engine.request(job())));
		await Promise.all(requests.map((request) => request.afterCommit()));
		await engine.reconcile();
		await handle().signal("release");
		const statuses = await Promise.all(requests.map(({ jobId }) => engine.closed(tenantId, jobId)));
		expect(statuses.toSorted()).toEqual(["done", "joined", "joined", "joined", "joined"]);
	});

	it("accepts an update that comes with the start, because opening the row isn't awaited", async () => {
		const { jobId } = await engine.request(job());
		const start = new WithStartWorkflowOperation("waitForRelease", {
			workflowId: syncId(tenantId, key),
			taskQueue: engine.taskQueue,
			args: [{ tenantId, jobId, correlationId: "c" }],
			workflowIdConflictPolicy: "FAIL",
		});
		const answer = await engine.temporal.client.workflow.executeUpdateWithStart("touch", { args: ["it"], startWorkflowOperation: start });
		expect(answer).toBe("touched it");
		await running(jobId);
		await handle().signal("release");
		expect(await engine.closed(tenantId, jobId)).toBe("done");
	});
});

describe("chains and children", () => {
	it("keeps one row over continued runs", async () => {
		const { jobId } = await engine.start(job({ kind: "import", input: { ask: "x" } }));
		expect(await engine.closed(tenantId, jobId)).toBe("done");
		const closed = await row(jobId);
		expect(closed.result).toMatchObject({ summary: "3 runs" });
		expect(closed.first_run_id).not.toBe(closed.run_id);
		expect(await rowsOf(syncId(tenantId, key))).toHaveLength(1);
	});

	it("gives a child run a row of its own, with the click's correlation id", async () => {
		const childKey = randomUUID();
		const { jobId } = await engine.start(job({ kind: "reconcile", workflowId: `t/${tenantId}/reconcile/${key}`, input: { childKey } }));
		expect(await engine.closed(tenantId, jobId)).toBe("done");
		expect((await row(jobId)).result).toMatchObject({ summary: "child said echo" });
		const [child, ...more] = await rowsOf(syncId(tenantId, childKey));
		expect(more).toEqual([]);
		expect(child).toMatchObject({ status: "done", correlation_id: `c-${key}` });
		expect(child?.id).not.toBe(jobId);
	});

	it("leaves no row open that Temporal has closed", async () => {
		await engine.reconcile();
		const open = await db.withTenant(tenantId, (em) =>
			em.execute<unknown[]>("select id, status, workflow_id from jobs where tenant_id = ? and closed_at is null", [tenantId]),
		);
		expect(open).toEqual([]);
	});
});
