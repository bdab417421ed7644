// What a person can do about a stream from its own pages: look back and rewind, read some days again, see to what could not be read.
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startSandbox } from "../../sandbox/server.ts";
import { testApi, type TestApi, type TestBrowser } from "../support/api.ts";
import { testDatabase, type TestTenant } from "../support/database.ts";
import { testTemporal } from "../support/temporal.ts";
import { connect, keptRows, pageFaults, startSync, type SyncWorld, totalsOf, trueStripeRows } from "./sync-world.ts";
import { ask, startPart, until } from "./watch.ts";

let world: SyncWorld;
let api: TestApi;
let a: TestTenant;
let person: TestBrowser;
let stranger: TestBrowser;
let connectionId: string;
const slug = "larkfield";
const stream = "balance_transactions";

beforeAll(async () => {
	const [db, sandbox] = await Promise.all([testDatabase(), startSandbox({ seed: "repair", orders: 450, companies: [slug] })]);
	world = { db, sandbox, engine: await testTemporal(db, { queue: "sync" }) };
	api = await testApi(db, { deps: { temporal: world.engine.temporal, storage: world.engine.deps.storage } });
	a = db.tenants[0];
	person = await api.as(a.users.preparer.email);
	stranger = await api.as(db.tenants[1].users.controller.email);
	connectionId = await connect(world, a, "stripe", slug);
	await world.engine.closed(a.tenantId, await startSync(world, a, connectionId));
});
afterEach(() => world.sandbox.clearFaults());
afterAll(async () => {
	await api?.close();
	await world?.engine.close();
	await Promise.all([world?.db.close(), world?.sandbox.stop()]);
});

const history = (limit = 200) => person.trpc.connections.cursorHistory.query({ id: connectionId, stream, limit });
const cursorNow = async (): Promise<string> =>
	(
		await ask<{ cursor: string }>(
			world,
			a,
			"select cursor from streams where tenant_id = ? and connection_id = ? and stream = ?",
			connectionId,
			stream,
		)
	)[0]?.cursor ?? "";
const versions = async (): Promise<number> =>
	(await ask(world, a, "select 1 from records where tenant_id = ? and connection_id = ?", connectionId)).length;

/** A finished reconciliation with one match, on a row that this page wrote. */
async function matchOn(jobId: string, seq: number): Promise<void> {
	const [runId, matchId] = [randomUUID(), randomUUID()];
	await ask(
		world,
		a,
		`insert into reconciliation_runs (tenant_id, id, job_id, entity_id, period_from, period_to, as_of, inputs, control_totals, rules,
			rules_version, engine_version, status)
		values (?, ?, ?, ?, '2026-10-01', '2026-10-31', now(), '[]', '[]', '{}', '1', '1', 'done')`,
		runId,
		jobId,
		a.entityId,
	);
	await ask(
		world,
		a,
		`insert into matches (tenant_id, run_id, id, level, pass, currency, a_minor, b_minor, residual_minor, reasons)
		values (?, ?, ?, 'item', 'test', 'USD', 1, 1, 0, '[]')`,
		runId,
		matchId,
	);
	await ask(
		world,
		a,
		`insert into match_members (tenant_id, run_id, match_id, side, position, canonical_id, canonical_version, amount_minor)
		select ?::uuid, ?::uuid, ?::uuid, 'a', 0, id, version, amount_minor from canonical_rows
		where tenant_id = ? and connection_id = ? and stream = ? and from_seq = ? and to_seq is null order by id limit 1`,
		runId,
		matchId,
		a.tenantId,
		connectionId,
		stream,
		seq,
	);
}

