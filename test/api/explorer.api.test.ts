// From a figure down to the bytes: rows, sums, the chain of custody with its hashes, the record in its page.
import { createHash } from "node:crypto";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { explorerRows } from "../../db/sync/explorer.store.ts";
import type { ExplorerSort } from "../../db/sync/explorer-source.ts";
import { testApi, type TestApi, type TestBrowser } from "../support/api.ts";
import { testDatabase, type TestDatabase } from "../support/database.ts";
import { type StoredSync, storedSync } from "../support/stored-sync.ts";

let database: TestDatabase;
let api: TestApi;
let own: StoredSync;
let browser: TestBrowser;

beforeAll(async () => {
	database = await testDatabase();
	api = await testApi(database);
	const [alder, birch] = database.tenants;
	own = await storedSync(database, api.deps.storage, alder, 5);
	await storedSync(database, api.deps.storage, birch, 4);
	browser = await api.as(alder.users.auditor.email);
});
afterAll(async () => {
	await api.close();
	await database.close();
});

const entries = { kind: "balance_entry" } as const;

test("a page of rows carries the total, the sums and the filters' choices of the whole set, of the own company alone", async () => {
	const page = await browser.trpc.explorer.rows.query({ ...entries, limit: 2 });
	expect(page.rows.map((row) => row.naturalKey)).toEqual(["txn_USD_4", "txn_USD_3"]);
	expect(page.total).toBe(5);
	expect(page.sums).toEqual([
		{
			currency: "USD",
			count: 5,
			amount: { minor: "6000", currency: "USD" },
			fee: { minor: "295", currency: "USD" },
			net: { minor: "5705", currency: "USD" },
		},
	]);
	expect(page.facets).toContainEqual({ facet: "category", value: "refund", count: 2 });
});

test("walking the pages in any order shows every row once", async () => {
	for (const sort of ["-ledgerDate", "amount", "-reference", "category", "-net", "status", "-account"] as const) {
		const seen: string[] = [];
		let after: string | null = null;
		do {
			const page: { rows: { naturalKey: string }[]; next: string | null } = await browser.trpc.explorer.rows.query({
				...entries,
				sort,
				limit: 2,
				after,
			});
			seen.push(...page.rows.map((row) => row.naturalKey));
			after = page.next;
		} while (after !== null);
		expect([sort, [...seen].sort()]).toEqual([sort, own.rows.map((row) => row.naturalKey)]);
	}
});

test("filters are conditions on the whole set, and a search is the beginning of any id", async () => {
	const refunds = await browser.trpc.explorer.rows.query({ ...entries, category: "refund", from: "2026-10-03" });
	expect(refunds.rows.map((row) => row.reference)).toEqual(["ch_3"]);
	const found = await browser.trpc.explorer.rows.query({ ...entries, search: "txn_USD_1" });
	expect(found.rows.map((row) => row.naturalKey)).toEqual(["txn_USD_1"]);
	expect((await browser.trpc.explorer.rows.query({ ...entries, search: "%" })).rows).toEqual([]);
});

test("the chain of custody names every link, checks its hashes and says when one can't be looked up", async () => {
	const row = own.rows[2];
	const chain = await browser.trpc.explorer.custody.query({ canonicalId: row?.canonicalId ?? "" });
	expect(chain.canonical).toMatchObject({ naturalKey: "txn_USD_2", net: { minor: "1141", currency: "USD" }, transformVersion: 1 });
	expect(chain.record).toMatchObject({
		id: row?.recordId,
		payloadSha256: createHash("sha256")
			.update(row?.text ?? "")
			.digest("hex"),
	});
	expect(chain.page).toMatchObject({ id: own.pageId, index: 2, rowCount: 5, target: "/v1/balance_transactions?limit=100" });
	expect(chain.event).toMatchObject({ jobId: own.jobId, activityId: "1", attempt: 1 });
	const ok = Object.fromEntries(chain.checks.map((check) => [check.link, check.ok]));
	// No workflow ran here, so the last link must be missing, and must not pass for checked.
	expect(ok).toEqual({ canonical: true, record: true, page: true, event: false });
	expect(chain.verdict).toEqual({ ok: false, sentence: chain.checks[3]?.note });
});

test("a record is shown as it stands in its page, with what was made from it", async () => {
	const row = own.rows[1];
	const record = await browser.trpc.explorer.record.query({ id: row?.recordId ?? "" });
	expect(record.text).toBe(row?.text);
	expect(record.check.ok).toBe(true);
	expect(record.versions).toMatchObject([{ version: 1, pageId: own.pageId, pageIndex: 1, toSeq: null }]);
	expect(record.rows.map((each) => each.id)).toEqual([row?.canonicalId]);
});

