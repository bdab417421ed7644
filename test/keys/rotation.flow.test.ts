// Engine rule 7: a rotation in the middle of a running sync loses nothing; a process that hangs holds it up instead of losing a
// history; what older keys sealed opens afterwards; a lost key is a named error.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { temporal } from "@temporalio/proto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { providerOf, saveProvider } from "../../db/tenancy/identity-provider.store.ts";
import { createCompany } from "../../db/tenancy/new-account.store.ts";
import { keysOf, processLock, secretsByKey } from "../../db/tenancy/tenant-key.store.ts";
import { type LiveKeyring, openKeyring } from "../../platform/keyring.ts";
import { createLog } from "../../platform/log.ts";
import { createDiskStorage } from "../../platform/object-storage.ts";
import { createDataConverter } from "../../platform/payload-codec.ts";
import { createSecrets } from "../../platform/secrets.ts";
import { decodePayload } from "../../platform/history-payload.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { rotateKeysId } from "../../platform/rotation-run.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { connect, keptRows, pageFaults, startSync, type SyncWorld, totalsOf, trueStripeRows } from "../sync/sync-world.ts";
import { testDatabase, type TestTenant } from "../support/database.ts";
import { testMasterKey, testTemporal } from "../support/temporal.ts";

const slug = "larkfield";
const log = createLog({ name: "test", level: "silent" });

let world: SyncWorld;
/** The worker's process, and another one beside it. */
let own: LiveKeyring;
let beside: LiveKeyring;
let a: TestTenant;
let b: TestTenant;

const ring = (): Promise<LiveKeyring> => openKeyring({ orm: world.db.orm, url: world.db.loginUrl, master: testMasterKey, log });

beforeAll(async () => {
	const [db, sandbox] = await Promise.all([testDatabase(), startSandbox({ seed: "rotation", orders: 600, companies: [slug] })]);
	own = await openKeyring({ orm: db.orm, url: db.loginUrl, master: testMasterKey, log });
	const engine = await testTemporal(db, { keys: own.keys });
	world = { db, engine, sandbox };
	[a, b] = db.tenants;
	beside = await ring();
});
afterAll(async () => {
	await world?.engine.close();
	await Promise.all([own?.stop(), beside?.stop()]);
	await Promise.all([world?.db.close(), world?.sandbox.stop()]);
});

const keys = (tenant: TestTenant) => world.db.withTenant(tenant, (em) => keysOf(em, tenant.tenantId));
const states = async (tenant: TestTenant) => (await keys(tenant)).map(({ no, state }) => `${no} ${state}`);
async function rotate(tenant: TestTenant): Promise<string> {
	const { jobId } = await world.engine.start({
		tenantId: tenant.tenantId,
		kind: "rotate_keys",
		title: "Rotate keys",
		businessKey: "data key",
		workflowId: rotateKeysId(tenant.tenantId),
		requestedBy: tenant.users.admin.userId,
		correlationId: "rotation",
		input: {},
	});
	return jobId;
}
const savedPages = async (connectionId: string): Promise<number> => {
	const [row] = await world.db.withTenant(a, (em) =>
		em.execute<{ n: number }[]>("select count(*)::int as n from pages where tenant_id = ? and connection_id = ?", [
			a.tenantId,
			connectionId,
		]),
	);
	return row?.n ?? 0;
};
const until = async (what: string, holds: () => Promise<boolean> | boolean): Promise<void> => {
	const limit = Date.now() + 90_000;
	while (!(await holds())) {
		if (Date.now() > limit) throw new Error(`waited in vain until ${what}`);
		await sleep(25);
	}
};

async function nameProvider({ tenantId, name }: TestTenant): Promise<string> {
	const id = randomUUID();
	const sealed = createSecrets(own.keys).seal({ tenantId, connectionId: id }, { clientSecret: `of ${name}` });
	await world.db.withTenant(tenantId, (em) =>
		saveProvider(em, {
			...sealed,
			tenantId,
			id,
			name,
			issuer: "https://login.example",
			clientId: "tieout",
			state: "optional",
			joins: false,
			defaultRole: "analyst",
		}),
	);
	return id;
}
async function providerSecret({ tenantId }: TestTenant, id: string) {
	const row = await world.db.withTenant(tenantId, (em) => providerOf(em, tenantId));
	if (row?.id !== id) throw new Error("no provider");
	return { keyId: row.keyId, values: createSecrets(own.keys).open({ tenantId, connectionId: id }, row) };
}