describe("the history of a cursor", () => {
	test("has a row for every move, chained from one to the next, and can't be changed", async () => {
		const { rows, total, next } = await history();
		expect(next).toBeNull();
		expect(rows.map(({ no }) => no)).toEqual(Array.from({ length: total }, (_, i) => total - i));
		for (const [i, row] of rows.entries()) if (i > 0) expect(row.cursorAfter).toBe(rows[i - 1]?.cursorBefore);
		expect(rows[0]?.cursorAfter).toBe(await cursorNow());
		expect(rows.every(({ cause, pageId, jobTitle }) => cause === "page" && pageId !== null && jobTitle === "Sync")).toBe(true);
		const paged = await history(2);
		expect(
			(await person.trpc.connections.cursorHistory.query({ id: connectionId, stream, limit: 2, cursor: paged.next })).rows[0]?.no,
		).toBe(total - 2);
		await expect(ask(world, a, "delete from cursor_moves where tenant_id = ?")).rejects.toThrow(/permission denied/);
	});

	test("is nobody else's, and rewinding needs the right to it", async () => {
		await expect(stranger.trpc.connections.cursorHistory.query({ id: connectionId, stream })).rejects.toMatchObject({
			data: { code: "NOT_FOUND" },
		});
		await expect(stranger.trpc.connections.rewindPreview.query({ id: connectionId, stream, no: 1 })).rejects.toMatchObject({
			data: { code: "NOT_FOUND" },
		});
		const auditor = await api.as(a.users.auditor.email);
		await expect(
			auditor.trpc.connections.rewind.mutate({ id: connectionId, stream, no: 1, movesSeen: 1, reason: "because" }),
		).rejects.toMatchObject({ data: { code: "FORBIDDEN" } });
	});
});

describe("rewinding", () => {
	test("says what is read again, puts the cursor back, and the next sync reads it without changing a row", async () => {
		const before = { rows: await keptRows(world, a, connectionId), versions: await versions() };
		const { total, rows } = await history();
		const preview = await person.trpc.connections.rewindPreview.query({ id: connectionId, stream, no: 1 });
		expect(preview).toMatchObject({ refusal: null, movesSeen: total, refetch: { pages: total - 1 } });
		expect(preview.refetch.rows).toBe(rows.slice(0, -1).reduce((sum, each) => sum + each.rows, 0));
		expect(preview.refetch.sentence).toMatch(/^The next sync reads about [\d,]+ rows on \d+ pages again\./);

		const reason = "The processor said that it had sent wrong fees";
		const { no } = await person.trpc.connections.rewind.mutate({ id: connectionId, stream, no: 1, movesSeen: preview.movesSeen, reason });
		expect(no).toBe(total + 1);
		expect((await history()).rows[0]).toMatchObject({
			no,
			cause: "rewind",
			reason,
			actorName: a.users.preparer.name,
			cursorAfter: rows.at(-1)?.cursorAfter,
		});
		expect(await cursorNow()).toBe(rows.at(-1)?.cursorAfter);
		await expect(
			person.trpc.connections.rewind.mutate({ id: connectionId, stream, no: 2, movesSeen: preview.movesSeen, reason }),
		).rejects.toMatchObject({ data: { code: "REWOUND_MEANWHILE" } });

		const jobId = await startSync(world, a, connectionId);
		expect(await world.engine.closed(a.tenantId, jobId)).toBe("done");
		expect(await keptRows(world, a, connectionId)).toEqual(before.rows);
		expect(await versions()).toBe(before.versions);
		expect(await pageFaults(world, a, connectionId)).toEqual([]);
		expect((await totalsOf(world, a, jobId)).every(({ verdict }) => verdict === "ties")).toBe(true);

		// Read twice, it is still there once, seen from the first pass and from the rewind's own move: what the second pass read.
		const second = (await history()).rows.filter((each) => each.no > no);
		const again = { pages: second.length, rows: second.reduce((sum, each) => sum + each.rows, 0) };
		expect(again.rows).toBeLessThan(preview.refetch.rows * 1.5);
		const { from, to } = preview.refetch;
		for (const place of [1, no])
			expect((await person.trpc.connections.rewindPreview.query({ id: connectionId, stream, no: place })).refetch).toMatchObject({
				...again,
				from,
				to,
			});
		// A match on a row of page 3, written by the first pass and unchanged by the second, rests behind pages 1 and 2 and not behind page 4.
		await matchOn(jobId, 3);
		const matchesBehind = async (place: number) =>
			(await person.trpc.connections.rewindPreview.query({ id: connectionId, stream, no: place })).disturbs.map(({ matches }) => matches);
		for (const place of [0, 1, 2, no, no + 1]) expect(await matchesBehind(place), `move ${place}`).toEqual([1]);
		for (const place of [3, 4, no + 2, no + 3]) expect(await matchesBehind(place), `move ${place}`).toEqual([]);
		const whole = await person.trpc.connections.rewindPreview.query({ id: connectionId, stream, no: 0 });
		expect(whole.refetch).toMatchObject({ pages: again.pages + 1, rows: again.rows + (rows.at(-1)?.rows ?? 0) });
	});

	test("is refused while a sync runs, and says which", async () => {
		world.sandbox.addFault({
			kind: "rate_limit",
			vendor: "stripe",
			times: 1,
			skip: 0,
			path: "balance_transactions",
			retryAfterSeconds: 600,
		});
		const jobId = await startSync(world, a, connectionId);
		await until(
			"it reads",
			async () => (await ask(world, a, "select 1 from attempts where tenant_id = ? and job_id = ?", jobId)).length > 2,
		);
		const preview = await person.trpc.connections.rewindPreview.query({ id: connectionId, stream, no: 1 });
		expect(preview.refusal).toMatchObject({ code: "CONNECTION_BUSY", jobId });
		await expect(
			person.trpc.connections.rewind.mutate({ id: connectionId, stream, no: 1, movesSeen: preview.movesSeen, reason: "because" }),
		).rejects.toMatchObject({ data: { code: "CONNECTION_BUSY", facts: { jobId } } });
		await person.trpc.jobs.cancel.mutate({ jobId });
		expect(await world.engine.closed(a.tenantId, jobId)).toBe("stopped");
	});
});

