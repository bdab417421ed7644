// The search by id: any id of any vendor finds the record and what hangs on it, in the own company alone, by indexes.
import { afterAll, beforeAll, expect, test } from "vitest";
import { findRows } from "../../db/sync/search.store.ts";
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
	await database.withTenant(alder, (em) =>
		em.execute(
			"update canonical_rows set reference = 'ch_found_1', document = 'DEP-7', group_reference = 'po_A%1' where tenant_id = ? and natural_key = ?",
			[alder.tenantId, "txn_USD_3"],
		),
	);
	browser = await api.as(alder.users.auditor.email);
});
afterAll(async () => {
	await api.close();
	await database.close();
});

const search = (text: string, as = browser) => as.trpc.explorer.search.query({ text });

test("a whole id finds the record and the job that brought it in, whatever field it stands in", async () => {
	for (const [text, field] of [
		["txn_USD_3", "naturalKey"],
		["ch_found_1", "reference"],
		["DEP-7", "document"],
		["po_A%1", "groupReference"],
	] as const) {
		const found = await search(text);
		expect([text, found.rows.map((row) => [row.naturalKey, row.field])]).toEqual([text, [["txn_USD_3", field]]]);
		expect([text, found.jobs.map((job) => [job.id, job.why])]).toEqual([text, [[own.jobId, "touched"]]]);
	}
});

test("the beginning of an id finds what begins so, the whole id first, and no job is claimed to have touched them", async () => {
	const found = await search("txn_USD");
	expect(found.rows.map((row) => row.naturalKey)).toEqual(["txn_USD_0", "txn_USD_1", "txn_USD_2", "txn_USD_3", "txn_USD_4"]);
	expect(found.jobs).toEqual([]);
	expect((await search("n_USD_3")).rows).toEqual([]);
});

test("a job is found by its own id and by the beginning of its business key", async () => {
	expect((await search(own.jobId)).jobs).toMatchObject([{ id: own.jobId, why: "id" }]);
	expect((await search(own.connectionId.slice(0, 8))).jobs).toMatchObject([{ id: own.jobId, why: "key" }]);
});

test("another company's ids lead nowhere, and signs of SQL are plain text", async () => {
	const birch = await api.as(database.tenants[1].users.auditor.email);
	expect((await search("txn_USD_3", birch)).rows).toEqual([]);
	expect((await search(own.jobId, birch)).jobs).toEqual([]);
	for (const text of ["%", "__", "txn_US%", "po_A%2", "' or true --", '{"}', "\u{10FFFF}x"]) {
		const found = await search(`${text} `.padEnd(3, "x"));
		expect([text, found.rows, found.jobs, found.exceptions]).toEqual([text, [], [], []]);
	}
	await expect(search("x")).rejects.toThrow("at least two characters");
});

test("no look-up walks the rows of a company: with sequential scans switched off nothing needs one", async () => {
	const [alder] = database.tenants;
	const plans = await database.withTenant(alder, async (em) => {
		await em.execute("set local enable_seqscan = off");
		const seen: string[] = [];
		const asking = new Proxy(em, {
			get: (target, name) =>
				name === "execute"
					? async (sql: string, values: unknown[]) => {
							seen.push(...(await target.execute<{ "QUERY PLAN": string }[]>(`explain ${sql}`, values)).map((row) => row["QUERY PLAN"]));
							return [];
						}
					: Reflect.get(target, name),
		});
		await findRows(asking, { tenantId: alder.tenantId, text: "txn_USD_3", limit: 6 });
		return seen.join("\n");
	});
	expect(plans).not.toContain("Seq Scan on canonical_rows");
	for (const index of ["open(_key)?", "reference", "group", "document", "group_reference"])
		expect(plans).toMatch(new RegExp(`canonical_rows_${index}\\b`));
	expect(plans).toMatch(/Index Cond: .*natural_key >= /);
});