test("a key that changes in the middle of a sync loses nothing: rows, histories, pages and credentials of both keys open", async () => {
	const connectionId = await connect(world, a, "stripe", slug);
	const foreign = await connect(world, b, "stripe", slug);
	// Holds the sync up in its middle until the rotation is over.
	const provider = await nameProvider(a);
	const foreignProvider = await nameProvider(b);
	world.sandbox.addFault({ kind: "rate_limit", vendor: "stripe", times: 500, skip: 4, path: "balance_transactions", retryAfterSeconds: 1 });
	const syncJob = await startSync(world, a, connectionId);
	await until("pages are saved", async () => (await savedPages(connectionId)) >= 4);
	const rotation = await rotate(a);
	expect(await world.engine.closed(a.tenantId, rotation)).toBe("done");
	const [open] = await world.db.withTenant(a, (em) =>
		em.execute<{ status: string }[]>("select status from jobs where tenant_id = ? and id = ?", [a.tenantId, syncJob]),
	);
	expect(open?.status).toBe("running");
	world.sandbox.clearFaults();
	expect(await world.engine.closed(a.tenantId, syncJob)).toBe("done");

	expect(await states(a)).toEqual(["1 retired", "2 active"]);
	expect(await states(b)).toEqual(["1 active"]);
	expect(await keptRows(world, a, connectionId)).toEqual(trueStripeRows(world.sandbox, slug));
	expect(await pageFaults(world, a, connectionId)).toEqual([]);
	expect((await totalsOf(world, a, syncJob)).every(({ verdict }) => verdict === "ties")).toBe(true);
	const sealedBy = (tenant: TestTenant) => world.db.withTenant(tenant, (em) => secretsByKey(em, tenant.tenantId));
	// The connection's and the identity provider's.
	expect(await sealedBy(a)).toEqual([{ keyId: `${a.tenantId}/2`, count: 2 }]);
	expect(await sealedBy(b)).toEqual([{ keyId: `${b.tenantId}/1`, count: 2 }]);
	expect(foreign).not.toBe(connectionId);
	// The client secret at an identity provider is sealed again too, and opens as what it was; another company's stays untouched.
	expect(await providerSecret(a, provider)).toEqual({ keyId: `${a.tenantId}/2`, values: { clientSecret: `of ${a.name}` } });
	expect(await providerSecret(b, foreignProvider)).toEqual({ keyId: `${b.tenantId}/1`, values: { clientSecret: `of ${b.name}` } });

	// One history, two keys; a process that has only just started reads all of it.
	const late = await ring();
	const handle = world.engine.temporal.client.workflow.getHandle(syncId(a.tenantId, connectionId));
	await handle.result();
	const history = await handle.fetchHistory();
	const raw = Buffer.from(temporal.api.history.v1.History.encode(history).finish()).toString("latin1");
	expect([raw.includes(`${a.tenantId}/1`), raw.includes(`${a.tenantId}/2`)]).toEqual([true, true]);
	const converter = { ...world.engine.temporal.client.options.loadedDataConverter, ...createDataConverter(late.keys) };
	const payloads = (history.events ?? []).flatMap((event) => [
		...(event.activityTaskScheduledEventAttributes?.input?.payloads ?? []),
		...(event.activityTaskCompletedEventAttributes?.result?.payloads ?? []),
	]);
	expect(payloads.length).toBeGreaterThan(5);
	for (const payload of payloads) await decodePayload(converter, syncId(a.tenantId, connectionId), payload);

	const storage = createDiskStorage(world.engine.objectsDir, late.keys);
	const stored = await world.db.withTenant(a, (em) =>
		em.execute<{ key: string }[]>("select distinct object_key as key from pages where tenant_id = ? and connection_id = ?", [
			a.tenantId,
			connectionId,
		]),
	);
	for (const { key } of stored) expect((await storage.get(a.tenantId, key)).length).toBeGreaterThan(0);
	await late.stop();
});

