// A person answers what a running sync asks, by the API: refused at once where it is not theirs, not what was shown, or over.
import { temporal } from "@temporalio/proto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decisionsOfJob } from "../../db/jobs/decision.store.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { type TestApi, testApi } from "../support/api.ts";
import { testDatabase, type TestTenant } from "../support/database.ts";
import { testKeys, testTemporal } from "../support/temporal.ts";
import { connect, jobFacts, startSync, type SyncWorld, trueLedger } from "../sync/sync-world.ts";
import { ask, until } from "../sync/watch.ts";

const slug = "larkfield";
let world: SyncWorld;
let api: TestApi;
let a: TestTenant;

beforeAll(async () => {
	const [db, sandbox] = await Promise.all([testDatabase(), startSandbox({ seed: "decide", orders: 1500, companies: [slug] })]);
	const engine = await testTemporal(db, { queue: "sync" });
	world = { db, sandbox, engine };
	api = await testApi(db, { deps: { temporal: engine.temporal, keys: testKeys, storage: engine.deps.storage } });
	[a] = db.tenants;
});
afterAll(async () => {
	await api?.close();
	await world?.engine.close();
	await Promise.all([world?.db.close(), world?.sandbox.stop()]);
});

const code = (text: string) => expect.objectContaining({ data: expect.objectContaining({ code: text }) });

test("many deletions are answered once, by who may, about what was shown; the comment is kept and in no history", async () => {
	const connectionId = await connect(world, a, "netsuite", slug);
	await world.engine.closed(a.tenantId, await startSync(world, a, connectionId));
	world.sandbox.strikeData({ kind: "deleted_record", vendor: "netsuite", how: "transaction", count: 9 }, slug);
	const jobId = await startSync(world, a, connectionId);
	await until("the job waits", async () => (await jobFacts(world, a, jobId)).status === "waiting");
	const [decision] = await world.db.withTenant(a, (em) => decisionsOfJob(em, { tenantId: a.tenantId, jobId }));
	if (decision === undefined) throw new Error("nothing is asked");
	const answer = { jobId, decisionId: decision.id, sha256: decision.sha256, verdict: "approve" } as const;

	const preparer = await api.as(a.users.preparer.email);
	await expect(preparer.trpc.jobs.decide.mutate(answer)).rejects.toEqual(code("FORBIDDEN"));
	const foreign = await api.as(world.db.tenants[1].users.controller.email);
	await expect(foreign.trpc.jobs.decide.mutate(answer)).rejects.toEqual(code("NOT_FOUND"));
	const approver = await api.as(a.users.approver.email);
	await expect(approver.trpc.jobs.decide.mutate({ ...answer, sha256: "0".repeat(64) })).rejects.toEqual(code("DECISION_CHANGED"));
	await expect(approver.trpc.jobs.decide.mutate({ ...answer, decisionId: jobId })).rejects.toEqual(code("DECISION_UNKNOWN"));
	expect((await jobFacts(world, a, jobId)).status).toBe("waiting");

	const comment = "PLANTED-comment: voided by the bookkeeper";
	expect(await approver.trpc.jobs.decide.mutate({ ...answer, comment })).toEqual({ status: "approved" });
	await expect(approver.trpc.jobs.decide.mutate({ ...answer, sha256: "0".repeat(64), comment: "other" })).rejects.toEqual(
		code("DECISION_CLOSED"),
	);
	await approver.trpc.jobs.decide.mutate({ ...answer, comment: "said otherwise" }).catch(() => undefined);
	expect(await world.engine.closed(a.tenantId, jobId)).toBe("done");
	expect(
		await ask(world, a, "select status, comment, decided_by::text as by from decisions where tenant_id = ? and job_id = ?", jobId),
	).toEqual([{ status: "approved", comment, by: a.users.approver.userId }]);
	const lines = await ask<{ n: number }>(
		world,
		a,
		"select count(*)::int as n from canonical_rows where tenant_id = ? and connection_id = ? and kind = 'ledger_line' and to_seq is null",
		connectionId,
	);
	expect(lines).toEqual([{ n: trueLedger(world.sandbox, slug).lines }]);
	await expect(approver.trpc.jobs.decide.mutate({ ...answer, verdict: "reject" })).rejects.toEqual(code("DECISION_CLOSED"));

	const handle = world.engine.temporal.client.workflow.getHandle(syncId(a.tenantId, connectionId));
	await handle.result();
	const raw = temporal.api.history.v1.History.encode(await handle.fetchHistory()).finish();
	expect(Buffer.from(raw).includes("PLANTED")).toBe(false);
	const said = await approver.trpc.jobs.events.query({ jobId });
	expect(said.some(({ type }) => type.includes("UpdateAccepted") || type.includes("UPDATE_ACCEPTED"))).toBe(true);
	expect(JSON.stringify(await approver.trpc.jobs.get.query({ jobId }))).toContain(decision.sentence);
	expect(JSON.stringify((await approver.trpc.jobs.logs.query({ jobId })).rows)).not.toContain("PLANTED");
});
