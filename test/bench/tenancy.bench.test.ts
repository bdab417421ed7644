// One company of many: how long its pages take while a hundred people read at once, what a permission check costs, whether a login
// costs more than its argon2, and whether the isolation matrix still holds. Full size: 1,000 companies, 10,000,000 rows in one of them;
// `npm run bench -- tenancy --tenants=100 --rows=1000000` is a smaller one. A person looks at a page for two seconds before the next one;
// how many pages a second the machine could answer without such pauses is measured too. Aims: page p95 ≤ 100 ms, warm check ≤ 0.2 ms.
import { setTimeout as sleep } from "node:timers/promises";
import { verify } from "@node-rs/argon2";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refuseWrite } from "../../domain/tenancy/read-only.ts";
import { may } from "../../domain/tenancy/permissions.ts";
import { openAccessCache } from "../../platform/access-cache.ts";
import { createLog } from "../../platform/log.ts";
import { isolationMatrix } from "../isolation/matrix.ts";
import { insertOneOfEach, tablesOf } from "../isolation/row-factory.ts";
import { newBrowser, type TestBrowser } from "../support/api.ts";
import { type TestDatabase, testDatabase, testPassword } from "../support/database.ts";
import { type ApiProcess, startApiProcess } from "./api-process.ts";
import { median, percentile, report } from "./figure.ts";
import { fillRows } from "./many-rows.ts";
import { fillPeople, fillTenants, type Person } from "./many-tenants.ts";

const bench = "tenancy";
const size = (name: string, usual: number): number => Number(process.env[`BENCH_${name}`] ?? usual);
const tenants = size("TENANTS", 1000);
const rows = size("ROWS", 10_000_000);
const people = size("PEOPLE", 100);
const rounds = 3;
const lookMs = 2000;

let db: TestDatabase;
let api: ApiProcess;
let persons: readonly Person[];

beforeAll(async () => {
	db = await testDatabase();
	await fillTenants(db, { tenants, rowsEach: 1000 });
	await fillRows(db, db.tenants[0], rows);
	persons = await fillPeople(db, db.tenants[0], people);
	api = await startApiProcess(db);
}, 3_600_000);
afterAll(async () => {
	await api?.stop();
	await db?.close();
});

const timed = async (work: () => Promise<unknown>): Promise<number> => {
	const began = performance.now();
	await work();
	return performance.now() - began;
};
const figure = (of: string, value: number, runs: number, { unit = "ms", engine = "tieout" } = {}): void =>
	report({ bench, case: `${tenants} companies, ${rows} rows: ${of}`, engine, value, unit, runs });

const list = { kind: "balance_entry", limit: 100, totals: false } as const;
const pages: Readonly<Record<string, (browser: TestBrowser, seed: number) => Promise<unknown>>> = {
	"rows, first page": ({ trpc }) => trpc.explorer.rows.query(list),
	"rows by amount": ({ trpc }) => trpc.explorer.rows.query({ ...list, sort: "-amount" }),
	"rows of a day and category": ({ trpc }, seed) => {
		const day = `2025-${String(1 + (seed % 12)).padStart(2, "0")}-${String(1 + (seed % 28)).padStart(2, "0")}`;
		return trpc.explorer.rows.query({ ...list, from: day, to: day, category: "refund" });
	},
	"rows of a payout": ({ trpc }, seed) => trpc.explorer.rows.query({ ...list, groupKey: `po_${seed * 97}` }),
	"rows of a rare status": ({ trpc }) => trpc.explorer.rows.query({ ...list, status: "failed" }),
	"rows by fee": ({ trpc }) => trpc.explorer.rows.query({ ...list, sort: "-fee" }),
	jobs: ({ trpc }) => trpc.jobs.list.query({}),
	connections: ({ trpc }) => trpc.connections.list.query(),
	people: ({ trpc }) => trpc.users.list.query({}),
	"who am I": ({ trpc }) => trpc.auth.me.query(),
};

