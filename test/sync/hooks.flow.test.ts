// Webhooks in: from the sandbox's Stripe through the inbox to the rows that they are about. Taken with a good signature only, once,
// and never believed.
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sealedSecretsOf } from "../../db/sync/connection.store.ts";
import { replaceSealedSecrets, secretsNotSealedBy } from "../../db/tenancy/tenant-key.store.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { type TestApi, testApi } from "../support/api.ts";
import { testDatabase, type TestTenant } from "../support/database.ts";
import { testKeys, testTemporal } from "../support/temporal.ts";
import { credentialsOf } from "../contract/scenario.ts";
import { connect, keptRows, startSync, type SyncWorld, trueStripeRows } from "./sync-world.ts";
import { until } from "./watch.ts";

let world: SyncWorld;
let api: TestApi;
let a: TestTenant;
let b: TestTenant;
let ours: string;
let theirs: string;
const stripe = new Stripe("sk_test_unused");
const [larkfield, other] = ["larkfield", "harbour"];

beforeAll(async () => {
	const [db, sandbox] = await Promise.all([
		testDatabase(),
		startSandbox({ seed: "hooks", orders: 400, from: "2026-09-01", companies: [larkfield, other] }),
	]);
	const engine = await testTemporal(db, { queue: "sync" });
	world = { db, engine, sandbox };
	[a, b] = db.tenants;
	api = await testApi(db, { deps: { keys: testKeys, temporal: engine.temporal } });
	ours = await connect(world, a, "stripe", larkfield);
	theirs = await connect(world, b, "stripe", other);
});
afterAll(async () => {
	await api.close();
	await world.engine.close();
	await world.sandbox.stop();
	await world.db.close();
});

const secretOf = (slug: string): string => world.sandbox.companies.find((one) => one.slug === slug)?.stripeWebhookSecret ?? "";

const post = (connectionId: string, payload: string, signature: string): Promise<Response> =>
	fetch(`${api.url}/hooks/${connectionId}`, {
		method: "POST",
		body: payload,
		headers: { "stripe-signature": signature, "content-type": "application/json" },
	});

/** As Stripe's own library signs. */
const signed = (payload: string, secret: string, timestamp = Math.floor(Date.now() / 1000)): string =>
	stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });

const event = (id: string, type = "payout.paid"): string =>
	JSON.stringify({ id, object: "event", type, data: { object: { id: "po_1", amount: 999_999 } } });

const inboxOf = (tenant: TestTenant) =>
	world.db.withTenant(tenant, (em) =>
		em.execute<{ eventId: string; eventType: string; handled: boolean; sync: string | null }[]>(
			`select event_id as "eventId", event_type as "eventType", handled_at is not null as handled, sync_job_id::text as sync from inbox order by received_at, event_id`,
		),
	);

