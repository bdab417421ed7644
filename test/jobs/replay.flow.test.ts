// Replays from end to end: real database, real Temporal, the sandbox over HTTP, the API as a person uses it, two tenants.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { jobFacts, keptRows, pageFaults, startSync, trueStripeRows } from "../sync/sync-world.ts";
import { connect } from "../sync/sync-world.ts";
import { codeOf, readOtherwise, replayed, type ReplayWorld, replayWorld, slug, syncedConnection, unread } from "./replay-world.ts";

let world: ReplayWorld;

beforeAll(async () => {
	world = await replayWorld("replay-flow");
});
afterEach(() => world.sandbox.clearFaults());
afterAll(() => world?.close());

const kept = (connectionId: string) => keptRows(world, world.a, connectionId);
const requests = () => world.sandbox.requests().length;

describe("processing stored pages again", () => {
	test("reads a quarantined record that the present transform can read, once, without asking the vendor", async () => {
		const { connectionId, jobId } = await syncedConnection(world);
		const whole = await kept(connectionId);
		const keys = await unread(world, connectionId, jobId, 3);
		expect((await kept(connectionId)).length).toBe(whole.length - 3);
		const { trpc } = world.person;
		const plan = await trpc.replays.plan.query({ jobId });
		expect(plan).toMatchObject({ mode: "reprocess", refusal: null, outside: [], cost: { requests: [{ vendor: "Stripe", count: 0 }] } });
		expect(plan.read.find(({ what }) => what.startsWith("Balance transactions"))?.detail).toContain(
			"3 records of them not readable so far",
		);
		const asked = requests();
		const replay = await replayed(world, { jobId });
		expect(replay.status).toBe("done");
		expect(requests()).toBe(asked);
		expect(await kept(connectionId)).toEqual(whole);
		expect(await kept(connectionId)).toEqual(trueStripeRows(world.sandbox, slug));
		expect(await pageFaults(world, world.a, connectionId)).toEqual([]);

		const { outcome } = await trpc.replays.get.query({ jobId: replay.jobId });
		expect(outcome).toMatchObject({ rows: { added: 3, changed: 0, gone: 0 }, origin: { us: 3, source: 0 }, tie: { ties: true } });
		const { rows } = await trpc.replays.diff.query({ jobId: replay.jobId, group: "records" });
		expect(rows.map(({ label, change, origin }) => `${label} ${change} ${origin}`).sort()).toEqual(
			keys.map((key) => `${key} added us`).sort(),
		);
		const { rows: open } = await trpc.connections.quarantine.query({ id: connectionId });
		expect(open).toEqual([]);
		const again = await replayed(world, { jobId: replay.jobId });
		expect(again.status).toBe("done");
		expect((await trpc.replays.get.query({ jobId: again.jobId })).outcome).toMatchObject({ rows: { added: 0, changed: 0, gone: 0 } });
	});

	test("names what the same record says otherwise now as changed by us, field by field, and leaves the rest untouched", async () => {
		const { connectionId, jobId } = await syncedConnection(world);
		const whole = await kept(connectionId);
		const keys = await readOtherwise(world, connectionId, 4);
		const replay = await replayed(world, { jobId, options: { reconcileAfter: false } });
		expect(replay.status).toBe("done");
		const { trpc } = world.person;
		const { outcome } = await trpc.replays.get.query({ jobId: replay.jobId });
		expect(outcome).toMatchObject({ rows: { added: 0, changed: 4, gone: 0, unchanged: whole.length - 4 }, origin: { us: 4, source: 0 } });
		const first = await trpc.replays.diff.query({ jobId: replay.jobId, group: "records", limit: 3 });
		const second = await trpc.replays.diff.query({ jobId: replay.jobId, group: "records", limit: 3, cursor: first.next });
		const rows = [...first.rows, ...second.rows];
		expect(rows.map(({ label }) => label)).toEqual(keys);
		expect(rows.every(({ field, before, origin }) => field === "category" && before === "an older word" && origin === "us")).toBe(true);
		expect(second.next).toBeNull();
		const versions = await world.db.withTenant(world.a, (em) =>
			em.execute<{ n: number }[]>(
				"select count(*)::int as n from canonical_rows where tenant_id = ? and connection_id = ? and version > 1",
				[world.a.tenantId, connectionId],
			),
		);
		expect(versions[0]?.n).toBe(4);
	});

	test("reads only what is chosen: one record by its key", async () => {
		const { connectionId, jobId } = await syncedConnection(world);
		const keys = await readOtherwise(world, connectionId, 2);
		const options = { recordKeys: [{ stream: "balance_transactions", naturalKey: keys[1] ?? "" }], reconcileAfter: false };
		const plan = await world.person.trpc.replays.plan.query({ jobId, options });
		expect(plan.read.map(({ count }) => count)).toEqual([1]);
		const replay = await replayed(world, { jobId, options });
		const { rows } = await world.person.trpc.replays.diff.query({ jobId: replay.jobId, group: "records" });
		expect(rows.map(({ label }) => label)).toEqual([keys[1]]);
	});
});

