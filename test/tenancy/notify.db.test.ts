// Notifications leave with the commit, name their own tenant, and carry no data.
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { notify, notifyChannel } from "../../db/notify.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let db: TestDatabase;
let listener: pg.Client;
let heard: unknown[] = [];
beforeAll(async () => {
	db = await testDatabase();
	listener = new pg.Client({ connectionString: db.loginUrl });
	await listener.connect();
	listener.on("notification", (message) => heard.push(JSON.parse(message.payload ?? "null")));
	await listener.query(`listen ${notifyChannel}`);
});
beforeEach(() => {
	heard = [];
});
afterAll(async () => {
	await listener.end();
	await db.close();
});

/** A round trip: what was sent before it has arrived after it. */
const settle = () => listener.query("select 1");

test("a notification arrives after the commit, once, with tenant, topic and key", async () => {
	const [a] = db.tenants;
	await db.withTenant(a, async (em) => {
		await notify(em, { topic: "jobs", key: "j1" });
		await notify(em, { topic: "jobs", key: "j1" });
		await settle();
		expect(heard).toEqual([]);
	});
	await settle();
	expect(heard).toEqual([{ tenant: a.tenantId, topic: "jobs", key: "j1" }]);
});

test("a unit of work that fails says nothing", async () => {
	const work = db.withTenant(db.tenants[0], async (em) => {
		await notify(em, { topic: "files", key: "f1" });
		throw new Error("stop");
	});
	await expect(work).rejects.toThrow("stop");
	await settle();
	expect(heard).toEqual([]);
});
