// Incidents: found by a filter, finished only when every job is replaced, signed off by somebody else, of one company alone.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestApi, testApi, type TestBrowser } from "../support/api.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";

let db: TestDatabase;
let api: TestApi;
let a: TestTenant;
let b: TestTenant;
let preparer: TestBrowser;
let controller: TestBrowser;

beforeAll(async () => {
	db = await testDatabase();
	api = await testApi(db);
	[a, b] = db.tenants;
	preparer = await api.as(a.users.preparer.email);
	controller = await api.as(a.users.controller.email);
});
afterAll(async () => {
	await api?.close();
	await db?.close();
});

interface JobOf {
	readonly kind?: string;
	readonly status?: string;
	readonly code?: string;
	readonly title?: string;
	readonly build?: string;
	readonly connectionId?: string;
	readonly supersedes?: string;
	readonly parent?: string;
	readonly daysAgo?: number;
}

/** A job as it lies in the table; open unless its status is a closed one. */
async function job(tenant: TestTenant, of: JobOf = {}): Promise<string> {
	const id = randomUUID();
	const status = of.status ?? "failed";
	const open = ["requested", "running", "waiting"].includes(status);
	await db.withTenant(tenant, async (em) => {
		await em.execute(
			`insert into jobs (tenant_id, id, kind, title, business_key, workflow_id, first_run_id, correlation_id, requested_at, closed_at, status,
				failure_code, input, supersedes_job_id, parent_job_id)
			values (?, ?, ?, ?, 'k', ?, ?, 'c', now() - ?::int * interval '1 day', case when ?::boolean then null else now() end, ?, ?,
				json_build_object('connectionId', ?::text), ?::uuid, ?::uuid)`,
			[
				tenant.tenantId,
				id,
				of.kind ?? "sync",
				of.title ?? "Sync Stripe",
				`t/${tenant.tenantId}/sync/${id}`,
				id,
				of.daysAgo ?? 0,
				open,
				status,
				of.code ?? null,
				of.connectionId ?? null,
				of.supersedes ?? null,
				of.parent ?? null,
			],
		);
		if (of.build !== undefined)
			await em.execute(
				`insert into attempts (tenant_id, id, workflow_id, run_id, job_id, activity_id, activity_type, attempt, started_at, outcome, worker_build)
				values (?, ?, 'w', ?, ?, '1', 'readPages', 1, now(), 'failed', ?)`,
				[tenant.tenantId, randomUUID(), id, id, of.build],
			);
	});
	return id;
}

const replace = (tenant: TestTenant, jobId: string, by: string): Promise<unknown> =>
	db.withTenant(tenant, (em) =>
		em.execute("update jobs set superseded_by_job_id = ? where tenant_id = ? and id = ?", [by, tenant.tenantId, jobId]),
	);
const create = (jobIds: readonly string[], words: { cause?: string; fixVersion?: string } = {}, browser = preparer) =>
	browser.trpc.incidents.create.mutate({ name: "Fees read twice", ...words, jobs: { jobIds: [...jobIds] } });
const named = { cause: "Fee lines were read twice since 0.1.0.", fixVersion: "0.2.0" };

