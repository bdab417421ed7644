// Engine rule 6: Temporal forgets, we don't. From a page's activity id to its event, with the execution deleted.
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attemptsOfJob, jobDetail } from "../../db/jobs/job-list.store.ts";
import { jobById } from "../../db/jobs/job.store.ts";
import { eventOfActivity } from "../../platform/event-of-activity.ts";
import { loadHistory } from "../../platform/history.ts";
import { listEvents, readEvent } from "../../platform/history-events.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { deleteRuns, until } from "../support/delete-runs.ts";
import { type TestTemporal, testTemporal } from "../support/temporal.ts";
import { createTestActivities } from "./test-activities.ts";

let db: TestDatabase;
let engine: TestTemporal;
let tenantId: string;
let jobId: string;
const key = randomUUID();
const planted = "Larkfield's private words 4711";

beforeAll(async () => {
	db = await testDatabase();
	engine = await testTemporal(db, {
		workflowsPath: fileURLToPath(new URL("./workflows.ts", import.meta.url)),
		activities: createTestActivities,
		routes: { sync: { workflowType: "continuesTwice" } },
	});
	tenantId = db.tenants[0].tenantId;
	({ jobId } = await engine.start({
		tenantId,
		kind: "sync",
		title: "Sync Stripe",
		businessKey: "stripe-us",
		workflowId: syncId(tenantId, key),
		requestedBy: null,
		correlationId: "c-archive",
		input: { connectionId: key, ask: planted },
	}));
	await engine.closed(tenantId, jobId);
	await until("archived", async () => (await engine.reconcile()) && (await rowOf()).archivedAt !== null);
	await deleteRuns(db, engine, { tenantId, jobId, workflowId: syncId(tenantId, key) });
});
afterAll(async () => {
	await engine?.close();
	await db?.close();
});

const rowOf = async () => {
	const row = await db.withTenant(tenantId, (em) => jobById(em, tenantId, jobId));
	if (row === null) throw new Error("no row");
	return row;
};

describe("a job whose execution was deleted from Temporal", () => {
	it("still has the whole history of its three runs, from the archive", async () => {
		const history = await loadHistory(engine.deps, await rowOf());
		expect(history?.source).toBe("archive");
		expect(history?.runs).toHaveLength(3);
		const events = listEvents(history?.runs ?? []);
		expect(events.filter((event) => event.type === "WorkflowExecutionContinuedAsNew")).toHaveLength(2);
		expect(events.at(-1)?.type).toBe("WorkflowExecutionCompleted");
		expect(new Set(events.map((event) => event.eventId)).size).toBe(events.length);
	});

	it("leads from each try's activity id to the event in which that activity ended", async () => {
		const attempts = await db.withTenant(tenantId, (em) => attemptsOfJob(em, tenantId, jobId));
		expect(attempts).toHaveLength(3);
		const events = await Promise.all(
			attempts.map(({ runId, activityId }) =>
				db.withTenant(tenantId, (em) => eventOfActivity(engine.deps, em, { tenantId, jobId, runId, activityId })),
			),
		);
		expect(events.map((event) => event?.type)).toEqual(["ActivityTaskCompleted", "ActivityTaskCompleted", "ActivityTaskCompleted"]);
		expect(events.map((event) => event?.eventId.split("-")[0])).toEqual([events[0]?.eventId, "2", "3"]);
		expect(events.every((event) => event?.source === "archive")).toBe(true);
	});

	it("shows ids of an event and no private words", async () => {
		const history = await loadHistory(engine.deps, await rowOf());
		const converter = engine.temporal.client.options.loadedDataConverter;
		const first = await readEvent(converter, syncId(tenantId, key), history?.runs ?? [], "1");
		const shown = JSON.stringify(first);
		expect(shown).toContain(key);
		expect(shown).toContain(jobId);
		expect(shown).not.toContain("private words");
	});

	it("keeps the archive's hash in its row, encrypted for its own tenant alone", async () => {
		const detail = await db.withTenant(tenantId, (em) => jobDetail(em, tenantId, jobId));
		expect(detail?.archiveKey).toBe(`${tenantId}/${detail?.archiveSha256}`);
		const other = db.tenants[1].tenantId;
		await expect(engine.deps.storage.get(other, detail?.archiveKey ?? "")).rejects.toMatchObject({ code: "OBJECT_FOREIGN" });
		expect(await db.withTenant(other, (em) => jobById(em, other, jobId))).toBeNull();
		expect(
			await db.withTenant(other, (em) => eventOfActivity(engine.deps, em, { tenantId: other, jobId, runId: "", activityId: "1" })),
		).toBeNull();
	});
});