test("a page is shown as received, the record marked in it, credentials covered", async () => {
	const page = await browser.trpc.explorer.page.query({ id: own.pageId, index: 3 });
	const { text, highlight, totalChars } = page.body ?? { text: "", highlight: null, totalChars: 0 };
	expect(text.slice(highlight?.start, highlight?.end)).toBe(own.rows[3]?.text);
	expect(totalChars).toBe(new TextDecoder().decode(own.bytes).length);
	expect(text).not.toContain("sk_test_abcdefgh12345678");
	expect(page.response.headers).toEqual({ "content-type": "application/json", "set-cookie": "••••••••", "request-id": "req_1" });
	expect(page.sha256).toBe(createHash("sha256").update(own.bytes).digest("hex"));
	expect(page.check.ok).toBe(true);
});

test("stored bytes that were changed are never shown, and the chain says so", async () => {
	const [tenantId = "", sha256 = ""] = own.objectKey.split("/");
	const path = join(api.deps.config.objectsDir, tenantId, sha256.slice(0, 2), sha256);
	chmodSync(path, 0o600);
	writeFileSync(path, "something else");
	const page = await browser.trpc.explorer.page.query({ id: own.pageId });
	expect([page.check.ok, page.body]).toEqual([false, null]);
	const record = await browser.trpc.explorer.record.query({ id: own.rows[0]?.recordId ?? "" });
	expect([record.check.ok, record.text]).toEqual([false, null]);
	const chain = await browser.trpc.explorer.custody.query({ canonicalId: own.rows[0]?.canonicalId ?? "" });
	expect(chain.checks.map((check) => check.ok)).toEqual([true, false, false, false]);
	expect(chain.verdict.sentence).toBe(chain.checks[1]?.note);
});

test("a connection shows its streams, rows and settings, and of its config only what the vendor declares", async () => {
	const { rows } = await browser.trpc.connections.list.query();
	expect(rows).toHaveLength(1);
	expect(rows[0]).toMatchObject({
		id: own.connectionId,
		vendor: "stripe",
		rows: 5,
		quarantined: 0,
		health: "running",
		runningJobId: own.jobId,
	});
	const detail = await browser.trpc.connections.get.query({ id: own.connectionId });
	expect(detail.streams).toMatchObject([{ stream: "balance_transactions", seq: 1, rows: 5, lastPageId: own.pageId, lastPageRows: 5 }]);
	expect(detail.offered.map((each) => each.stream)).toEqual(["balance_transactions", "payouts", "payout_items"]);
	expect(detail.settings).toEqual([{ name: "lookbackHours", label: "Read again (hours)", value: "48" }]);
	expect(JSON.stringify(detail)).not.toContain("not a declared field");
});

test("asking for a sync answers with a job at once, written in the same transaction", async () => {
	const [alder] = database.tenants;
	const preparer = await api.as(alder.users.preparer.email);
	const { jobId } = await preparer.trpc.connections.sync.mutate({ id: own.connectionId });
	const rows = await database.withTenant(alder, (em) =>
		em.execute<{ requested: string; connection: string }[]>(
			`select requested_by::text as requested, input ->> 'connectionId' as connection from jobs where tenant_id = ? and id = ?`,
			[alder.tenantId, jobId],
		),
	);
	expect(rows).toEqual([{ requested: alder.users.preparer.userId, connection: own.connectionId }]);
});

test("sorted by two columns of different directions, walking and jumping show the same order, every row once", async () => {
	const order = { ...entries, sort: "category,-net" } as const;
	const whole = (await browser.trpc.explorer.rows.query({ ...order, limit: 200 })).rows.map((row) => row.naturalKey);
	expect(whole).toHaveLength(own.rows.length);
	const rows = (await browser.trpc.explorer.rows.query({ ...order, limit: 200 })).rows;
	for (const [i, row] of rows.entries()) {
		const before = rows[i - 1];
		if (before?.category === row.category) expect(BigInt(before.net?.minor ?? 0)).toBeGreaterThanOrEqual(BigInt(row.net?.minor ?? 0));
	}
	const first = await browser.trpc.explorer.rows.query({ ...order, limit: 2 });
	const jumped = await browser.trpc.explorer.rows.query({ ...order, limit: 2, offset: 2, totals: false });
	const further = await browser.trpc.explorer.rows.query({ ...order, limit: 2, after: jumped.next });
	expect([...first.rows, ...jumped.rows, ...further.rows].map((row) => row.naturalKey)).toEqual(whole);
	expect([first.total, jumped.total]).toEqual([5, null]);
	await expect(browser.trpc.explorer.rows.query({ ...order, sort: "category,id;drop" })).rejects.toThrow("can't be sorted");
	await expect(browser.trpc.explorer.rows.query({ ...entries, after: first.next })).rejects.toThrow("no longer exists");
});