describe("a set", () => {
	test("is found by cause, build, kind and time; open, joined, replaced and child jobs are never in it", async () => {
		const code = "VENDOR_UNREADABLE";
		const wanted = [await job(a, { code, build: "0.1.0+1a2b3c4" }), await job(a, { code, build: "0.1.0+1a2b3c4", status: "check" })];
		await job(a, { code, build: "0.2.0+ffffff0" });
		await job(a, { code, build: "0.1.0+1a2b3c4", status: "running" });
		await job(a, { code, build: "0.1.0+1a2b3c4", status: "joined" });
		await job(a, { code, build: "0.1.0+1a2b3c4", kind: "archive" });
		await job(a, { code, build: "0.1.0+1a2b3c4", parent: wanted[0] ?? "" });
		const replaced = await job(a, { code, build: "0.1.0+1a2b3c4" });
		await replace(a, replaced, wanted[0] ?? "");
		await job(b, { code, build: "0.1.0+1a2b3c4" });
		const filter = { failureCode: code, build: "0.1.0+1a" };
		const found = await preparer.trpc.incidents.find.query({ filter });
		expect([found.total, found.rows.map(({ jobId }) => jobId).toSorted()]).toEqual([2, wanted.toSorted()]);
		expect((await preparer.trpc.incidents.find.query({ filter: { ...filter, statuses: ["check"] } })).total).toBe(1);
		expect((await preparer.trpc.incidents.find.query({ filter: { ...filter, kind: "reconcile" } })).total).toBe(0);
		expect((await preparer.trpc.incidents.find.query({ filter: { ...filter, to: "2026-01-01T00:00:00Z" } })).total).toBe(0);
		const made = await preparer.trpc.incidents.create.mutate({ name: "Unreadable pages", jobs: { filter } });
		expect(made.added).toBe(2);
		const incident = await preparer.trpc.incidents.get.query({ id: made.id });
		expect(incident).toMatchObject({
			label: `INC-${made.number}`,
			status: "open",
			filter,
			createdBy: a.users.preparer.name,
			progress: { total: 2, left: 2, replaced: 0 },
		});
	});

	test("takes only closed jobs of its own company that have something to replay, and says when none is left", async () => {
		const foreign = await job(b);
		const open = await job(a, { status: "running" });
		const archive = await job(a, { kind: "archive" });
		await expect(create([foreign, open, archive])).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
		const good = await job(a);
		expect((await create([foreign, open, good])).added).toBe(1);
		const filter = { failureCode: "NOBODY_HAS_THIS" };
		await expect(preparer.trpc.incidents.create.mutate({ name: "x", jobs: { filter } })).rejects.toMatchObject({
			data: { code: "NOT_FOUND" },
		});
	});

	test("is numbered without gaps or doubles, also when several are opened at once, and by company", async () => {
		const jobs = await Promise.all([job(a), job(a), job(a), job(a)]);
		const made = await Promise.all(jobs.map((id) => create([id])));
		const numbers = made.map(({ number }) => number).toSorted((x, y) => x - y);
		expect(numbers.map((number) => number - (numbers[0] ?? 0))).toEqual([0, 1, 2, 3]);
		const other = await api.as(b.users.preparer.email);
		expect((await create([await job(b)], {}, other)).number).toBe(1);
	});
});

describe("progress", () => {
	test("follows the replays of each job: left, running, failed again, replaced", async () => {
		const jobs = await Promise.all([job(a), job(a), job(a), job(a)]);
		const [, running, failed, replaced] = jobs;
		const bulk = await job(a, { kind: "bulk_replay", status: "running" });
		await job(a, { kind: "replay", status: "running", supersedes: running, parent: bulk });
		await job(a, { kind: "replay", status: "failed", supersedes: failed, parent: bulk });
		const good = await job(a, { kind: "replay", status: "done", supersedes: replaced, parent: bulk });
		await replace(a, replaced, good);
		const { id } = await create(jobs);
		expect(await preparer.trpc.incidents.get.query({ id })).toMatchObject({
			progress: { total: 4, left: 1, running: 1, failed: 1, replaced: 1, nothing: 0 },
			replayJobId: bulk,
			whyNotResolve:
				"3 jobs are not replaced yet. Replay them, check whether anything is left to replay, or take out those that were not affected.",
		});
		const rows = (await preparer.trpc.incidents.jobs.query({ id, state: "replaced" })).rows;
		expect(rows).toMatchObject([{ jobId: replaced, replayJobId: good, replayStatus: "done" }]);
		const seen: string[] = [];
		for (let after: string | null = null; ; ) {
			const page: Awaited<ReturnType<typeof preparer.trpc.incidents.jobs.query>> = await preparer.trpc.incidents.jobs.query({
				id,
				limit: 1,
				after,
			});
			seen.push(...page.rows.map(({ jobId }) => jobId));
			after = page.next;
			if (after === null) break;
		}
		expect(seen.toSorted()).toEqual(jobs.toSorted());
	});
});