describe("fetching again", () => {
	test("a NetSuite sync that failed is replaced by its replay: it counts as failed no longer, and stays in the chain", async () => {
		const connectionId = await connect(world, world.a, "netsuite", slug);
		world.sandbox.addFault({ kind: "revoked_token", vendor: "netsuite" });
		const jobId = await startSync(world, world.a, connectionId);
		expect(await world.engine.closed(world.a.tenantId, jobId)).toBe("failed");
		const { trpc } = world.person;
		const before = await trpc.jobs.list.query({ view: "attention" });
		expect(before.rows.map(({ id }) => id)).toContain(jobId);
		world.sandbox.clearFaults();
		const plan = await trpc.replays.plan.query({ jobId, mode: "refetch" });
		expect(plan.modes.find(({ mode }) => mode === "reprocess")?.why).toContain("Nothing that it stored is current");
		expect(plan.choices.streams.every(({ failed }) => failed)).toBe(true);
		const replay = await replayed(world, { jobId, mode: "refetch" });
		expect(replay.status).toBe("done");

		const after = await trpc.jobs.list.query({ view: "attention" });
		expect(after.rows.map(({ id }) => id)).not.toContain(jobId);
		expect(after.counts.attention).toBe(before.counts.attention - 1);
		expect(after.replacedCount).toBe(before.replacedCount + 1);
		const shown = await trpc.jobs.list.query({ view: "attention", replaced: "shown" });
		expect(shown.rows.find(({ id }) => id === jobId)).toMatchObject({ status: "failed", supersededByJobId: replay.jobId });
		const detail = await trpc.jobs.get.query({ jobId });
		expect(detail.chain.map(({ jobId: id, status }) => `${id} ${status}`)).toEqual([`${jobId} failed`, `${replay.jobId} done`]);
		const own = await trpc.jobs.get.query({ jobId: replay.jobId });
		expect(own).toMatchObject({ supersedesJobId: jobId, children: [{ kind: "sync", status: "done", parentJobId: replay.jobId }] });
		const listed = await trpc.jobs.list.query({});
		expect(listed.rows.some(({ parentJobId }) => parentJobId !== null)).toBe(false);
	});

	test.each(["stripe", "netsuite"] as const)(
		"a record of %s that is put right at the source comes in, and leaves quarantine, by a replay of the sync that could not read it",
		async (vendor) => {
			const { connectionId } = await syncedConnection(world, vendor);
			const whole = await kept(connectionId);
			const record = whole[0]?.split(" ")[1] ?? "";
			world.sandbox.addFault({ kind: "unparseable", vendor, record, how: "text" });
			const spoilt = await syncedConnection(world, vendor);
			const { trpc } = world.person;
			const [held] = (await trpc.quarantine.list.query({ connectionId: spoilt.connectionId })).rows;
			expect(held).toMatchObject({ fetchedByJobId: spoilt.jobId, status: "open" });
			const plan = await trpc.replays.plan.query({ jobId: spoilt.jobId, mode: "refetch" });
			expect(plan.read.map(({ what }) => what)).toContainEqual(expect.stringContaining("from before 1 record in quarantine"));
			world.sandbox.clearFaults();
			const replay = await replayed(world, { jobId: spoilt.jobId, mode: "refetch" });
			expect(replay.status).toBe("done");
			expect((await trpc.quarantine.list.query({ connectionId: spoilt.connectionId, status: "open" })).total).toBe(0);
			expect((await kept(spoilt.connectionId)).length).toBe(whole.length);
			const { outcome } = await trpc.replays.get.query({ jobId: replay.jobId });
			expect(outcome).toMatchObject({ rows: { changed: 0, gone: 0 }, origin: { us: 0 } });
			const moves = await trpc.connections.cursorHistory.query({ id: spoilt.connectionId, stream: held?.stream ?? "" });
			expect(moves.rows.find(({ cause }) => cause === "rewind")?.actorName).toBe(world.a.users.preparer.name);
			const calm = await trpc.replays.plan.query({ jobId: replay.jobId, mode: "refetch" });
			expect(calm.read.every(({ what }) => !what.includes("quarantine"))).toBe(true);
		},
	);

	test("only the streams that failed are asked again", async () => {
		const connectionId = await connect(world, world.a, "stripe", slug);
		world.sandbox.addFault({ kind: "rate_limit", vendor: "stripe", times: 1, skip: 0, path: "/v1/payouts", retryAfterSeconds: 3_600 });
		const jobId = await startSync(world, world.a, connectionId);
		const { trpc } = world.person;
		await expect
			.poll(
				async () =>
					(await jobFacts(world, world.a, jobId)).progress?.streams.find((each) => each["stream"] === "balance_transactions")?.["state"],
			)
			.toBe("done");
		await trpc.jobs.cancel.mutate({ jobId });
		expect(await world.engine.closed(world.a.tenantId, jobId)).toBe("stopped");
		world.sandbox.clearFaults();
		const plan = await trpc.replays.plan.query({ jobId, mode: "refetch" });
		expect(plan.choices.streams.filter(({ failed }) => failed).map(({ stream }) => stream)).toEqual(["payouts", "payout_items"]);
		expect(plan.notRead.map(({ what }) => what)).toContain("Balance transactions");
		const replay = await replayed(world, { jobId, mode: "refetch" });
		expect(replay.status).toBe("done");
		const read = await world.db.withTenant(world.a, (em) =>
			em.execute<{ stream: string }[]>(
				`select distinct p.stream from pages p join jobs j on j.tenant_id = p.tenant_id and j.id = p.job_id
				where p.tenant_id = ? and j.parent_job_id = ? and p.kind = 'page' order by p.stream`,
				[world.a.tenantId, replay.jobId],
			),
		);
		expect(read.map(({ stream }) => stream)).toEqual(["payout_items", "payouts"]);
		expect(await kept(connectionId)).toEqual(trueStripeRows(world.sandbox, slug));
	});

	test("finds an old record that was edited at the source, says that the source changed it, and keeps our own changes apart", async () => {
		const { connectionId, jobId } = await syncedConnection(world);
		const ours = await readOtherwise(world, connectionId, 2);
		world.sandbox.strikeData({ kind: "edited_record", vendor: "stripe", how: "description" });
		const { trpc } = world.person;
		const plan = await trpc.replays.plan.query({ jobId, mode: "refetch" });
		expect(plan.choices.window).not.toBeNull();
		const window = plan.choices.window ?? { from: "2026-10-01", to: "2026-10-31" };
		const replay = await replayed(world, {
			jobId,
			mode: "refetch",
			options: { window, streams: ["balance_transactions"], reconcileAfter: false },
		});
		expect(replay.status).toBe("done");
		const { rows } = await trpc.replays.diff.query({ jobId: replay.jobId, group: "records" });
		const told = rows.map(({ field, origin }) => `${field} ${origin}`).sort();
		expect(told).toEqual(["category us", "category us", "description source"]);
		expect(
			rows
				.filter(({ origin }) => origin === "us")
				.map(({ label }) => label)
				.sort(),
		).toEqual([...ours].sort());
		const { outcome } = await trpc.replays.get.query({ jobId: replay.jobId });
		expect(outcome).toMatchObject({ rows: { added: 0, changed: 3, gone: 0 }, origin: { us: 2, source: 1 } });
	});
});

