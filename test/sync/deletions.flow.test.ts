// What disappears at the source disappears here, with the page that says so; much at once waits for a person, bound to what they saw.
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { deletedRecords } from "../../connectors/netsuite/deleted-records.ts";
import { jobsTouching } from "../../db/jobs/replay-touching.store.ts";
import { rewindStream } from "../../db/sync/rewind.store.ts";
import { publishPolicy } from "../../db/tenancy/policy.store.ts";
import type { DecisionAnswer } from "../../domain/jobs/decision.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { testDatabase, type TestTenant } from "../support/database.ts";
import { requireCountedRecords } from "../support/kept-records.ts";
import { testTemporal } from "../support/temporal.ts";
import { connect, jobFacts, keptRows, pageFaults, startSync, type SyncWorld, totalsOf, trueLedger } from "./sync-world.ts";
import { ask, until } from "./watch.ts";

let world: SyncWorld;
let a: TestTenant;
let b: TestTenant;
let connectionId: string;
const slug = "larkfield";

beforeAll(async () => {
	const [db, sandbox] = await Promise.all([testDatabase(), startSandbox({ seed: "deletions", orders: 1500, companies: [slug] })]);
	world = { db, sandbox, engine: await testTemporal(db, { queue: "sync" }) };
	[a, b] = db.tenants;
});
afterEach(() => requireCountedRecords(world.db.adminUrl));
afterAll(async () => {
	await world?.engine.close();
	await Promise.all([world?.db.close(), world?.sandbox.stop()]);
});
beforeEach(async () => {
	connectionId = await connect(world, a, "netsuite", slug);
	await world.engine.closed(a.tenantId, await startSync(world, a, connectionId));
});

const handle = () => world.engine.temporal.client.workflow.getHandle(syncId(a.tenantId, connectionId));
const openLines = async (): Promise<number> => (await keptRows(world, a, connectionId)).length;
const verdicts = async (jobId: string): Promise<string[]> => (await totalsOf(world, a, jobId)).map(({ verdict }) => verdict);
const strike = (how: "transaction" | "line", count = 1) =>
	world.sandbox.strikeData({ kind: "deleted_record", vendor: "netsuite", how, count }, slug);

interface Decision {
	readonly id: string;
	readonly sha256: string;
	readonly sentence: string;
	readonly status: string;
}
const decisions = (jobId: string) =>
	ask<Decision>(world, a, "select id, sha256, sentence, status from decisions where tenant_id = ? and job_id = ?", jobId);

/** Deletes so many deposits that a person is asked. @returns the waiting job and its question */
async function askedAbout(count = 9): Promise<{ readonly jobId: string; readonly decision: Decision }> {
	strike("transaction", count);
	const jobId = await startSync(world, a, connectionId);
	await until("the job waits", async () => (await jobFacts(world, a, jobId)).status === "waiting");
	const [decision] = await decisions(jobId);
	if (decision === undefined) throw new Error("nothing is asked");
	return { jobId, decision };
}

/** Puts the cursor of NetSuite's deleted records back to its beginning. */
async function rewindDeleted(): Promise<void> {
	const { tenantId } = a;
	const of = { tenantId, connectionId, stream: "deleted_records" };
	const [at] = await ask<{ moves: string }>(
		world,
		a,
		"select moves from streams where tenant_id = ? and connection_id = ? and stream = ?",
		connectionId,
		of.stream,
	);
	await world.db.withTenant(a, (em) =>
		rewindStream(em, {
			...of,
			to: { cursor: deletedRecords.firstCursor },
			movesSeen: Number(at?.moves),
			actorId: a.users.controller.userId,
			reason: "They are gone for good",
		}),
	);
}
const answer = ({ decision }: { decision: Decision }, change: Partial<DecisionAnswer> = {}): Promise<{ status: string }> =>
	handle().executeUpdate<{ status: string }, [DecisionAnswer]>("decide", {
		args: [
			{
				decisionId: decision.id,
				sha256: decision.sha256,
				verdict: "approve",
				actorId: a.users.controller.userId,
				onBehalfOf: null,
				role: "Controller",
				permissions: ["jobs.decide"],
				...change,
			},
		],
	});
const refused = (code: string) => expect.objectContaining({ cause: expect.objectContaining({ type: code }) });

describe("a deposit that is deleted in NetSuite", () => {
	test("ends with all its lines in the next sync, the totals tie, and the page that said so is kept beside them", async () => {
		const before = await openLines();
		strike("transaction");
		const jobId = await startSync(world, a, connectionId);
		expect(await world.engine.closed(a.tenantId, jobId)).toBe("done");
		expect(await openLines()).toBe(trueLedger(world.sandbox, slug).lines);
		expect(await openLines()).toBeLessThan(before);
		expect(await verdicts(jobId)).not.toContain("differs");
		expect(await pageFaults(world, a, connectionId)).toEqual([]);
		const evidence = await ask<{ stream: string; ended: number }>(
			world,
			a,
			`select s.stream, p.row_count as ended from pages p join pages s on s.tenant_id = p.tenant_id and s.id = p.source_page_id
			where p.tenant_id = ? and p.connection_id = ? and p.kind = 'reprocess'`,
			connectionId,
		);
		expect(await ask(world, a, "select path from schema_changes where tenant_id = ? and connection_id = ?", connectionId)).toEqual([]);
		const ended = before - (await openLines());
		expect(evidence).toEqual([{ stream: "deleted_records", ended }]);
		const key = { by: "connection", connectionId, from: "2000-01-01", to: "2099-12-31" } as const;
		const touching = await world.db.withTenant(a, (em) => jobsTouching(em, { tenantId: a.tenantId, key }));
		expect(touching.find((job) => job.id === jobId)).toMatchObject({ touched: ended });
	});

	test("and a line that is taken out of one ends too, although NetSuite says nothing of it", async () => {
		const before = await openLines();
		strike("line");
		const jobId = await startSync(world, a, connectionId);
		expect(await world.engine.closed(a.tenantId, jobId)).toBe("done");
		expect(await openLines()).toBe(before - 1);
		expect(await verdicts(jobId)).not.toContain("differs");
	});
});