test("a new company seals with a random key of its own in every process, also in one that missed the news", async () => {
	const owner = { userId: a.users.owner.userId, name: "Owner", email: a.users.owner.email };
	const made = await createCompany(
		world.db.orm,
		{ name: "Cedar", currency: "USD", timeZone: "UTC", owner, firstKey: own.keys.begin },
		async () => {},
	);
	const listed = await world.db.withTenant(made, (em) => keysOf(em, made));
	expect(listed.map(({ no, state }) => `${no} ${state}`)).toEqual(["2 active"]);
	const sealed = createSecrets(own.keys).seal({ tenantId: made, connectionId: "c" }, { word: "of Cedar" });
	expect(sealed.keyId).toBe(`${made}/2`);
	const opens = () => createSecrets(beside.keys).open({ tenantId: made, connectionId: "c" }, sealed)["word"];
	await expect.poll(() => tried(opens)).toBe("of Cedar");

	// Put in without a word to anybody: who meets it first asks.
	const silent = randomUUID();
	await world.db.withTenant(silent, (em) =>
		em.execute("insert into tenants (id, slug, name, data_kind) values (?::uuid, ?, 'Silent', 'demo')", [silent, silent]),
	);
	const current = () => beside.keys.current(silent, "secret").no;
	expect(tried(current)).toBe("KEY_NOT_HERE_YET");
	await expect.poll(() => tried(current)).toBe(1);
	// An id of nobody never gets a key.
	expect(tried(() => beside.keys.current(randomUUID(), "secret").no)).toBe("KEY_NOT_HERE_YET");
});

const tried = <T>(work: () => T): T | string => {
	try {
		return work();
	} catch (error) {
		return (error as { code?: string }).code ?? "no code";
	}
};

test("a process that has not taken the key holds the rotation up, and its end lets it go on", async () => {
	const hanging = new pg.Client({ connectionString: world.db.loginUrl });
	await hanging.connect();
	await hanging.query(processLock);
	const before = await states(b);
	const rotation = await rotate(b);
	await until("the key is made", async () => (await states(b)).length > before.length);
	await sleep(1_000);
	expect(await states(b)).toEqual(["1 active", "2 pending"]);
	expect(own.keys.current(b.tenantId, "payload").no).toBe(1);
	await hanging.end();
	expect(await world.engine.closed(b.tenantId, rotation)).toBe("done");
	expect(await states(b)).toEqual(["1 retired", "2 active"]);
	await until("the other process has heard", () => beside.keys.current(b.tenantId, "payload").no === 2);
});

test("a rotation again makes the next key and leaves the ones before readable", async () => {
	const sealed = createSecrets(beside.keys).seal({ tenantId: b.tenantId, connectionId: "c" }, { word: "of key 2" });
	expect(sealed.keyId).toBe(`${b.tenantId}/2`);
	expect(await world.engine.closed(b.tenantId, await rotate(b))).toBe("done");
	expect(await states(b)).toEqual(["1 retired", "2 retired", "3 active"]);
	await until("the other process has heard", () => beside.keys.current(b.tenantId, "secret").no === 3);
	expect(createSecrets(beside.keys).open({ tenantId: b.tenantId, connectionId: "c" }, sealed)).toEqual({ word: "of key 2" });
});

test("a key whose row is lost is named, in a process that starts without it; the other tenant is untouched", async () => {
	const sealed = createSecrets(own.keys).seal({ tenantId: b.tenantId, connectionId: "c" }, { word: "of key 3" });
	const admin = new pg.Client({ connectionString: world.db.adminUrl });
	await admin.connect();
	const lost = await admin.query("delete from tenant_keys where tenant_id = $1 and key_no = 3 returning *", [b.tenantId]);
	expect(lost.rowCount).toBe(1);
	const late = await ring();
	expect(() => createSecrets(late.keys).open({ tenantId: b.tenantId, connectionId: "c" }, sealed)).toThrow(
		expect.objectContaining({ code: "KEY_MISSING", facts: { keyNo: 3 } }),
	);
	expect(late.keys.current(a.tenantId, "secret").no).toBe(2);
	await late.stop();
	await admin.end();
});

test("a process that starts with another master key knows the keys it can't unwrap by number", async () => {
	const other = await openKeyring({ orm: world.db.orm, url: world.db.loginUrl, master: new Uint8Array(32).fill(1), log });
	expect(() => other.keys.current(a.tenantId, "payload")).toThrow(expect.objectContaining({ code: "KEY_UNREADABLE", facts: { keyNo: 2 } }));
	await other.stop();
});