describe("a job of which nothing is left to replay", () => {
	/** Its connection is there, so the source can be asked. */
	const askable = (tenant: TestTenant): Promise<string> =>
		db.withTenant(tenant, async (em) => {
			const id = randomUUID();
			await em.execute(
				"insert into connections (tenant_id, id, entity_id, vendor, name, base_url, status) values (?, ?, ?, 'stripe', ?, 'http://127.0.0.1:9', 'connected')",
				[tenant.tenantId, id, tenant.entityId, id],
			);
			return id;
		});

	test("doesn't hold the incident up, in the words of its plan; one that can be asked again does", async () => {
		const gone = await job(a, { connectionId: randomUUID() });
		const left = await job(a, { connectionId: await askable(a) });
		const { id } = await create([gone, left], named);
		const { get, jobs, checkLeft, update, replay } = preparer.trpc.incidents;
		expect((await get.query({ id })).progress).toMatchObject({ left: 2, nothing: 0 });
		expect(await checkLeft.mutate({ id })).toMatchObject({
			progress: { total: 2, left: 1, nothing: 1 },
			whyNotResolve: expect.stringContaining("1 job is not replaced yet"),
		});
		const words = "Its connection is no longer there.";
		const shown = (await jobs.query({ id })).rows.map(({ jobId, state, nothing }) => [jobId, state, nothing]);
		expect(new Map(shown.map(([jobId, ...rest]) => [jobId, rest]))).toEqual(
			new Map([
				[gone, ["nothing", words]],
				[left, ["left", null]],
			]),
		);
		expect((await jobs.query({ id, state: "nothing" })).rows.map(({ jobId }) => jobId)).toEqual([gone]);
		await expect(update.mutate({ id, status: "resolved" })).rejects.toMatchObject({ data: { code: "INCIDENT_UNFINISHED" } });
		await replace(a, left, await job(a, { kind: "replay", status: "done", supersedes: left }));
		await expect(replay.mutate({ id })).rejects.toMatchObject({ data: { code: "NOTHING_TO_REPLAY" } });
		expect(await update.mutate({ id, status: "resolved" })).toMatchObject({ status: "resolved" });
		expect(await controller.trpc.incidents.signOff.mutate({ id })).toMatchObject({
			status: "signed_off",
			progress: { replaced: 1, nothing: 1 },
		});
		await expect(checkLeft.mutate({ id })).rejects.toMatchObject({ data: { code: "INCIDENT_SIGNED_OFF" } });
	});

	test("counts again once it can be replayed, and as replaced once it is", async () => {
		const connectionId = randomUUID();
		const jobId = await job(a, { connectionId });
		const { id } = await create([jobId], named);
		const { checkLeft, get } = preparer.trpc.incidents;
		expect((await checkLeft.mutate({ id })).progress).toMatchObject({ nothing: 1 });
		await db.withTenant(a, (em) =>
			em.execute(
				"insert into connections (tenant_id, id, entity_id, vendor, name, base_url, status) values (?, ?, ?, 'stripe', 'back', 'http://127.0.0.1:9', 'connected')",
				[a.tenantId, connectionId, a.entityId],
			),
		);
		expect((await checkLeft.mutate({ id })).progress).toMatchObject({ nothing: 0, left: 1 });
		await replace(a, jobId, await job(a, { kind: "replay", status: "done", supersedes: jobId }));
		expect((await get.query({ id })).progress).toMatchObject({ nothing: 0, left: 0, replaced: 1 });
	});
});