describe("what stands in the way", () => {
	test("a job that is still going on is named with the job to stop, and nothing starts; so is a busy connection", async () => {
		const { connectionId, jobId: earlier } = await syncedConnection(world, "netsuite");
		world.sandbox.addFault({ kind: "rate_limit", vendor: "netsuite", times: 1, skip: 0, path: "", retryAfterSeconds: 3_600 });
		const open = await startSync(world, world.a, connectionId);
		await expect.poll(async () => (await jobFacts(world, world.a, open)).status).toBe("running");
		const { trpc } = world.person;
		expect((await trpc.replays.plan.query({ jobId: open })).refusal).toMatchObject({ code: "JOB_OPEN", jobId: open });
		expect((await trpc.replays.plan.query({ jobId: earlier })).refusal).toMatchObject({ code: "CONNECTION_BUSY", jobId: open });
		expect(await codeOf(trpc.replays.start.mutate({ jobId: open }))).toBe("JOB_OPEN");
		expect(await codeOf(trpc.replays.start.mutate({ jobId: earlier, mode: "refetch" }))).toBe("CONNECTION_BUSY");
		await trpc.jobs.cancel.mutate({ jobId: open });
		expect(await world.engine.closed(world.a.tenantId, open)).toBe("stopped");
		expect((await trpc.replays.plan.query({ jobId: earlier })).refusal).toBeNull();
	});

	test("of two people who start the same replay at once one is refused", async () => {
		const { jobId } = await syncedConnection(world, "netsuite");
		const { trpc } = world.person;
		const both = await Promise.all([codeOf(trpc.replays.start.mutate({ jobId })), codeOf(trpc.replays.start.mutate({ jobId }))]);
		expect(both.map(String).sort()).toEqual(["JOB_OPEN", "it was answered"]);
		const chain = (await trpc.jobs.get.query({ jobId })).chain;
		await world.engine.closed(world.a.tenantId, chain.at(-1)?.jobId ?? "");
		expect(chain.length).toBe(2);
	});

	test("another company's job can't be planned, replayed or looked at, and a role without the right is refused", async () => {
		const { jobId } = await syncedConnection(world, "netsuite");
		const replay = await replayed(world, { jobId });
		const { trpc } = world.stranger;
		const calls = [
			trpc.replays.plan.query({ jobId }),
			trpc.replays.start.mutate({ jobId }),
			trpc.replays.get.query({ jobId: replay.jobId }),
			trpc.replays.diff.query({ jobId: replay.jobId, group: "records" }),
			trpc.replays.bulkGet.query({ jobId: replay.jobId }),
		];
		expect(await Promise.all(calls.map(codeOf))).toEqual(calls.map(() => "NOT_FOUND"));
		expect((await trpc.replays.bulkPlan.query({ jobIds: [jobId] })).items).toEqual([]);
		expect(await codeOf(trpc.replays.bulkStart.mutate({ jobIds: [jobId] }))).toBe("NOT_FOUND");
		const auditor = await world.api.as(world.a.users.auditor.email);
		expect(await codeOf(auditor.trpc.replays.start.mutate({ jobId }))).toBe("FORBIDDEN");
	});
});