test("pages", async () => {
	const browsers: { readonly browser: TestBrowser; readonly limited: boolean }[] = [];
	// One after the other: logins that are still being checked count as tries.
	for (const { email, limited } of persons) {
		const browser = newBrowser(api.url);
		await browser.login(email);
		browsers.push({ browser, limited });
	}
	const times = new Map<string, number[]>(Object.keys(pages).map((name) => [name, []]));
	const [whole, scoped]: [number[], number[]] = [[], []];
	const all = Object.entries(pages);
	const read = async ({ browser, limited }: (typeof browsers)[number], index: number, pauseMs: number): Promise<void> => {
		// People don't click in step, nor all on the same page: what the machine does beside is then no single page's figure.
		const first = (index + Math.floor(index / all.length)) % all.length;
		await sleep((pauseMs * index) / people);
		for (let round = 0; round < rounds; round++)
			for (const [name, page] of [...all.slice(first), ...all.slice(0, first)]) {
				const took = await timed(() => page(browser, index * rounds + round));
				times.get(name)?.push(took);
				(limited ? scoped : whole).push(took);
				await sleep(pauseMs);
			}
	};
	// Without pauses: what the machine can do at most; and everything is warm then, as in a running system.
	const seconds = (await timed(() => Promise.all(browsers.map((each, index) => read(each, index, 0))))) / 1000;
	figure(`${people} people without a pause, all pages`, (whole.length + scoped.length) / seconds, whole.length + scoped.length, {
		unit: "pages/s",
	});
	for (const values of [...times.values(), whole, scoped]) values.length = 0;
	await Promise.all(browsers.map((each, index) => read(each, index, lookMs)));
	for (const [name, values] of times) figure(`${people} people, ${name}, p95`, percentile(values, 0.95), values.length);
	figure(`${people} people, all pages, p95`, percentile([...whole, ...scoped], 0.95), whole.length + scoped.length);
	figure(`${people} people, limited to one entity, p95`, percentile(scoped, 0.95), scoped.length);
	expect(whole.length + scoped.length).toBe(people * rounds * Object.keys(pages).length);
});

test("permission check", async () => {
	const access = openAccessCache({ orm: db.orm, url: db.loginUrl, log: createLog({ name: "bench", level: "silent" }) });
	const [{ tenantId }] = db.tenants;
	const check = async ({ userId }: Person): Promise<void> => {
		const found = await access.of({ tenantId, userId });
		if (found === null || !may(found, "explorer.read") || refuseWrite(found, "explorer.read") !== null) throw new Error("refused");
	};
	try {
		const cold: number[] = [];
		for (const person of persons) cold.push(await timed(() => check(person)));
		figure("permission check, cold", median(cold), cold.length);
		const turns = 100_000;
		const [first] = persons;
		if (first === undefined) throw new Error("nobody to check");
		await check(first);
		const warm = await timed(async () => {
			for (let turn = 0; turn < turns; turn++) await check(first);
		});
		figure("permission check, warm", (1000 * warm) / turns, turns, { unit: "µs" });
		expect(warm / turns).toBeLessThan(0.2);
	} finally {
		await access.stop();
	}
});

test("login", async () => {
	const client = new pg.Client({ connectionString: db.adminUrl });
	await client.connect();
	const { rows: hashes } = await client.query<{ hash: string }>("select password_hash as hash from users where email = $1", [
		persons[0]?.email,
	]);
	await client.end();
	const hash = hashes[0]?.hash ?? "";
	const [alone, login]: [number[], number[]] = [[], []];
	for (const { email } of persons.slice(0, 30)) {
		alone.push(await timed(() => verify(hash, testPassword)));
		login.push(await timed(() => newBrowser(api.url).login(email)));
	}
	figure("login", median(login), login.length);
	figure("login", median(alone), alone.length, { engine: "argon2 alone" });
});

test("isolation matrix", async () => {
	const client = new pg.Client({ connectionString: db.adminUrl });
	await client.connect();
	const tables = tablesOf(db.orm);
	const side = async (label: string) => {
		const made = await insertOneOfEach(client, tables, label);
		return { label, tenantId: String(made.get("tenants")?.["id"]), userId: String(made.get("users")?.["id"]), rows: made };
	};
	const cells = await isolationMatrix({ orm: db.orm, tables, sides: [await side("A"), await side("B")] });
	await client.end();
	const tried = cells.filter(({ outcome }) => outcome !== "none");
	expect(tried.filter(({ outcome }) => outcome !== "held")).toEqual([]);
	figure("isolation matrix, cells that held", tried.length, 1, { unit: "cells" });
});
