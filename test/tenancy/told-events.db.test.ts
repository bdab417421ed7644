// Events, deliveries and vendors' webhooks whose time is over go, of every company; what waits, or was not seen by everybody, never does.
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { forgetToldEvents, type Forgotten } from "../../activities/tenancy/forget-told-events.ts";
import { subscribers } from "../../activities/tenancy/subscribers.ts";
import { emitEvent, eventsAfter, numberEvents } from "../../db/tenancy/outbox.store.ts";
import { createLog } from "../../platform/log.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";

let db: TestDatabase;
let admin: pg.Client;
beforeAll(async () => {
	db = await testDatabase();
	admin = new pg.Client({ connectionString: db.adminUrl });
	await admin.connect();
});
afterAll(async () => {
	await admin?.end();
	await db?.close();
});
beforeEach(() =>
	admin.query("truncate webhook_tries, webhook_deliveries, webhook_secrets, webhook_endpoints, inbox, outbox, event_cursors"),
);

const round = (batch?: number): Promise<Forgotten> =>
	forgetToldEvents({ orm: db.orm, log: createLog({ name: "test", level: "silent" }), clock: { now: () => new Date() } }, batch);

/** Numbered events of a company, and every subscriber through with the first `seen` of them; all but the last `fresh` are a hundred days old. */
async function told(of: TestTenant, count: number, { seen = count, fresh = 0 } = {}): Promise<void> {
	const { tenantId } = of;
	for (let n = 1; n <= count; n++)
		await db.withTenant(of, (em) => emitEvent(em, { tenantId, topic: "webhook.test", key: `k-${n}`, payload: { n } }));
	await allNumbered(of, count);
	await admin.query(
		`update outbox set occurred_at = occurred_at - interval '100 days', dispatched_at = dispatched_at - interval '100 days'
		where tenant_id = $1 and seq <= $2`,
		[tenantId, count - fresh],
	);
	for (const subscriber of Object.keys(subscribers))
		await admin.query(
			`insert into event_cursors (tenant_id, subscriber, seq) values ($1, $2, $3)
			on conflict (tenant_id, subscriber) do update set seq = excluded.seq`,
			[tenantId, subscriber, seen],
		);
}
/** An event gets its number once no older transaction is open, in any database of the server. */
async function allNumbered(of: TestTenant, count: number): Promise<void> {
	const turn = async (): Promise<number> => {
		await db.withTenant(of, (em) => numberEvents(em, of.tenantId, 1_000));
		return (await left(of)).length;
	};
	await expect.poll(turn, { interval: 50 }).toBe(count);
}
/** Numbers of the events that are there. */
async function left(of: TestTenant): Promise<readonly number[]> {
	const events = await db.withTenant(of, (em) => eventsAfter(em, { tenantId: of.tenantId, seq: "0", limit: 1_000 }));
	return events.map(({ seq }) => Number(seq));
}

/** A delivery of event `seq` that ended so many days ago (null: it waits), with one try. */
async function delivery(of: TestTenant, seq: number, status: "pending" | "delivered" | "dead", ago: number | null): Promise<string> {
	const { tenantId, users } = of;
	const [endpoint, id] = [randomUUID(), randomUUID()];
	await admin.query(
		"insert into webhook_endpoints (tenant_id, id, name, url, created_by) values ($1, $2, 'Books', 'https://books.example', $3)",
		[tenantId, endpoint, users.owner.userId],
	);
	await admin.query(
		`insert into webhook_deliveries (tenant_id, id, endpoint_id, event_id, seq, topic, event_key, status, created_at, ended_at)
		select $1, $2, $3, o.id, o.seq, o.topic, o.key, $5, now() - interval '120 days', now() - make_interval(days => $6)
		from outbox o where o.tenant_id = $1 and o.seq = $4`,
		[tenantId, id, endpoint, seq, status, ago],
	);
	await admin.query("insert into webhook_tries (tenant_id, id, delivery_id, took_ms) values ($1, gen_random_uuid(), $2, 5)", [
		tenantId,
		id,
	]);
	return id;
}
async function deliveries(): Promise<readonly string[]> {
	const { rows } = await admin.query<{ id: string; tries: string }>(
		"select d.id, (select count(*) from webhook_tries t where t.delivery_id = d.id) as tries from webhook_deliveries d order by d.seq",
	);
	expect(rows.every(({ tries }) => tries === "1")).toBe(true);
	return rows.map(({ id }) => id);
}

test("events that everybody is through with go after ninety days in every company; young ones and the last one stay, and numbers go on", async () => {
	const [alder, birch] = db.tenants;
	await told(alder, 6, { fresh: 2 });
	await told(birch, 3);
	// Two at a time: more than one transaction.
	expect(await round(2)).toEqual({ deliveries: 0, inbox: 0, events: 4 + 2 });
	expect([await left(alder), await left(birch)]).toEqual([[5, 6], [3]]);
	await db.withTenant(birch, (em) => emitEvent(em, { tenantId: birch.tenantId, topic: "webhook.test", key: "k", payload: {} }));
	await allNumbered(birch, 2);
	expect(await left(birch)).toEqual([3, 4]);
});

test("an event that one subscriber has not seen stays, also when that one never began", async () => {
	const [alder, birch] = db.tenants;
	await told(alder, 5, { seen: 2 });
	await told(birch, 5);
	const [first = ""] = Object.keys(subscribers);
	await admin.query("delete from event_cursors where tenant_id = $1 and subscriber = $2", [birch.tenantId, first]);
	expect(await round()).toMatchObject({ events: 2 });
	expect([await left(alder), await left(birch)]).toEqual([
		[3, 4, 5],
		[1, 2, 3, 4, 5],
	]);
});

test("deliveries go with their tries when they ended ninety days ago; what waits or ended lately stays, and keeps its event", async () => {
	const [alder, birch] = db.tenants;
	await told(alder, 6);
	await told(birch, 2);
	await delivery(alder, 1, "delivered", 95);
	await delivery(alder, 2, "dead", 95);
	const waits = await delivery(alder, 3, "pending", null);
	const lately = await delivery(alder, 4, "delivered", 10);
	await delivery(birch, 1, "delivered", 95);
	expect(await round(1)).toEqual({ deliveries: 3, inbox: 0, events: 3 + 1 });
	expect(await deliveries()).toEqual([waits, lately]);
	expect([await left(alder), await left(birch)]).toEqual([[3, 4, 6], [2]]);
});

test("a vendor's webhook goes ninety days after it was handled, never while it waits", async () => {
	const [alder] = db.tenants;
	const connection = randomUUID();
	await admin.query(
		"insert into connections (tenant_id, id, entity_id, vendor, name, base_url, status) values ($1, $2, $3, 'stripe', 'Stripe', '', 'connected')",
		[alder.tenantId, connection, alder.entityId],
	);
	for (const [event, days] of [
		["old", 95],
		["young", 5],
		["waits", null],
	])
		await admin.query(
			`insert into inbox (tenant_id, id, connection_id, event_id, event_type, body, received_at, handled_at)
			values ($1, gen_random_uuid(), $2, $3, 'charge.succeeded', '', now() - interval '96 days', now() - make_interval(days => $4))`,
			[alder.tenantId, connection, event, days],
		);
	expect(await round()).toEqual({ deliveries: 0, inbox: 1, events: 0 });
	const { rows } = await admin.query<{ event_id: string }>("select event_id from inbox order by event_id");
	expect(rows.map(({ event_id }) => event_id)).toEqual(["waits", "young"]);
});