describe("a sync of less than everything", () => {
	test("reads a window of days beside the cursor, which stays where it is, and takes what has changed in them", async () => {
		world.sandbox.strikeData({ kind: "edited_record", vendor: "stripe", how: "description" }, slug);
		const cursor = await cursorNow();
		const before = await versions();
		const jobId = await startPart(world, a, connectionId, {
			only: { streams: [stream], window: { from: "2026-09-01", to: "2026-11-09" } },
		});
		expect(await world.engine.closed(a.tenantId, jobId)).toBe("done");
		expect(await cursorNow()).toBe(cursor);
		expect(await versions()).toBe(before + 1);
		expect(await ask(world, a, "select 1 from cursor_moves where tenant_id = ? and job_id = ?", jobId)).toEqual([]);
		expect(await ask<{ done: boolean }>(world, a, "select done from stream_windows where tenant_id = ? and job_id = ?", jobId)).toEqual([
			{ done: true },
		]);
		expect(
			await ask<{ stream: string }>(
				world,
				a,
				"select distinct stream from pages where tenant_id = ? and job_id = ? and kind = 'page'",
				jobId,
			),
		).toEqual([{ stream }]);
		expect(await pageFaults(world, a, connectionId)).toEqual([]);
		expect(await keptRows(world, a, connectionId)).toEqual(trueStripeRows(world.sandbox, slug));
	});

	test("doesn't call a total wrong that it did not read: the rest is not proven, and the connection's last sync stays the whole one", async () => {
		const own = await connect(world, a, "stripe", slug);
		const jobId = await startPart(world, a, own, { only: { streams: ["payouts"] } });
		expect(await world.engine.closed(a.tenantId, jobId)).toBe("done");
		const totals = await totalsOf(world, a, jobId);
		expect(totals.map(({ verdict }) => verdict)).not.toContain("differs");
		expect(totals.find(({ name }) => name === "balance")?.note).toMatch(/^Not proven: only a part was read\./);
		expect((await person.trpc.connections.get.query({ id: own })).lastSyncedAt).toBeNull();
	});

	test("of a stream that the vendor doesn't have is refused in words", async () => {
		const jobId = await startPart(world, a, connectionId, { only: { streams: ["refunds"] } });
		expect(await world.engine.closed(a.tenantId, jobId)).toBe("failed");
		const [job] = await ask<{ failure_message: string }>(
			world,
			a,
			"select failure_message from jobs where tenant_id = ? and id = ?",
			jobId,
		);
		expect(job?.failure_message).toContain('no stream "refunds"');
	});

	test("that brings nothing new closes nothing and writes nothing", async () => {
		const before = { rows: await keptRows(world, a, connectionId), versions: await versions() };
		const jobId = await startSync(world, a, connectionId);
		expect(await world.engine.closed(a.tenantId, jobId)).toBe("done");
		expect({ rows: await keptRows(world, a, connectionId), versions: await versions() }).toEqual(before);
	});
});