describe("sign-off", () => {
	async function resolved(browser = preparer): Promise<{ id: string; jobId: string }> {
		const jobId = await job(a);
		await replace(a, jobId, await job(a, { kind: "replay", status: "done", supersedes: jobId }));
		const { id } = await create([jobId], named, browser);
		await browser.trpc.incidents.update.mutate({ id, status: "resolved" });
		return { id, jobId };
	}

	test("is for another person than the one who opened the incident, once it is resolved, and then for good", async () => {
		const own = await resolved(controller);
		await expect(controller.trpc.incidents.signOff.mutate({ id: own.id })).rejects.toMatchObject({ data: { code: "INCIDENT_OWN" } });
		const { id, jobId } = await resolved();
		await expect(preparer.trpc.incidents.signOff.mutate({ id })).rejects.toMatchObject({ data: { code: "FORBIDDEN" } });
		const signed = await controller.trpc.incidents.signOff.mutate({ id, comment: "Compared with Stripe." });
		expect(signed).toMatchObject({ status: "signed_off", signedOffBy: a.users.controller.name, signOffComment: "Compared with Stripe." });
		const gone = { data: { code: "INCIDENT_SIGNED_OFF" } };
		await expect(controller.trpc.incidents.signOff.mutate({ id })).rejects.toMatchObject(gone);
		await expect(preparer.trpc.incidents.update.mutate({ id, name: "Another" })).rejects.toMatchObject(gone);
		await expect(preparer.trpc.incidents.removeJob.mutate({ id, jobId })).rejects.toMatchObject(gone);
		await expect(preparer.trpc.incidents.addJobs.mutate({ id, jobs: { jobIds: [jobId] } })).rejects.toMatchObject(gone);
	});

	test("waits until every job is replaced and cause and fix are named; nothing of a refused change is kept", async () => {
		const jobId = await job(a);
		const { id } = await create([jobId]);
		const resolve = (words: { cause?: string; fixVersion?: string } = {}) =>
			preparer.trpc.incidents.update.mutate({ id, status: "resolved", ...words });
		await expect(resolve({ name: "kept?" } as object)).rejects.toMatchObject({ data: { code: "INCIDENT_UNFINISHED" } });
		expect((await preparer.trpc.incidents.get.query({ id })).name).toBe("Fees read twice");
		await replace(a, jobId, await job(a, { kind: "replay", status: "done", supersedes: jobId }));
		await expect(resolve()).rejects.toThrow("Say what the cause was first.");
		await expect(resolve({ cause: named.cause })).rejects.toThrow("Say which version mends it first.");
		await expect(controller.trpc.incidents.signOff.mutate({ id })).rejects.toMatchObject({ data: { code: "INCIDENT_NOT_RESOLVED" } });
		expect(await resolve(named)).toMatchObject({ status: "resolved", whyNotSignOff: expect.stringContaining("somebody else") });
		expect(await controller.trpc.incidents.get.query({ id })).toMatchObject({ whyNotSignOff: null });
	});

	test("an incident that gets a further job is open again, and one that loses its last has nothing to sign off", async () => {
		const { id, jobId } = await resolved();
		const further = await job(a);
		expect(await preparer.trpc.incidents.addJobs.mutate({ id, jobs: { jobIds: [further] } })).toEqual({ added: 1 });
		expect((await preparer.trpc.incidents.get.query({ id })).status).toBe("open");
		await preparer.trpc.incidents.removeJob.mutate({ id, jobId: further });
		await preparer.trpc.incidents.removeJob.mutate({ id, jobId });
		await expect(preparer.trpc.incidents.update.mutate({ id, status: "resolved" })).rejects.toThrow("has no jobs");
		await expect(preparer.trpc.incidents.removeJob.mutate({ id, jobId })).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
	});

	test("two at once sign one incident off once", async () => {
		const { id } = await resolved();
		const approver = await api.as(a.users.approver.email);
		const results = await Promise.allSettled([
			controller.trpc.incidents.signOff.mutate({ id, comment: "one" }),
			approver.trpc.incidents.signOff.mutate({ id, comment: "two" }),
		]);
		expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
	});
});

test("the list counts by status, finds by name, cause and number, and comes in pages", async () => {
	const { id, number } = await create([await job(a)], { cause: "A very particular cause" });
	const list = preparer.trpc.incidents.list;
	expect((await list.query({ search: "very particular" })).rows.map((row) => row.id)).toEqual([id]);
	expect((await list.query({ search: `inc-${number}` })).rows.map((row) => row.id)).toEqual([id]);
	const all = await list.query({});
	expect(all.total).toBe(all.counts.open + all.counts.resolved + all.counts.signed_off);
	expect((await list.query({ status: "signed_off" })).rows.every(({ status }) => status === "signed_off")).toBe(true);
	const first = await list.query({ limit: 2 });
	const second = await list.query({ limit: 2, after: first.next });
	expect([...first.rows, ...second.rows].map((row) => row.number)).toEqual(all.rows.slice(0, 4).map((row) => row.number));
});

test("another company's incident is not found by any address", async () => {
	const { id } = await create([await job(a)]);
	const other = await api.as(b.users.admin.email);
	const notFound = { data: { code: "NOT_FOUND" } };
	await expect(other.trpc.incidents.get.query({ id })).rejects.toMatchObject(notFound);
	await expect(other.trpc.incidents.jobs.query({ id })).rejects.toMatchObject(notFound);
	await expect(other.trpc.incidents.update.mutate({ id, name: "theirs" })).rejects.toMatchObject(notFound);
	await expect(other.trpc.incidents.addJobs.mutate({ id, jobs: { jobIds: [await job(b)] } })).rejects.toMatchObject(notFound);
	await expect(other.trpc.incidents.signOff.mutate({ id })).rejects.toMatchObject(notFound);
	await expect(other.trpc.incidents.checkLeft.mutate({ id })).rejects.toMatchObject(notFound);
	await expect(other.trpc.incidents.replay.mutate({ id })).rejects.toMatchObject(notFound);
});
