// Outgoing webhooks from the page's procedures to somebody else's server and back: signed, in order per key, tried again, given up,
// replayed; and an endpoint is told of its own company's events only.
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { dispatchOnce } from "../../activities/tenancy/dispatch-events.ts";
import { emitEvent } from "../../db/tenancy/outbox.store.ts";
import { addDeliveries, nextDeliveryInMs, recordTry } from "../../db/tenancy/webhook-delivery.store.ts";
import { setEndpointStatus } from "../../db/tenancy/webhook-endpoint.store.ts";
import type { EventTopic } from "../../domain/tenancy/events.ts";
import { wakeWebhooks } from "../../platform/wake-webhooks.ts";
import { attack } from "../attacks/attack.ts";
import { type TestApi, type TestBrowser, testApi } from "../support/api.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";
import { type Received, type Receiver, startReceiver } from "../support/receiver.ts";
import { type TestTemporal, testKeys, testTemporal } from "../support/temporal.ts";

let db: TestDatabase;
let temporal: TestTemporal;
let api: TestApi;
let admin: TestBrowser;
let other: TestBrowser;
const ends: (() => Promise<unknown>)[] = [];
let stopped = false;
let stop: () => Promise<void>;

/** What the platform's loop does; the test is over before one of its rounds is. */
async function dispatchAll(): Promise<void> {
	const woken = new Map<string, number>();
	while (!stopped) {
		await dispatchOnce(temporal.deps, { woken });
		await sleep(30);
	}
}

beforeAll(async () => {
	db = await testDatabase();
	temporal = await testTemporal(db, { queue: "core" });
	const dispatching = dispatchAll();
	stop = async () => {
		stopped = true;
		await dispatching;
	};
	api = await testApi(db, { deps: { keys: testKeys, temporal: temporal.temporal } });
	admin = await api.as(db.tenants[0].users.admin.email);
	other = await api.as(db.tenants[1].users.admin.email);
});
afterEach(async () => {
	for (const { id } of await admin.trpc.webhooks.list.query()) await admin.trpc.webhooks.remove.mutate({ id });
	for (const end of ends.splice(0)) await end();
});
afterAll(async () => {
	await stop();
	await api.close();
	await temporal.close();
	await db.close();
});

async function receiver(): Promise<Receiver> {
	const made = await startReceiver();
	ends.push(made.close);
	return made;
}

async function tell(of: TestTenant, key: string, n: number, topic: EventTopic = "sync.completed"): Promise<void> {
	await db.withTenant(of, (em) => emitEvent(em, { tenantId: of.tenantId, topic, key, payload: { n } }));
}

async function endpoint(url: string, topics: EventTopic[] = []) {
	const { endpoint: made, secret } = await admin.trpc.webhooks.create.mutate({ name: "Ledger bot", url, topics });
	return { id: made.id, secret };
}

/** As if the time of the next try had come. */
async function hurry(endpointId: string): Promise<void> {
	const { tenantId } = db.tenants[0];
	await db.withTenant(tenantId, (em) =>
		em.execute("update webhook_deliveries set next_at = now() where tenant_id = ?::uuid and status = 'pending' and next_at is not null", [
			tenantId,
		]),
	);
	await wakeWebhooks(temporal.temporal, { tenantId, endpointId, correlationId: "test" });
}

const ns = (received: readonly Received[], key?: string) =>
	received.filter((each) => key === undefined || each.data["key"] === key).map(({ data }) => data["n"]);

async function deliveries(endpointId: string, wanted: (rows: Awaited<ReturnType<typeof list>>) => boolean) {
	const end = Date.now() + 90_000;
	for (;;) {
		const rows = await list(endpointId);
		if (wanted(rows)) return rows;
		if (Date.now() > end)
			throw new Error(`deliveries stay ${JSON.stringify(rows.map(({ status, tries, lastSentence }) => [status, tries, lastSentence]))}`);
		await sleep(50);
	}
}
const list = async (endpointId: string) => (await admin.trpc.webhooks.deliveries.query({ endpointId })).rows;