describe("by what it is about", () => {
	test("finds the jobs that touched a payout, a record, a month and some days, and says which a replay makes sense for", async () => {
		const { connectionId, jobId } = await syncedConnection(world);
		const payout = world.sandbox.company(slug).history.payouts.find(({ kind }) => kind === "automatic")?.id ?? "";
		const { touching } = world.person.trpc.replays;
		const own = (rows: { readonly id: string; readonly touched: number }[]) => rows.find(({ id }) => id === jobId)?.touched ?? 0;
		expect(own((await touching.query({ key: { by: "payout", payout } })).rows)).toBeGreaterThan(2);
		const [record] = await readOtherwise(world, connectionId, 1);
		expect(own((await touching.query({ key: { by: "record", naturalKey: record ?? "", connectionId } })).rows)).toBe(1);
		expect(own((await touching.query({ key: { by: "period", entityId: world.a.entityId, month: "2026-10" } })).rows)).toBeGreaterThan(50);
		const days = await touching.query({ key: { by: "connection", connectionId, from: "2026-01-01", to: "2026-12-31" } });
		expect(days.rows.map(({ id, replay }) => `${id} ${replay.makesSense}`)).toEqual([`${jobId} true`]);
		const replay = await replayed(world, { jobId });
		const after = await touching.query({ key: { by: "connection", connectionId, from: "2026-01-01", to: "2026-12-31" } });
		const told = new Map(after.rows.map(({ id, replay: worth }) => [id, worth]));
		expect(told.get(jobId)).toEqual({ makesSense: false, why: "A later replay took its place already." });
		expect(told.get(replay.jobId)?.makesSense).toBe(false);
		const { rows: foreign } = await world.stranger.trpc.replays.touching.query({ key: { by: "payout", payout } });
		expect(foreign).toEqual([]);
	});
});

