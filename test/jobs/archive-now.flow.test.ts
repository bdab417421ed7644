// The engine's shortest way: a job from its row to its archived history, with the workflows that production runs.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobById } from "../../db/jobs/job.store.ts";
import { archiveId } from "../../workflows/core/workflow-ids.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { type TestTemporal, testTemporal } from "../support/temporal.ts";

let db: TestDatabase;
let engine: TestTemporal;
let tenantId: string;

beforeAll(async () => {
	db = await testDatabase();
	engine = await testTemporal(db, { queue: "core" });
	tenantId = db.tenants[0].tenantId;
});
afterAll(async () => {
	await engine?.close();
	await db?.close();
});

const archive = (archivedJobId: string) =>
	engine.start({
		tenantId,
		kind: "archive",
		title: "Keep history",
		businessKey: archivedJobId,
		workflowId: archiveId(tenantId, archivedJobId),
		requestedBy: db.tenants[0].users.engineer.userId,
		correlationId: randomUUID(),
		input: { archivedJobId },
	});

describe("a job that keeps another job's history", () => {
	it("refuses a job that hasn't ended, in words, and keeps the history of one that has", async () => {
		const first = await archive(randomUUID());
		expect(await engine.closed(tenantId, first.jobId)).toBe("failed");
		const refused = await db.withTenant(tenantId, (em) =>
			em.execute<{ code: string; message: string }[]>(
				"select failure_code as code, failure_message as message from jobs where tenant_id = ? and id = ?",
				[tenantId, first.jobId],
			),
		);
		expect(refused[0]).toEqual({
			code: "JOB_STILL_RUNNING",
			message: "This job is still running. Its history can be kept when it has ended.",
		});

		const second = await archive(first.jobId);
		expect(await engine.closed(tenantId, second.jobId)).toBe("done");
		const kept = await db.withTenant(tenantId, (em) => jobById(em, tenantId, first.jobId));
		expect(kept?.archiveKey).toMatch(new RegExp(`^${tenantId}/[0-9a-f]{64}$`));
	});
});
