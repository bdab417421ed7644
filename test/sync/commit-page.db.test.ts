// The fence around a page's commit: compare-and-set of the cursor under a lease, versions, quarantine, and recognising a lost reply.
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createConnection } from "../../db/sync/connection.store.ts";
import { commitPage, moveCursor, type PageCommit } from "../../db/sync/commit-page.store.ts";
import type { RecordDraft } from "../../db/sync/write-records.store.ts";
import { streamPosition, takeLeases } from "../../db/sync/stream.store.ts";
import { textHash } from "../../activities/sync/prepare-page.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";
import { requireCountedRecords } from "../support/kept-records.ts";

let db: TestDatabase;
let a: TestTenant;
let b: TestTenant;
let connectionId: string;
let jobId: string;

const stream = "balance_transactions";
const at = "2026-11-01T10:00:00.000Z";

beforeAll(async () => {
	db = await testDatabase();
	[a, b] = db.tenants;
});
afterAll(() => db?.close());
// Whatever was committed, refused or recognised.
afterEach(() => requireCountedRecords(db.adminUrl));

beforeEach(async () => {
	connectionId = randomUUID();
	jobId = randomUUID();
	const { tenantId, entityId } = a;
	await db.withTenant(a, async (em) => {
		await createConnection(em, { tenantId, id: connectionId, entityId, vendor: "stripe", name: "Stripe", baseUrl: "http://x", config: {} });
		await em.execute(
			`insert into jobs (tenant_id, id, kind, title, business_key, workflow_id, status, correlation_id) values (?, ?, 'sync', 'Sync', ?, ?, 'running', 'c')`,
			[tenantId, jobId, connectionId, `t/${tenantId}/sync/${connectionId}`],
		);
	});
});

const lease = async (holder = "one"): Promise<number> => {
	const leases = await db.withTenant(a, (em) =>
		takeLeases(em, { tenantId: a.tenantId, connectionId, holder, streams: [{ name: stream, firstCursor: "c0" }] }),
	);
	return leases[0]?.epoch ?? 0;
};
const position = () => db.withTenant(a, (em) => streamPosition(em, { tenantId: a.tenantId, connectionId, stream }));

const record = (key: string, amount: bigint, index = 0): RecordDraft => ({
	naturalKey: key,
	index,
	payloadSha256: textHash(`${key} ${amount}`),
	rows: [
		{
			kind: "balance_entry",
			naturalKey: key,
			ledgerDate: "2026-10-31",
			dateKind: "value_date",
			occurredAt: at,
			currency: "USD",
			amountMinor: amount,
			feeMinor: 3n,
			netMinor: amount - 3n,
			category: "charge",
			status: "available",
			reference: `ch_${key}`,
			groupKey: "",
			groupReference: "",
			relatedKey: "",
			document: "",
			documentKind: "charge",
			account: "",
			description: 'it\'s a "test" \\ ? ✓',
		},
	],
});

const page = (epoch: number, change: Partial<PageCommit> = {}): PageCommit => ({
	tenantId: a.tenantId,
	connectionId,
	stream,
	jobId,
	workflowId: "w",
	runId: `r-${jobId}`,
	activityId: "1",
	attempt: 1,
	response: { method: "GET", target: "/v1/x", requestBody: "", status: 200, headers: { date: "d" }, receivedAt: at },
	stored: { key: `${a.tenantId}/${"0".repeat(64)}`, sha256: "0".repeat(64), sizeBytes: 10 },
	epoch,
	seqBefore: 0,
	cursorBefore: "c0",
	cursorAfter: "c1",
	transformVersion: 1,
	records: [record("txn_1", 100n), record("txn_2", 9_007_199_254_740_993n, 1)],
	refused: [],
	finishesFile: null,
	...change,
});
const commit = (input: PageCommit) => db.withTenant(a, (em) => commitPage(em, input));
const versions = () =>
	db
		.withTenant(a, (em) =>
			em.execute<{ line: string }[]>(
				`select natural_key || ' v' || version || ' ' || amount_minor || ' [' || from_seq || ',' || coalesce(to_seq::text, '') || ')' as line
			from canonical_rows where tenant_id = ? and connection_id = ? order by natural_key, version`,
				[a.tenantId, connectionId],
			),
		)
		.then((rows) => rows.map(({ line }) => line));