describe("in bulk", () => {
	test("a set is replayed as one run: jobs of one connection are settled by one replay, and the rest says why it is left out", async () => {
		const [first, second] = await Promise.all([syncedConnection(world), syncedConnection(world)]);
		const later = await startSync(world, world.a, first.connectionId);
		await world.engine.closed(world.a.tenantId, later);
		await readOtherwise(world, first.connectionId, 3);
		await readOtherwise(world, second.connectionId, 2);
		const { trpc } = world.person;
		const jobIds = [first.jobId, later, second.jobId];
		const plan = await trpc.replays.bulkPlan.query({ jobIds, mode: "reprocess" });
		expect(plan.items.map(({ jobId, settles }) => `${jobId}+${settles.join()}`).sort()).toEqual(
			[`${later}+${first.jobId}`, `${second.jobId}+`].sort(),
		);
		const { jobId } = await trpc.replays.bulkStart.mutate({ jobIds, mode: "reprocess", title: "After the release" });
		expect(await world.engine.closed(world.a.tenantId, jobId)).toBe("done");
		const state = await trpc.replays.bulkGet.query({ jobId });
		expect(state).toMatchObject({ total: 2, done: 2, failed: 0, running: 0 });
		const list = await trpc.jobs.list.query({ replaced: "shown" });
		expect(jobIds.map((id) => list.rows.find((row) => row.id === id)?.supersededByJobId === null)).toEqual([false, false, false]);
		for (const { connectionId } of [first, second]) expect(await kept(connectionId)).toEqual(trueStripeRows(world.sandbox, slug));
		const left = await trpc.replays.bulkPlan.query({ jobIds });
		expect(left).toMatchObject({ items: [], refusal: { code: "NOTHING_TO_REPLAY" } });
		expect(left.left.map(({ why }) => why)).toEqual(jobIds.map(() => "A later replay took its place already."));
	});

	test("a job of which nothing is current is left out of a set as it is refused alone; of two sets over the same job one is refused", async () => {
		const [empty, { jobId: good }] = await Promise.all([syncedConnection(world, "netsuite"), syncedConnection(world, "netsuite")]);
		await world.db.withTenant(world.a, async (em) => {
			const of = [world.a.tenantId, empty.connectionId];
			await em.execute("delete from canonical_rows where tenant_id = ? and connection_id = ?", of);
			await em.execute("delete from records where tenant_id = ? and connection_id = ?", of);
		});
		const { trpc } = world.person;
		const alone = await trpc.replays.plan.query({ jobId: empty.jobId });
		expect(alone.refusal?.code).toBe("NOTHING_TO_REPLAY");
		const plan = await trpc.replays.bulkPlan.query({ jobIds: [empty.jobId, good], mode: "reprocess" });
		expect(plan.items.map(({ jobId }) => jobId)).toEqual([good]);
		expect(plan.left.map(({ jobId, why }) => [jobId, why])).toEqual([[empty.jobId, alone.refusal?.sentence]]);
		expect(await codeOf(trpc.replays.bulkStart.mutate({ jobIds: [empty.jobId], mode: "reprocess" }))).toBe("NOTHING_TO_REPLAY");
		const start = () => trpc.replays.bulkStart.mutate({ jobIds: [empty.jobId, good], mode: "reprocess" });
		const both = await Promise.allSettled([start(), start()]);
		const started = both.flatMap((each) => (each.status === "fulfilled" ? [each.value.jobId] : []));
		const refused = both.flatMap((each) => (each.status === "rejected" ? [String(each.reason)] : []));
		expect(started.length).toBe(1);
		expect(refused[0]).toContain("is going on already");
		const [jobId = ""] = started;
		expect(await world.engine.closed(world.a.tenantId, jobId)).toBe("done");
		expect(await trpc.replays.bulkGet.query({ jobId })).toMatchObject({ total: 1, done: 1, failed: 0, left: [{ jobId: empty.jobId }] });
	});

	test("stopping a set stops what is going on and starts no more; what isn't replayed counts as before", async () => {
		const connections = await Promise.all([1, 2, 3].map(() => syncedConnection(world, "netsuite")));
		world.sandbox.addFault({ kind: "rate_limit", vendor: "netsuite", times: 50, skip: 0, path: "", retryAfterSeconds: 3_600 });
		const { trpc } = world.person;
		const { jobId } = await trpc.replays.bulkStart.mutate({ jobIds: connections.map((each) => each.jobId), mode: "refetch" });
		await expect.poll(async () => (await trpc.replays.bulkGet.query({ jobId })).running).toBe(2);
		await sleep(500);
		expect((await trpc.replays.bulkGet.query({ jobId })).rows.filter(({ status }) => status === null).length).toBe(1);
		await trpc.jobs.cancel.mutate({ jobId });
		expect(await world.engine.closed(world.a.tenantId, jobId)).toBe("stopped");
		await expect.poll(async () => (await trpc.replays.bulkGet.query({ jobId })).stopped).toBe(2);
		const state = await trpc.replays.bulkGet.query({ jobId });
		expect(state).toMatchObject({ total: 3, done: 0, running: 0, stopped: 2 });
		const list = await trpc.jobs.list.query({ replaced: "hidden" });
		for (const each of connections) expect(list.rows.map(({ id }) => id)).toContain(each.jobId);
	});
});
