// How long a filtered page of the audit trail takes in a tenant with ten million events (BENCH_EVENTS says how many) while eight people
// read, through the real API process; how many events one and eight writers add a second, each in a transaction of its own; how many
// the sealer chains. Aim: p95 ≤ 100 ms, and writers that don't wait for each other.
import { afterAll, beforeAll, expect, test } from "vitest";
import { sealTenant } from "../../activities/tenancy/seal-audit.ts";
import { type Orm, openOrm } from "../../db/orm.ts";
import { recordAudit } from "../../db/tenancy/audit.store.ts";
import { withTenant } from "../../db/tenant-scope.ts";
import { derivedId } from "../../domain/core/ids.ts";
import { createLog } from "../../platform/log.ts";
import { createDiskStorage } from "../../platform/object-storage.ts";
import { createKeys } from "../../platform/keys.ts";
import { newBrowser, type TestBrowser } from "../support/api.ts";
import { type TestDatabase, type TestTenant, testDatabase } from "../support/database.ts";
import { type ApiProcess, benchMasterKey, startApiProcess } from "./api-process.ts";
import { percentile, report, secondsOf } from "./figure.ts";
import { fillEvents } from "./many-events.ts";

const bench = "audit";
const events = Number(process.env["BENCH_EVENTS"] ?? 10_000_000);
const people = 8;
const rounds = 6;

let db: TestDatabase;
let api: ApiProcess;

beforeAll(async () => {
	db = await testDatabase();
	await fillEvents(db, db.tenants[0], events);
	api = await startApiProcess(db);
}, 3_600_000);
afterAll(async () => {
	await api?.stop();
	await db?.close();
});

type List = TestBrowser["trpc"]["audit"]["list"]["query"];
const days = (back: number): string => new Date(Date.now() - back * 86_400_000).toISOString();

const questions: Readonly<Record<string, (ask: List, seed: number) => Promise<unknown>>> = {
	"first page": (ask) => ask({}),
	"third page": async (ask) => {
		const first = await ask({});
		const second = await ask({ after: first.next });
		return ask({ after: second.next });
	},
	"one person": (ask) => ask({ actorId: db.tenants[0].users.preparer.userId }),
	"one action": (ask) => ask({ action: "roles.publish" }),
	"one person's action on one day": (ask, seed) =>
		ask({
			actorId: db.tenants[0].users.auditor.userId,
			action: "files.import",
			from: days(1 + ((seed * 37) % 700)),
			until: days((seed * 37) % 700),
		}),
	"one thing": (ask, seed) => ask({ resourceId: `thing-${(seed * 7919) % (events / 20)}` }),
	"one click": (ask, seed) => ask({ correlationId: `click-${(seed * 104_729) % Math.floor(events / 3)}` }),
	"one job": (ask, seed) =>
		ask({
			jobId: `10000000-0000-7000-8000-${Math.floor((seed * 611) % (events / 50))
				.toString(16)
				.padStart(12, "0")}`,
		}),
	"what nobody did": (ask) => ask({ action: "nothing.at_all" }),
};

test("reading", async () => {
	const browsers: TestBrowser[] = [];
	for (let index = 0; index < people; index++) {
		const browser = newBrowser(api.url);
		await browser.login(db.tenants[0].users.auditor.email);
		browsers.push(browser);
	}
	const times = new Map<string, number[]>(Object.keys(questions).map((name) => [name, []]));
	const all: number[] = [];
	const person = async (browser: TestBrowser, index: number): Promise<void> => {
		for (let round = 0; round < rounds; round++) {
			for (const [name, question] of Object.entries(questions)) {
				const ask = (async (input: Parameters<List>[0]) => {
					const began = performance.now();
					const page = await browser.trpc.audit.list.query(input);
					const took = performance.now() - began;
					times.get(name)?.push(took);
					all.push(took);
					return page;
				}) as List;
				await question(ask, 1 + index * rounds + round);
			}
		}
	};
	const forget = (): void => {
		for (const values of times.values()) values.length = 0;
		all.length = 0;
	};
	// Nobody has read anything yet: what the pages lie on is not in memory.
	await person(browsers[0] as TestBrowser, 0);
	forget();
	await person(browsers[0] as TestBrowser, 1);
	const alone = percentile(all, 0.95);
	report({ bench, case: `${events} events, one reader, all, p95`, engine: "tieout", value: alone, unit: "ms", runs: all.length });
	forget();
	await Promise.all(browsers.map(person));
	expect(all.length).toBe(people * rounds * (Object.keys(questions).length + 2));
	const p95 = (name: string, values: readonly number[]) =>
		report({
			bench,
			case: `${events} events, ${people} people, ${name}, p95`,
			engine: "tieout",
			value: percentile(values, 0.95),
			unit: "ms",
			runs: values.length,
		});
	for (const [name, values] of times) p95(name, values);
	p95("all", all);
});

async function write(orm: Orm, of: TestTenant, writers: number, each: number): Promise<number> {
	const { tenantId, users } = of;
	const { userId, name } = users.controller;
	const writer = async (index: number): Promise<void> => {
		for (let n = 0; n < each; n++)
			await withTenant(orm, { tenantId }, (em) =>
				recordAudit(em, {
					tenantId,
					actor: { kind: "person", id: userId, name, onBehalfOf: null },
					origin: null,
					correlationId: `writer-${index}-${n}`,
					action: "bench.write",
					resource: { kind: "thing", id: derivedId("bench", String(n)) },
					summary: "Something was changed",
					before: { name: "old", limit: 10 },
					after: { name: "new", limit: 20 },
				}),
			);
	};
	const seconds = await secondsOf(() => Promise.all(Array.from({ length: writers }, (_, index) => writer(index))));
	return (writers * each) / seconds;
}

test("writing and sealing", async () => {
	const orm = await openOrm(db.loginUrl, { poolSize: 10 });
	try {
		const [, birch] = db.tenants;
		await write(orm, birch, 1, 100);
		for (const writers of [1, 8]) {
			const value = await write(orm, birch, writers, writers === 1 ? 1_500 : 600);
			report({
				bench,
				case: `${writers} ${writers === 1 ? "writer" : "writers"} in one tenant`,
				engine: "tieout",
				value,
				unit: "events/s",
				runs: 1,
			});
		}
		const keys = createKeys(benchMasterKey);
		const keeper = {
			orm,
			keys,
			storage: createDiskStorage(api.home, keys),
			log: createLog({ name: "bench", level: "error" }),
			clock: { now: () => new Date() },
		};
		let sealed = 0;
		const seconds = await secondsOf(async () => {
			sealed = await sealTenant(keeper, birch.tenantId);
		});
		expect(sealed).toBe(100 + 1_500 + 8 * 600);
		report({ bench, case: "sealing", engine: "tieout", value: sealed / seconds, unit: "events/s", runs: 1 });
	} finally {
		await orm.close();
	}
});