describe("a webhook of Stripe", () => {
	it("from the sandbox has the rows read back that it is about, many of them by one sync", async () => {
		await world.engine.closed(a.tenantId, await startSync(world, a, ours));
		world.sandbox.registerStripeWebhook(`${api.url}/hooks/${ours}`, larkfield);
		world.sandbox.advance(3);
		await world.sandbox.webhooksSent();
		const told = await inboxOf(a);
		expect(new Set(told.map(({ eventType }) => eventType))).toEqual(
			new Set(["payout.created", "payout.reconciliation_completed", "payout.paid"]),
		);
		await until("every webhook was worked on", async () => (await inboxOf(a)).every(({ handled }) => handled));
		expect(await keptRows(world, a, ours)).toEqual(trueStripeRows(world.sandbox, larkfield));
		const syncs = new Set((await inboxOf(a)).map(({ sync }) => sync));
		expect(told.length).toBeGreaterThan(5);
		expect(syncs.size).toBeLessThan(told.length);
		expect(await keptRows(world, b, theirs)).toEqual([]);
	});

	it("that comes again is answered and not worked on twice", async () => {
		const before = await inboxOf(a);
		expect(world.sandbox.resendWebhooks(larkfield)).toBe(before.length);
		await world.sandbox.webhooksSent();
		expect(await inboxOf(a)).toEqual(before);
		const payload = event("evt_twice", "customer.created");
		for (const _ of [1, 2]) expect((await post(ours, payload, signed(payload, secretOf(larkfield)))).status).toBe(200);
		const hooks = () =>
			world.db.withTenant(a, (em) =>
				em.execute<{ status: string }[]>("select status from jobs where kind = 'hook' and business_key = 'evt_twice'"),
			);
		await until("the webhook was worked on", async () => (await hooks()).every(({ status }) => status === "done"));
		expect(await hooks()).toEqual([{ status: "done" }]);
		expect((await inboxOf(a)).find(({ eventId }) => eventId === "evt_twice")).toMatchObject({ handled: true, sync: null });
		const shown = async (tenant: TestTenant) => (await api.as(tenant.users.admin.email)).trpc.webhooks.received.query({ limit: 200 });
		const { rows, total } = await shown(a);
		expect(total).toBe(before.length + 1);
		expect(rows[0]).toMatchObject({ eventId: "evt_twice", state: "nothing", connectionId: ours, syncJobId: null });
		expect(new Set(rows.slice(1).map(({ state }) => state))).toEqual(new Set(["read"]));
		expect(rows.every(({ jobId }) => jobId !== null)).toBe(true);
		expect(await shown(b)).toEqual({ rows: [], next: null, total: 0 });
	});

	it("is verified as the other side's own library signs, and ours is accepted by it", async () => {
		const payload = event("evt_peer", "customer.created");
		const secret = secretOf(larkfield);
		expect((await post(ours, payload, signed(payload, secret))).status).toBe(200);
		// Two secrets sign while Stripe rotates one.
		const two = `${signed(payload, "whsec_before")},${signed(payload, secret).split(",")[1] ?? ""}`;
		expect((await post(ours, payload, two)).status).toBe(200);
	});
});

describe("a webhook that is refused", () => {
	const payload = event("evt_refused");
	const counts = async (tenant: TestTenant) => {
		const person = await api.as(tenant.users.admin.email);
		const [source] = await person.trpc.webhooks.sources.query();
		return Object.fromEntries((source?.refused ?? []).map(({ reason, times }) => [reason, times]));
	};
	const cases: readonly (readonly [string, () => Promise<Response>])[] = [
		["without a signature", () => post(ours, payload, "")],
		["with another secret", () => post(ours, payload, signed(payload, "whsec_guessedguessedguessed"))],
		["with the secret of another company", () => post(ours, payload, signed(payload, secretOf(other)))],
		["with a body that was changed", () => post(ours, payload.replace("999999", "1"), signed(payload, secretOf(larkfield)))],
		[
			"that is older than five minutes",
			() => post(ours, payload, signed(payload, secretOf(larkfield), Math.floor(Date.now() / 1000) - 301)),
		],
		["that comes from the future", () => post(ours, payload, signed(payload, secretOf(larkfield), Math.floor(Date.now() / 1000) + 400))],
		["with the scheme v0", () => post(ours, payload, signed(payload, secretOf(larkfield)).replace("v1=", "v0="))],
		["for a connection that nobody has", () => post("00000000-0000-4000-8000-000000000000", payload, signed(payload, secretOf(larkfield)))],
		["for no id at all", () => post("..%2f..%2fetc", payload, signed(payload, secretOf(larkfield)))],
	];

	it.each(cases)("%s leaves nothing, in the words of all of them", async (_name, send) => {
		const before = [await inboxOf(a), await inboxOf(b)];
		const answer = await send();
		const said = (await answer.json()) as { message?: string; code?: string };
		expect([answer.status, said.code ?? (said as { error?: { code?: string } }).error?.code]).toEqual([400, "HOOK_REFUSED"]);
		expect([await inboxOf(a), await inboxOf(b)]).toEqual(before);
	});

	it("for its size is not kept", async () => {
		const huge = JSON.stringify({ id: "evt_huge", type: "payout.paid", fill: "x".repeat(1_100_000) });
		expect((await post(ours, huge, signed(huge, secretOf(larkfield)))).status).toBe(413);
	});

	it("with a good signature over no event says so", async () => {
		const nothing = "[]";
		expect((await post(ours, nothing, signed(nothing, secretOf(larkfield)))).status).toBe(400);
	});

	it("is counted by why for whoever looks after the connection, and for nobody else", async () => {
		expect(await counts(a)).toEqual({ unsigned: 1, wrong: 4, late: 2, no_event: 1 });
		expect(await counts(b)).toEqual({});
	});
});