test("a filter takes several values, whatever stands in them, and totals apart from the rows are the same totals", async () => {
	const both = await browser.trpc.explorer.rows.query({ ...entries, category: ["refund", "charge"] });
	expect(both.total).toBe(5);
	expect((await browser.trpc.explorer.rows.query({ ...entries, category: ["refund"] })).total).toBe(2);
	expect((await browser.trpc.explorer.rows.query({ ...entries, category: ['"},{"', "a\\", "{refund}"] })).total).toBe(0);
	const { total, sums, facets } = both;
	const refunds = await browser.trpc.explorer.totals.query({ ...entries, category: ["refund"] });
	// A filter's own choices are those it could be changed to; the others are narrowed by it.
	expect(refunds.facets.filter(({ facet }) => facet === "category").map(({ value, count }) => [value, count])).toEqual(
		facets.filter(({ facet }) => facet === "category").map(({ value, count }) => [value, count]),
	);
	expect(refunds.facets).toContainEqual({ facet: "currency", value: "USD", count: 2 });
	expect(await browser.trpc.explorer.totals.query({ ...entries, category: ["refund", "charge"] })).toEqual({ total, sums, facets });
});

test("chosen rows are listed alone, or everything but them", async () => {
	const chosen = own.rows.slice(0, 2).map((row) => row.canonicalId);
	expect((await browser.trpc.explorer.rows.query({ ...entries, ids: chosen })).total).toBe(2);
	expect((await browser.trpc.explorer.rows.query({ ...entries, exceptIds: chosen })).total).toBe(3);
	expect((await browser.trpc.explorer.rows.query({ ...entries, ids: [] })).total).toBe(0);
});

test("rows of several connections of an entity come in one order, every row once, and a chosen reference finds those of each", async () => {
	const [alder] = database.tenants;
	await storedSync(database, api.deps.storage, alder, 3);
	for (const sort of ["-ledgerDate", "ledgerDate", "amount"] as const) {
		const whole = await browser.trpc.explorer.rows.query({ ...entries, sort });
		expect(whole.rows).toHaveLength(8);
		const walked: string[] = [];
		let after: string | null = null;
		do {
			const page: { rows: { id: string }[]; next: string | null } = await browser.trpc.explorer.rows.query({
				...entries,
				entityId: alder.entityId,
				sort,
				limit: 3,
				after,
			});
			walked.push(...page.rows.map(({ id }) => id));
			after = page.next;
		} while (after !== null);
		expect(walked).toEqual(whole.rows.map(({ id }) => id));
		const jumped = await browser.trpc.explorer.rows.query({ ...entries, entityId: alder.entityId, sort, limit: 3, offset: 4 });
		expect(jumped.rows.map(({ id }) => id)).toEqual(walked.slice(4, 7));
	}
	const same = await browser.trpc.explorer.rows.query({ ...entries, reference: "ch_1", limit: 1 });
	expect(same).toMatchObject({ total: 2, rows: [{ reference: "ch_1" }] });
	expect(same.next).not.toBeNull();
	expect((await browser.trpc.explorer.rows.query({ ...entries, entityId: database.tenants[1].entityId })).rows).toEqual([]);
	const { rows } = await browser.trpc.connections.list.query();
	expect(rows.map((connection) => connection.rows).sort()).toEqual([3, 5]);
});

test("what the lists are sorted by is read in that order: with sorting switched off no page needs it", async () => {
	const [{ tenantId }] = database.tenants;
	// Not the ids, which few rows share: their index's groups are sorted as they come.
	const sorts = {
		payout: ["ledgerDate", "category", "status", "account", "amountMinor"],
		balance_entry: ["ledgerDate", "category", "amountMinor", "feeMinor", "netMinor"],
		ledger_line: ["ledgerDate", "category", "account", "amountMinor"],
	} as const satisfies Record<string, readonly ExplorerSort[]>;
	const sorted = await database.withTenant(tenantId, async (em) => {
		await em.execute("set local enable_seqscan = off");
		await em.execute("set local enable_sort = off");
		const found: string[] = [];
		for (const [kind, columns] of Object.entries(sorts))
			for (const by of columns)
				for (const direction of ["asc", "desc"] as const) {
					const explained = new Proxy(em, {
						get: (target, name) =>
							name === "execute"
								? async (sql: string, values: unknown[]) => {
										const plan = await target.execute<{ "QUERY PLAN": string }[]>(`explain ${sql}`, values);
										if (plan.some((line) => /^\s*(->\s+)?Sort\b/.test(line["QUERY PLAN"]))) found.push(`${kind} by ${by} ${direction}`);
										return [];
									}
								: Reflect.get(target, name),
					});
					await explorerRows(explained, { tenantId, filters: { kind: kind as keyof typeof sorts }, sort: [{ by, direction }], limit: 100 });
				}
		return found;
	});
	expect(sorted).toEqual([]);
});