/** Until a transaction of this database waits for the endpoint that another one holds, with a statement that begins so. */
async function blocked(statement: string): Promise<void> {
	const client = new pg.Client({ connectionString: db.adminUrl });
	await client.connect();
	const end = Date.now() + 60_000;
	try {
		for (;;) {
			const { rowCount } = await client.query(
				"select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and starts_with(query, $1)",
				[statement],
			);
			if (rowCount !== 0) return;
			if (Date.now() > end) throw new Error("nothing waits for the endpoint");
			await sleep(20);
		}
	} finally {
		await client.end();
	}
}

const verified = ({ headers, body }: Received, secret: string): unknown => new Webhook(secret).verify(body, headers);

describe("a delivery", () => {
	it("carries the headers and the signature that another implementation of Standard Webhooks accepts (E10)", async () => {
		const [a] = db.tenants;
		const there = await receiver();
		const { id, secret } = await endpoint(there.url);
		await tell(a, "connection 1", 7);
		const [came] = await there.until(1);
		if (came === undefined) throw new Error("nothing came");
		expect(verified(came, secret)).toEqual({ type: "sync.completed", timestamp: expect.any(String) as string, data: { n: 7 } });
		expect(() => verified({ ...came, body: came.body.replace("7", "8") }, secret)).toThrow("No matching signature");
		const [row] = await deliveries(id, ([first]) => first?.status === "delivered");
		expect(row).toMatchObject({ topic: "sync.completed", tries: 1, lastStatus: 200, eventId: came.headers["webhook-id"] });
		const shown = await admin.trpc.webhooks.delivery.query({ id: row?.id ?? "" });
		expect(shown.body).toBe(came.body);
	});

	it("is signed with both secrets after a rotation, and the old one alone no longer signs what comes later than a day", async () => {
		const there = await receiver();
		const { id, secret: before } = await endpoint(there.url);
		const { secret: after, endpoint: shown } = await admin.trpc.webhooks.rotateSecret.mutate({ id });
		expect(Date.parse(shown.oldSecretUntil ?? "") - Date.now()).toBeGreaterThan(86_000_000);
		await admin.trpc.webhooks.test.mutate({ id });
		const [came] = await there.until(1);
		if (came === undefined) throw new Error("nothing came");
		for (const secret of [before, after]) expect(verified(came, secret)).toMatchObject({ type: "webhook.test" });
		await db.withTenant(db.tenants[0], (em) => em.execute("update webhook_secrets set ends_at = now() where ends_at is not null"));
		await admin.trpc.webhooks.test.mutate({ id });
		const later = (await there.until(2))[1];
		if (later === undefined) throw new Error("nothing came");
		expect(verified(later, after)).toMatchObject({ type: "webhook.test" });
		expect(() => verified(later, before)).toThrow("No matching signature");
	});

	it("waits behind an earlier one of its key that failed, while other keys go on (E6, E7)", async () => {
		const [a] = db.tenants;
		const there = await receiver();
		let failing = true;
		there.answer = ({ data }) => ({ status: failing && data["n"] === 1 ? 500 : 200, body: "sorry" });
		const { id } = await endpoint(there.url);
		await tell(a, "first key", 1);
		await tell(a, "first key", 2);
		await tell(a, "second key", 3);
		const rows = await deliveries(id, (all) => all.some(({ tries }) => tries === 1) && all.some(({ status }) => status === "delivered"));
		expect(new Set(ns(there.received))).toEqual(new Set([1, 3]));
		expect(rows.find(({ tries, status }) => tries === 1 && status === "pending")).toMatchObject({
			lastStatus: 500,
			lastSentence: "The receiver answered 500.",
		});
		failing = false;
		await hurry(id);
		await deliveries(id, (all) => all.every(({ status }) => status === "delivered"));
		expect(ns(there.received).slice(-2)).toEqual([1, 2]);
		const [first, again] = there.received.filter(({ data }) => data["n"] === 1);
		expect(again?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
		expect(again?.body).toBe(first?.body);
	});

	it("is judged while its endpoint is being paused: the one waits for the other, and neither is rolled back", async () => {
		const [{ tenantId }] = db.tenants;
		const there = await receiver();
		there.answer = () => ({ status: 500 });
		const { id: endpointId } = await endpoint(there.url);
		await tell(db.tenants[0], "a key", 1);
		const [tried] = await deliveries(endpointId, ([first]) => first?.tries === 1);
		if (tried === undefined) throw new Error("nothing was tried");
		const judging = { tenantId, endpointId, deliveryId: tried.id, tookMs: 5, status: 500, sentence: "It answered 500.", answer: "" };
		let judged: Promise<void> | undefined;
		await db.withTenant(tenantId, async (em) => {
			await em.execute("select from webhook_endpoints where tenant_id = ?::uuid and id = ?::uuid for update", [tenantId, endpointId]);
			judged = db.withTenant(tenantId, (other) => recordTry(other, { ...judging, judgement: { status: "pending", waitMs: 3_600_000 } }));
			await blocked("update webhook_endpoints set failing_since");
			await setEndpointStatus(em, { tenantId, endpointId }, "paused");
		});
		await judged;
		expect((await list(endpointId))[0]).toMatchObject({ status: "pending", tries: 2 });
	});

	it("that is made or replayed while its endpoint is being paused has no time: nothing looks for it until it is resumed (E9)", async () => {
		const [{ tenantId }] = db.tenants;
		const there = await receiver();
		const told = await endpoint(there.url);
		const { id: endpointId } = await endpoint(there.url, ["file.imported"]);
		await tell(db.tenants[0], "a key", 1);
		await deliveries(told.id, ([row]) => row?.status === "delivered");
		await admin.trpc.webhooks.update.mutate({ id: endpointId, name: "Late listener", url: there.url, topics: [] });
		const whilePausing = async (statement: string, work: () => Promise<unknown>): Promise<void> => {
			let working: Promise<unknown> | undefined;
			await db.withTenant(tenantId, async (em) => {
				await em.execute("select from webhook_endpoints where tenant_id = ?::uuid and id = ?::uuid for update", [tenantId, endpointId]);
				working = work();
				await blocked(statement);
				await setEndpointStatus(em, { tenantId, endpointId }, "paused");
			});
			await working;
		};
		await whilePausing("select 1 from webhook_endpoints where tenant_id", () =>
			db.withTenant(tenantId, (em) => addDeliveries(em, { tenantId, after: "0", upTo: "1000000" })),
		);
		const [made] = await list(endpointId);
		expect(made).toMatchObject({ status: "pending", nextAt: null });
		await admin.trpc.webhooks.pause.mutate({ id: endpointId, paused: false });
		await deliveries(endpointId, ([row]) => row?.status === "delivered");
		await whilePausing("select 1 from webhook_endpoints e where", () => admin.trpc.webhooks.replay.mutate({ id: made?.id ?? "" }));
		expect((await list(endpointId))[0]).toMatchObject({ status: "pending", nextAt: null });
	});

	it("that waits for its next try is tried at once when somebody asks for it (E8)", async () => {
		const there = await receiver();
		there.answer = () => ({ status: 500 });
		const { id } = await endpoint(there.url);
		await tell(db.tenants[0], "a key", 1);
		const [waiting] = await deliveries(id, ([row]) => row?.tries === 1);
		expect((await admin.trpc.webhooks.list.query())[0]).toMatchObject({ lastFailure: "The receiver answered 500." });
		await db.withTenant(db.tenants[0], (em) =>
			em.execute("update webhook_deliveries set next_at = now() + interval '1 day' where status = 'pending'"),
		);
		there.answer = () => ({ status: 200 });
		await admin.trpc.webhooks.replay.mutate({ id: waiting?.id ?? "" });
		await deliveries(id, ([row]) => row?.status === "delivered");
		expect((await admin.trpc.webhooks.list.query())[0]).toMatchObject({ lastFailure: null });
	});

	it("is dead after the last try, no longer holds up its key, and a replay sends it under the same id (E5, E8)", async () => {
		const [a] = db.tenants;
		const there = await receiver();
		there.answer = ({ data }) => ({ status: data["n"] === 1 ? 503 : 200 });
		const { id } = await endpoint(there.url);
		await tell(a, "dying key", 1);
		await tell(a, "dying key", 2);
		await deliveries(id, (rows) => rows.some(({ tries }) => tries === 1));
		await db.withTenant(a, (em) => em.execute("update webhook_deliveries set tries = 9 where status = 'pending' and tries > 0"));
		await hurry(id);
		const rows = await deliveries(id, (all) => all.every(({ status }) => status !== "pending"));
		expect(rows.map(({ status, tries }) => [status, tries]).toSorted()).toEqual([
			["dead", 10],
			["delivered", 1],
		]);
		there.answer = () => ({ status: 204 });
		expect(await admin.trpc.webhooks.replayDead.mutate({ id })).toEqual({ replayed: 1 });
		await deliveries(id, (all) => all.every(({ status }) => status === "delivered"));
		const ids = there.received.filter(({ data }) => data["n"] === 1).map(({ headers }) => headers["webhook-id"]);
		expect(new Set(ids).size).toBe(1);
		await expect(admin.trpc.webhooks.replayDead.mutate({ id })).rejects.toThrow("Nothing has failed for good");
	});

	it("that is answered with 410 ends at once and pauses the endpoint, which keeps what happens meanwhile (E7, E9)", async () => {
		const [a] = db.tenants;
		const there = await receiver();
		there.answer = () => ({ status: 410 });
		const { id } = await endpoint(there.url);
		await tell(a, "gone key", 1);
		await deliveries(id, ([row]) => row?.status === "dead");
		expect((await admin.trpc.webhooks.list.query())[0]).toMatchObject({ status: "gone" });
		await tell(a, "gone key", 2);
		there.answer = () => ({ status: 200 });
		expect((await deliveries(id, (rows) => rows.length === 2))[0]).toMatchObject({ status: "pending", nextAt: null });
		await admin.trpc.webhooks.pause.mutate({ id, paused: false });
		await deliveries(id, ([row]) => row?.status === "delivered");
		expect(ns(there.received)).toEqual([1, 2]);
	});
});

describe("a run of deliveries", () => {
	it("has nothing to come back for once everything is delivered, and something while a try waits", async () => {
		const { tenantId } = db.tenants[0];
		const there = await receiver();
		const { id } = await endpoint(there.url);
		const next = () => db.withTenant(tenantId, (em) => nextDeliveryInMs(em, { tenantId, endpointId: id }));
		await expect(next()).resolves.toBeNull();
		await admin.trpc.webhooks.test.mutate({ id });
		await there.until(1);
		await deliveries(id, ([first]) => first?.status === "delivered");
		await expect(next()).resolves.toBeNull();
		await admin.trpc.webhooks.pause.mutate({ id, paused: true });
		await db.withTenant(tenantId, (em) =>
			em.execute(
				"update webhook_deliveries set status = 'pending', ended_at = null, next_at = now() + interval '1 hour' where endpoint_id = ?::uuid",
				[id],
			),
		);
		await expect(next()).resolves.toBeGreaterThan(3_000_000);
	});

	it("is one job with what it did, and ends with its endpoint", async () => {
		const [a] = db.tenants;
		const there = await receiver();
		const { id } = await endpoint(there.url);
		await tell(a, "one job", 1);
		await tell(a, "one job", 2);
		await deliveries(id, (rows) => rows.length === 2 && rows.every(({ status }) => status === "delivered"));
		await admin.trpc.webhooks.pause.mutate({ id, paused: true });
		await wakeWebhooks(temporal.temporal, { tenantId: a.tenantId, endpointId: id, correlationId: "test" });
		const jobs = () =>
			db.withTenant(a, (em) =>
				em.execute<{ id: string; status: string; result: { summary?: string } | null }[]>(
					"select id::text as id, status, result from jobs where kind = 'webhook' and business_key = ? order by requested_at",
					[id],
				),
			);
		const [job] = await jobs();
		expect(await temporal.closed(a.tenantId, job?.id ?? "")).toBe("done");
		expect((await jobs())[0]?.result?.summary).toBe("2 delivered");
	});
});

describe("an endpoint", () => {
	it("is told of its own company's events and of its topics only", async () => {
		const [a, b] = db.tenants;
		const there = await receiver();
		const { id } = await endpoint(there.url, ["incident.opened"]);
		await tell(b, "foreign", 1, "incident.opened");
		await tell(a, "unwanted", 2);
		await tell(a, "wanted", 3, "incident.opened");
		await deliveries(id, ([row]) => row?.status === "delivered");
		expect(ns(there.received)).toEqual([3]);
		expect(await other.trpc.webhooks.list.query()).toEqual([]);
		expect((await other.trpc.webhooks.deliveries.query({ endpointId: id })).rows).toEqual([]);
	});

	it("is changed by nobody of another company, in the words for one that doesn't exist", async () => {
		const there = await receiver();
		const { id } = await endpoint(there.url);
		const nobody = "00000000-0000-4000-8000-000000000000";
		const sentence = (of: string) =>
			other.trpc.webhooks.test.mutate({ id: of }).then(
				() => "",
				(error: Error) => error.message,
			);
		expect(await sentence(id)).toBe(await sentence(nobody));
		await expect(other.trpc.webhooks.remove.mutate({ id })).rejects.toThrow("no webhook endpoint");
		await expect(other.trpc.webhooks.rotateSecret.mutate({ id })).rejects.toThrow("no webhook endpoint");
		expect(await admin.trpc.webhooks.list.query()).toHaveLength(1);
	});

	it("shows its secret once, and nowhere else", async () => {
		const there = await receiver();
		const { id, secret } = await endpoint(there.url);
		await admin.trpc.webhooks.test.mutate({ id });
		const [came] = await deliveries(id, ([row]) => row?.status === "delivered");
		const shown = JSON.stringify([
			await admin.trpc.webhooks.list.query(),
			await admin.trpc.webhooks.delivery.query({ id: came?.id ?? "" }),
		]);
		const rows = await db.withTenant(db.tenants[0], (em) => em.execute("select row_to_json(s)::text as row from webhook_secrets s"));
		const trail = await db.withTenant(db.tenants[0], (em) => em.execute("select row_to_json(a)::text as row from audit_events a"));
		expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
		for (const place of [shown, JSON.stringify(rows), JSON.stringify(trail), JSON.stringify(api.logged())])
			expect(place).not.toContain(secret.slice(6));
	});

	it("is not managed by a role that may only read", async () => {
		const auditor = await api.as(db.tenants[0].users.auditor.email);
		await expect(auditor.trpc.webhooks.create.mutate({ name: "x", url: "https://hooks.example.com/" })).rejects.toThrow("webhooks.manage");
	});
});

attack("inner-addresses", () => {
	it.each([
		"https://169.254.169.254/latest/meta-data/",
		"https://10.0.0.1/",
		"https://[::ffff:169.254.169.254]/",
		"https://2852039166/",
		"https://localhost:5432/",
		"https://metadata.google.internal/",
		"http://hooks.example.com/",
		"https://user:pass@hooks.example.com/",
		"file:///etc/passwd",
	])("an endpoint can't be given the address %s", async (url) => {
		await expect(admin.trpc.webhooks.create.mutate({ name: "inside", url })).rejects.toMatchObject({ data: { code: "ADDRESS_REFUSED" } });
	});

	it("an endpoint that redirects inside is not followed there", async () => {
		const inside = await receiver();
		const there = await receiver();
		there.answer = () => ({ status: 307, headers: { location: inside.url } });
		const { id } = await endpoint(there.url);
		await tell(db.tenants[0], "redirected", 1);
		const [row] = await deliveries(id, ([first]) => first?.tries === 1);
		expect([row?.lastStatus, inside.received.length]).toEqual([307, 0]);
		expect(row?.lastSentence).toContain("Redirects aren't followed");
	});

	it("an endpoint whose address lies inside by the time of sending gets nothing, and nothing is learned of it", async () => {
		const inside = await receiver();
		const { id } = await endpoint(inside.url);
		// As if its name had come to resolve to this machine under a port that nobody allowed.
		await db.withTenant(db.tenants[0], (em) =>
			em.execute("update webhook_endpoints set url = ? where id = ?::uuid", [
				inside.url.replace("http://127.0.0.1", "https://127.0.0.2"),
				id,
			]),
		);
		await tell(db.tenants[0], "inner", 1);
		const [row] = await deliveries(id, ([first]) => first?.tries === 1);
		expect(row).toMatchObject({
			lastStatus: null,
			lastSentence: "The address can't be found on the public internet, so nothing was sent.",
		});
		expect(inside.received).toEqual([]);
	});
});