describe("a page commit", () => {
	test("moves cursor, page, records and rows together, exact beyond 2^53", async () => {
		const epoch = await lease();
		expect(await commit(page(epoch))).toMatchObject({ outcome: "committed", seq: 1, written: 2 });
		expect(await position()).toEqual({ cursor: "c1", seq: 1, epoch, moves: 1 });
		expect(await versions()).toEqual(["txn_1 v1 100 [1,)", "txn_2 v1 9007199254740993 [1,)"]);
	});

	test("made twice is recognised and written once: the reply of the first may have been lost", async () => {
		const epoch = await lease();
		const first = await commit(page(epoch));
		expect(await commit(page(epoch))).toEqual({ outcome: "recognised", pageId: first.pageId, seq: 1, written: 0 });
		expect(await versions()).toHaveLength(2);
		expect((await position())?.seq).toBe(1);
	});

	test("of two writers at one cursor one wins; the other gets STALE_LEASE and writes nothing", async () => {
		const epoch = await lease();
		const other = page(epoch, {
			stored: { key: `${a.tenantId}/${"1".repeat(64)}`, sha256: "1".repeat(64), sizeBytes: 1 },
			cursorAfter: "c1b",
			records: [record("txn_9", 9n)],
		});
		const ends = await Promise.allSettled([commit(page(epoch)), commit(other)]);
		expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
		const lost = ends.find((end) => end.status === "rejected");
		expect(lost?.reason).toMatchObject({ code: "STALE_LEASE" });
		const keys = (await versions()).map((line) => line.split(" ")[0]);
		expect([["txn_1", "txn_2"], ["txn_9"]]).toContainEqual(keys);
		expect((await position())?.seq).toBe(1);
	});

	test("of an older lease is refused, also at the right cursor", async () => {
		const old = await lease("one");
		const young = await lease("two");
		expect(young).toBe(old + 1);
		await expect(commit(page(old))).rejects.toMatchObject({ code: "STALE_LEASE" });
		expect(await versions()).toEqual([]);
		await expect(
			db.withTenant(a, (em) =>
				moveCursor(em, {
					tenantId: a.tenantId,
					connectionId,
					stream,
					jobId,
					epoch: old,
					seqBefore: 0,
					cursorBefore: "c0",
					cursorAfter: "c1",
				}),
			),
		).rejects.toMatchObject({ code: "STALE_LEASE" });
		expect(await commit(page(young))).toMatchObject({ outcome: "committed" });
	});

	test("whose cursor does not move is still told apart by its number", async () => {
		const epoch = await lease();
		const same = { cursorBefore: "c0", cursorAfter: "c0", records: [] };
		await commit(page(epoch, same));
		expect(await commit(page(epoch, same))).toMatchObject({ outcome: "recognised" });
		expect(await commit(page(epoch, { ...same, seqBefore: 1 }))).toMatchObject({ outcome: "committed", seq: 2 });
	});

	test("with an unchanged record writes nothing, with a changed one a new version that ends the old", async () => {
		const epoch = await lease();
		await commit(page(epoch));
		const second = { seqBefore: 1, cursorBefore: "c1", cursorAfter: "c2" };
		expect(await commit(page(epoch, second))).toMatchObject({ outcome: "committed", written: 0 });
		const third = { seqBefore: 2, cursorBefore: "c2", cursorAfter: "c3", records: [record("txn_1", 101n), record("txn_3", 7n, 1)] };
		expect(await commit(page(epoch, third))).toMatchObject({ outcome: "committed", written: 2 });
		expect(await versions()).toEqual(["txn_1 v1 100 [1,3)", "txn_1 v2 101 [3,)", "txn_2 v1 9007199254740993 [1,)", "txn_3 v1 7 [3,)"]);
	});

	test("keeps a refused record in quarantine, and a later good reading resolves it", async () => {
		const epoch = await lease();
		const refused = [{ naturalKey: "txn_5", index: 2, payloadSha256: textHash("bad"), code: "NET_DIFFERS", reason: "Its net differs." }];
		await commit(page(epoch, { refused }));
		const open = () =>
			db
				.withTenant(a, (em) =>
					em.execute<{ n: number }[]>(
						"select count(*)::int as n from quarantine where tenant_id = ? and connection_id = ? and resolved_at is null",
						[a.tenantId, connectionId],
					),
				)
				.then((rows) => rows[0]?.n);
		expect(await open()).toBe(1);
		await commit(page(epoch, { seqBefore: 1, cursorBefore: "c1", cursorAfter: "c2", records: [], refused }));
		expect(await open()).toBe(1);
		await commit(page(epoch, { seqBefore: 2, cursorBefore: "c2", cursorAfter: "c3", records: [record("txn_5", 5n)] }));
		expect(await open()).toBe(0);
	});

	test("cannot be made for another tenant's connection", async () => {
		const epoch = await lease();
		const foreign = page(epoch, { tenantId: b.tenantId });
		await expect(db.withTenant(b, (em) => commitPage(em, foreign))).rejects.toMatchObject({ code: "STALE_LEASE" });
		await expect(db.withTenant(b, (em) => commitPage(em, page(epoch)))).rejects.toMatchObject({ code: "STALE_LEASE" });
		expect(await versions()).toEqual([]);
	});
});
