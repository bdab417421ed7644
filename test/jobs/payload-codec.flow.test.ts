// Engine rule 7: what Temporal stores of a run holds none of the values that went through it, on any path.
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { temporal } from "@temporalio/proto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { type TestTemporal, testTemporal } from "../support/temporal.ts";
import { createTestActivities } from "./test-activities.ts";

let db: TestDatabase;
let engine: TestTemporal;

beforeAll(async () => {
	db = await testDatabase();
	engine = await testTemporal(db, {
		workflowsPath: fileURLToPath(new URL("./workflows.ts", import.meta.url)),
		activities: createTestActivities,
		routes: { sync: { workflowType: "asksVendor" }, import: { workflowType: "waitForRelease" } },
	});
});
afterAll(async () => {
	await engine?.close();
	await db?.close();
});

const raw = async (workflowId: string): Promise<string> => {
	const history = await engine.temporal.client.workflow.getHandle(workflowId).fetchHistory();
	return Buffer.from(temporal.api.history.v1.History.encode(history).finish()).toString("latin1");
};

it("hides input, activity input and result, failure messages and stacks; codes stay readable", async () => {
	const tenantId = db.tenants[0].tenantId;
	const workflowId = syncId(tenantId, randomUUID());
	const { jobId } = await engine.start({
		tenantId,
		kind: "sync",
		title: "Sync",
		businessKey: "k",
		workflowId,
		requestedBy: null,
		correlationId: "PLANTED-correlation",
		input: { ask: "PLANTED-question", failures: 1, retryAfterMs: 50, fails: "PLANTED-failure of jane@larkfield.example" },
	});
	expect(await engine.closed(tenantId, jobId)).toBe("failed");
	// The row closes some moments before the run does; its last event is wanted too.
	await expect(engine.temporal.client.workflow.getHandle(workflowId).result()).rejects.toThrow("failed");
	const stored = await raw(workflowId);
	expect(stored).not.toContain("PLANTED");
	expect(stored).not.toContain("jane@larkfield");
	// The same run, read with the key, has them all: so they were there to be found.
	const [row] = await db.withTenant(tenantId, (em) =>
		em.execute<{ message: string }[]>("select failure_message as message from jobs where tenant_id = ? and id = ?", [tenantId, jobId]),
	);
	expect(row?.message).toContain("PLANTED-failure");
	expect(stored).toContain("VENDOR_REFUSED");
	expect(stored).toContain(`${tenantId}/1`);
});

it("hides updates, their answers and results", async () => {
	const tenantId = db.tenants[1].tenantId;
	const workflowId = `t/${tenantId}/import/${randomUUID()}`;
	const { jobId } = await engine.start({
		tenantId,
		kind: "import",
		title: "Import",
		businessKey: "k",
		workflowId,
		requestedBy: null,
		correlationId: "c",
		input: {},
	});
	const handle = engine.temporal.client.workflow.getHandle(workflowId);
	expect(await handle.executeUpdate<string, [string]>("touch", { args: ["PLANTED-word"] })).toBe("touched PLANTED-word");
	await handle.signal("release");
	await engine.closed(tenantId, jobId);
	await handle.result();
	const stored = await raw(workflowId);
	expect(stored).not.toContain("PLANTED");
	expect(stored).not.toContain("Released by hand");
});

it("refuses to start a workflow whose id names no tenant, before anything is sent", async () => {
	const start = engine.temporal.client.workflow.start("waitForRelease", {
		workflowId: "nobody",
		taskQueue: engine.taskQueue,
		args: [{ secret: 1 }],
	});
	await expect(start).rejects.toThrow(/belongs to no workflow id of a tenant/);
});