describe("many deletions at once", () => {
	test("wait for a person; a wrong question, a changed one and a wrong role are refused at once; approved, they are carried out", async () => {
		const before = await openLines();
		const waiting = await askedAbout();
		expect(waiting.decision).toMatchObject({
			status: "open",
			sentence: expect.stringContaining("nothing is deleted until somebody decides"),
		});
		expect(await openLines()).toBe(before);
		await expect(answer(waiting, { role: "Analyst", permissions: ["jobs.read"] })).rejects.toEqual(refused("FORBIDDEN"));
		await expect(answer(waiting, { sha256: "0".repeat(64) })).rejects.toEqual(refused("DECISION_CHANGED"));
		await expect(answer(waiting, { decisionId: waiting.jobId })).rejects.toEqual(refused("DECISION_UNKNOWN"));
		expect(await openLines()).toBe(before);
		expect(await ask(world, b, "select 1 from decisions where tenant_id <> ?")).toEqual([]);

		expect(await answer(waiting)).toEqual({ status: "approved" });
		expect(await world.engine.closed(a.tenantId, waiting.jobId)).toBe("done");
		expect(await openLines()).toBe(trueLedger(world.sandbox, slug).lines);
		expect(await decisions(waiting.jobId)).toEqual([expect.objectContaining({ status: "approved" })]);
		expect(await verdicts(waiting.jobId)).not.toContain("differs");
		expect(await pageFaults(world, a, connectionId)).toEqual([]);
	});

	test("rejected, stay as they are: the total says so, and no sync asks again until the stream that told of them is rewound", async () => {
		const before = await openLines();
		const waiting = await askedAbout();
		expect(await answer(waiting, { verdict: "reject" })).toEqual({ status: "rejected" });
		expect(await world.engine.closed(a.tenantId, waiting.jobId)).toBe("check");
		expect(await openLines()).toBe(before);
		const notes = (await totalsOf(world, a, waiting.jobId)).filter(({ verdict }) => verdict === "differs").map(({ note }) => note);
		expect(notes.join()).toMatch(/\d+ of our rows are deleted at the source and kept here by decision\./);
		const next = await startSync(world, a, connectionId);
		expect(await world.engine.closed(a.tenantId, next)).toBe("check");
		expect(await decisions(next)).toEqual([]);
		expect(await openLines()).toBe(before);
		await rewindDeleted();
		const asked = await startSync(world, a, connectionId);
		await until("the rewound stream asks again", async () => (await jobFacts(world, a, asked)).status === "waiting");
		expect(await openLines()).toBe(before);
	});

	test("of one deposit are asked about too where a policy names less than it is worth, of whom the policy names, by the amount that would go", async () => {
		const before = await openLines();
		const content = { action: "sync.delete_records" as const, above: { minor: "1", currency: "USD" }, decides: "changes.decide" as const };
		const policy = { tenantId: a.tenantId, policyId: randomUUID(), kind: "approval", name: "Few", content, version: 1 } as const;
		const publish = (active: boolean, version: number) =>
			world.db.withTenant(a, (em) => publishPolicy(em, { ...policy, active, version, reason: "SOX", madeBy: a.users.owner.userId }));
		await publish(true, 1);
		const waiting = await askedAbout(1);
		await publish(false, 2);
		const [asked] = await ask<{ permission: string; amounts: { minor: string; currency: string }[]; worth: string }>(
			world,
			a,
			`select d.permission, d.amounts, (select sum(abs(c.amount_minor)) from deletions x
				join canonical_rows c on c.tenant_id = x.tenant_id and c.record_id = x.record_id and c.to_seq is null
				where x.tenant_id = d.tenant_id and x.job_id = d.job_id and x.status = 'found')::text as worth
			from decisions d where d.tenant_id = ? and d.id = ?`,
			waiting.decision.id,
		);
		expect(asked).toEqual({ permission: "changes.decide", amounts: [{ minor: asked?.worth, currency: "USD" }], worth: asked?.worth });
		expect(BigInt(asked?.worth ?? 0)).toBeGreaterThan(0n);
		expect(waiting.decision.sentence).toContain("A policy wants a person to look at deletions of this worth");
		await expect(answer(waiting)).rejects.toEqual(refused("FORBIDDEN"));
		expect(await openLines()).toBe(before);
		expect(await answer(waiting, { permissions: ["changes.decide"] })).toEqual({ status: "approved" });
		expect(await world.engine.closed(a.tenantId, waiting.jobId)).toBe("done");
		expect(await openLines()).toBe(trueLedger(world.sandbox, slug).lines);
	});

	test("of a job that is stopped meanwhile are not carried out, and the question is closed", async () => {
		const before = await openLines();
		const waiting = await askedAbout();
		await handle().cancel();
		expect(await world.engine.closed(a.tenantId, waiting.jobId)).toBe("stopped");
		expect(await decisions(waiting.jobId)).toEqual([expect.objectContaining({ status: "expired" })]);
		expect(await openLines()).toBe(before);
	});
});