describe("quarantine", () => {
	const field = "amount";

	test("shows the record as received with the fault marked, its reason and what to do; left out it stays left out until it changes", async () => {
		const own = await connect(world, a, "stripe", slug);
		const record = world.sandbox.company(slug).history.entries.find(({ type }) => type === "charge")?.id ?? "";
		world.sandbox.addFault({ kind: "unparseable", vendor: "stripe", record, how: "text" });
		expect(await world.engine.closed(a.tenantId, await startPart(world, a, own, { only: { streams: [stream] } }))).toBe("check");

		const list = await person.trpc.quarantine.list.query({ connectionId: own });
		expect(list).toMatchObject({
			total: 1,
			counts: { open: 1, dismissed: 0, resolved: 0 },
			byCode: [{ code: "FIELD_NOT_WHOLE_NUMBER", count: 1 }],
		});
		const [row] = list.rows;
		expect(row).toMatchObject({ naturalKey: record, title: "An amount is not a whole number", status: "open" });
		expect(row?.fix).toMatch(/fetch it again/);
		const shown = await person.trpc.quarantine.get.query({ id: row?.id ?? "" });
		expect(shown.check.ok).toBe(true);
		expect(shown.field).toBe(field);
		expect(shown.text?.slice(shown.mark?.from, shown.mark?.to)).toBe(`"${field}"`);
		await expect(stranger.trpc.quarantine.get.query({ id: row?.id ?? "" })).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
		expect(await stranger.trpc.quarantine.dismiss.mutate({ ids: [row?.id ?? ""], reason: "not mine" })).toEqual({ dismissed: 0 });

		const reason = "A test charge of the shop";
		expect(await person.trpc.quarantine.dismiss.mutate({ ids: [row?.id ?? ""], reason })).toEqual({ dismissed: 1 });
		expect((await person.trpc.quarantine.list.query({ connectionId: own, status: "dismissed" })).rows[0]).toMatchObject({
			dismissReason: reason,
			dismissedBy: a.users.preparer.name,
		});
		expect((await person.trpc.connections.get.query({ id: own })).quarantined).toBe(0);
		// The same record comes again as it was: it stays left out. Put right, it is read.
		const from = await person.trpc.connections.rewindPreview.query({ id: own, stream, no: 0 });
		await person.trpc.connections.rewind.mutate({ id: own, stream, no: 0, movesSeen: from.movesSeen, reason: "from the beginning" });
		await world.engine.closed(a.tenantId, await startPart(world, a, own, { only: { streams: [stream] } }));
		expect((await person.trpc.quarantine.list.query({ connectionId: own })).total).toBe(0);
		world.sandbox.clearFaults();
		const again = await person.trpc.connections.rewindPreview.query({ id: own, stream, no: 0 });
		await person.trpc.connections.rewind.mutate({ id: own, stream, no: 0, movesSeen: again.movesSeen, reason: "from the beginning" });
		expect(await world.engine.closed(a.tenantId, await startPart(world, a, own, { only: { streams: [stream] } }))).toBe("done");
		expect((await person.trpc.quarantine.list.query({ connectionId: own, status: "resolved" })).counts).toEqual({
			open: 0,
			dismissed: 0,
			resolved: 1,
		});
	});

	test("retries what is open by a job that reads the stored pages, with exactly those records", async () => {
		const own = await connect(world, a, "stripe", slug);
		const record = world.sandbox.company(slug).history.entries.find(({ type }) => type === "charge")?.id ?? "";
		world.sandbox.addFault({ kind: "unparseable", vendor: "stripe", record, how: "missing" });
		expect(await world.engine.closed(a.tenantId, await startPart(world, a, own, { only: { streams: [stream] } }))).toBe("check");
		await expect(stranger.trpc.quarantine.retry.mutate({ filter: { connectionId: own } })).rejects.toMatchObject({
			data: { code: "NOT_FOUND" },
		});
		const { jobId, records } = await person.trpc.quarantine.retry.mutate({ filter: { connectionId: own } });
		expect(records).toBe(1);
		const [job] = await ask<{ kind: string; input: { selection: unknown } }>(
			world,
			a,
			"select kind, input from jobs where tenant_id = ? and id = ?",
			jobId,
		);
		expect(job).toMatchObject({ kind: "reprocess", input: { selection: { recordKeys: [{ stream, naturalKey: record }] } } });
	});
});
