// How long a page of the explorer takes in a tenant with a million rows while fifty people read at once: the real API process over the
// real database. Each person opens the list, pages on, sorts by another column, filters, and looks an id up. Aim: p95 ≤ 100 ms.
import { afterAll, beforeAll, expect, test } from "vitest";
import { newBrowser, type TestBrowser } from "../support/api.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { type ApiProcess, startApiProcess } from "./api-process.ts";
import { percentile, report } from "./figure.ts";
import { fillRows } from "./many-rows.ts";

const bench = "pages";
const rows = Number(process.env["BENCH_ROWS"] ?? 1_000_000);
const people = 50;
const rounds = 6;

let db: TestDatabase;
let api: ApiProcess;

beforeAll(async () => {
	db = await testDatabase();
	await fillRows(db, db.tenants[0], rows);
	await fillRows(db, db.tenants[1], 1000);
	api = await startApiProcess(db);
}, 600_000);
afterAll(async () => {
	await api?.stop();
	await db?.close();
});

type Rows = TestBrowser["trpc"]["explorer"]["rows"]["query"];
type Question = (ask: Rows, seed: number) => Promise<unknown>;
const list = { kind: "balance_entry", limit: 100, totals: false } as const;

const questions: Readonly<Record<string, Question>> = {
	"first page": (ask) => ask(list),
	"third page": async (ask) => {
		const first = await ask(list);
		const second = await ask({ ...list, after: first.next });
		return ask({ ...list, after: second.next });
	},
	"sorted by amount": (ask) => ask({ ...list, sort: "-amount" }),
	"one month, one category": (ask, seed) => {
		const month = String(1 + (seed % 12)).padStart(2, "0");
		return ask({ ...list, from: `2025-${month}-01`, to: `2025-${month}-28`, category: "refund" });
	},
	"one payout": (ask, seed) => ask({ ...list, groupKey: `po_${seed * 97}` }),
	"an id looked up": (ask, seed) => ask({ ...list, search: `ch_${String(seed % 10)}a${String(seed % 7)}` }),
};

test("tieout", async () => {
	const browsers: TestBrowser[] = [];
	// One after the other: logins that are still being checked count as tries.
	for (let index = 0; index < people; index++) {
		const browser = newBrowser(api.url);
		await browser.login(db.tenants[0].users.controller.email);
		browsers.push(browser);
	}
	const times = new Map<string, number[]>(Object.keys(questions).map((name) => [name, []]));
	const all: number[] = [];
	const person = async (browser: TestBrowser, index: number): Promise<void> => {
		for (let round = 0; round < rounds; round++) {
			for (const [name, question] of Object.entries(questions)) {
				let asked = 0;
				let spent = 0;
				const ask = (async (input: Parameters<Rows>[0]) => {
					const began = performance.now();
					const page = await browser.trpc.explorer.rows.query(input);
					const took = performance.now() - began;
					asked++;
					spent += took;
					all.push(took);
					return page;
				}) as Rows;
				await question(ask, index * rounds + round);
				times.get(name)?.push(spent / asked);
			}
		}
	};
	const began = performance.now();
	await Promise.all(browsers.map(person));
	const seconds = (performance.now() - began) / 1000;
	expect(all.length).toBe(people * rounds * (Object.keys(questions).length + 2));
	const report95 = (name: string, values: readonly number[]) =>
		report({
			bench,
			case: `${rows} rows, ${people} people, ${name}, p95`,
			engine: "tieout",
			value: percentile(values, 0.95),
			unit: "ms",
			runs: values.length,
		});
	for (const [name, values] of times) report95(name, values);
	report95("all", all);
	report({
		bench,
		case: `${rows} rows, ${people} people, all`,
		engine: "tieout",
		value: all.length / seconds,
		unit: "pages/s",
		runs: all.length,
	});
}, 600_000);