describe("the secret that signs", () => {
	const next = "whsec_entered0by0a0person";
	const owner = () => ({ tenantId: a.tenantId, connectionId: ours });
	const stored = () =>
		world.db.withTenant(a, async (em) => {
			const sealed = await sealedSecretsOf(em, owner());
			return sealed === null ? null : world.engine.deps.secrets.open(owner(), sealed);
		});
	const enter = async (tenant: TestTenant, role: "admin" | "preparer", id = ours, secret = next) =>
		(await api.as(tenant.users[role].email)).trpc.connections.setHookSecret.mutate({ id, secret });
	const shown = async () => (await (await api.as(a.users.auditor.email)).trpc.connections.get.query({ id: ours })).hookSecret;

	it("stays when the key is replaced, which takes the right to set up connections of this very company and a key of this vendor", async () => {
		const replace = async (tenant: TestTenant, role: "admin" | "preparer", apiKey: string) =>
			(await api.as(tenant.users[role].email)).trpc.connections.replaceCredentials.mutate({ id: ours, values: { apiKey } });
		const before = await stored();
		const [key, other] = [before?.["apiKey"] ?? "", "rk_test_entered0by0a0person"];
		await expect(replace(b, "admin", other)).rejects.toThrow("There is no connection with this id in this company.");
		await expect(replace(a, "preparer", other)).rejects.toThrow('lacks "connections.manage"');
		await expect(replace(a, "admin", "whsec_theothersecret")).rejects.toThrow("API key: this can’t be it.");
		expect(await stored()).toEqual(before);
		await replace(a, "admin", other);
		expect(await stored()).toEqual({ ...before, apiKey: other });
		const trail = await world.db.withTenant(a, (em) =>
			em.execute<{ after: unknown; text: string }[]>(
				`select after, to_jsonb(e)::text as text from audit_events e where action = 'connections.replace_credentials'`,
			),
		);
		expect(trail).toEqual([{ after: { replaced: ["apiKey"] }, text: expect.not.stringContaining("entered0by0a0person") }]);
		await replace(a, "admin", key);
		expect(await stored()).toEqual(before);
	});

	it("is entered by whoever sets up connections of this very company, and is one of the vendor's", async () => {
		const before = await stored();
		expect(await shown()).toEqual({ state: "entered", since: expect.stringMatching(/^\d{4}-/) });
		await expect(enter(b, "admin")).rejects.toThrow("There is no connection with this id in this company.");
		await expect(enter(a, "preparer")).rejects.toThrow('lacks "connections.manage"');
		await expect(enter(a, "admin", ours, "sk_test_thekeyinstead")).rejects.toThrow("This can’t be a signing secret of Stripe.");
		const netsuite = await connect(world, a, "netsuite", larkfield);
		await expect(enter(a, "admin", netsuite)).rejects.toThrow("netsuite of larkfield takes no webhooks");
		expect((await (await api.as(a.users.admin.email)).trpc.connections.get.query({ id: netsuite })).hookSecret).toBe(null);
		expect(await stored()).toEqual(before);
	});

	it("waits for a rotation that holds the row, keeps what it sealed, and holds from then on instead of the one before", async () => {
		const before = await shown();
		const entering = await world.db.withTenant(a, async (em) => {
			const locked = await secretsNotSealedBy(em, { tenantId: a.tenantId, keyId: "the next", after: null, limit: 200 });
			const sealed = locked.find(({ connectionId }) => connectionId === ours);
			if (sealed === undefined) throw new Error("the connection has no credentials");
			const [me] = await em.execute<{ pid: number }[]>("select pg_backend_pid() as pid");
			const entered = enter(a, "admin");
			await until("the entered secret waits for the row", async () => {
				const rows = await world.db.withTenant(a, (other) =>
					other.execute<unknown[]>("select 1 from pg_stat_activity where ?::int = any(pg_blocking_pids(pid))", [me?.pid]),
				);
				return rows.length > 0;
			});
			const values = { ...world.engine.deps.secrets.open(owner(), sealed), sealedMeanwhile: "yes" };
			await replaceSealedSecrets(em, a.tenantId, [{ connectionId: ours, ...world.engine.deps.secrets.seal(owner(), values) }]);
			return { entered };
		});
		const { since } = await entering.entered;
		expect(since > (before?.since ?? "")).toBe(true);
		expect(await stored()).toEqual({ ...credentialsOf(world.sandbox, "stripe", larkfield), sealedMeanwhile: "yes", webhookSecret: next });
		expect(await shown()).toEqual({ state: "entered", since });
		const payload = event("evt_new_secret", "customer.created");
		expect((await post(ours, payload, signed(payload, secretOf(larkfield)))).status).toBe(400);
		expect((await post(ours, payload, signed(payload, next))).status).toBe(200);
	});

	it("is in the trail as entered, by its last four characters only", async () => {
		const trail = await world.db.withTenant(a, (em) =>
			em.execute<{ resource: string; before: unknown; after: unknown; text: string }[]>(
				`select resource_id as resource, before, after, to_jsonb(e)::text as text from audit_events e where action = 'connections.set_hook_secret'`,
			),
		);
		expect(trail).toEqual([
			{ resource: ours, before: { stored: true }, after: { stored: true, ending: next.slice(-4) }, text: expect.any(String) },
		]);
		expect(trail[0]?.text).not.toContain(next.slice(0, -4));
	});

	it("is removed by whoever sets up connections: webhooks are refused and counted as such, the other credentials stay, and it can be entered anew", async () => {
		const remove = async (tenant: TestTenant, role: "admin" | "preparer") =>
			(await api.as(tenant.users[role].email)).trpc.connections.removeHookSecret.mutate({ id: ours });
		await expect(remove(b, "admin")).rejects.toThrow("There is no connection with this id in this company.");
		await expect(remove(a, "preparer")).rejects.toThrow('lacks "connections.manage"');
		const { webhookSecret, ...others } = (await stored()) ?? {};
		expect(webhookSecret).toBe(next);
		expect(await remove(a, "admin")).toEqual({ removed: true });
		expect(await stored()).toEqual(others);
		expect(await shown()).toEqual({ state: "none", since: null });
		const payload = event("evt_after_removal", "customer.created");
		// Signed with the empty secret too: having none is no way in.
		for (const secret of [next, ""]) expect((await post(ours, payload, signed(payload, secret))).status).toBe(400);
		const [source] = await (await api.as(a.users.admin.email)).trpc.webhooks.sources.query();
		expect(source?.refused.find(({ reason }) => reason === "no_secret")?.times).toBe(2);
		await expect(remove(a, "admin")).rejects.toThrow("has no signing secret, so there is none to remove.");
		const trail = await world.db.withTenant(a, (em) =>
			em.execute<object[]>("select before, after from audit_events where action = 'connections.remove_hook_secret'"),
		);
		expect(trail).toEqual([{ before: { stored: true, ending: next.slice(-4) }, after: { stored: false } }]);
		await enter(a, "admin");
		expect((await post(ours, payload, signed(payload, next))).status).toBe(200);
	});
});
