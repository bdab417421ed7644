// Engine rule 7, looked at from outside: syncs, a rotation, a refused key and a person at the API, on servers of this test's own.
// Then everything that was written is searched for what must never be written: Temporal's database file and log, the worker's and
// the API's logs, PostgreSQL's log, a dump of all its tables and its raw files.
import { type ChildProcess, fork } from "node:child_process";
import { createHmac, randomBytes, randomInt } from "node:crypto";
import { chmodSync, createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { codeOf, stepAt } from "../../domain/tenancy/totp.ts";
import { type LiveKeyring, openKeyring } from "../../platform/keyring.ts";
import { createLog } from "../../platform/log.ts";
import { createDiskStorage } from "../../platform/object-storage.ts";
import { type Sandbox, startSandbox } from "../../sandbox/server.ts";
import { freePort } from "../../scripts/free-port.ts";
import type { GuardedProcess } from "../../scripts/guarded-process.ts";
import { startPostgres } from "../../scripts/postgres.ts";
import { findTemporal, startTemporalServer } from "../../scripts/temporal-server.ts";
import { credentialsOf } from "../contract/scenario.ts";
import { connect } from "../sync/sync-world.ts";
import { until } from "../sync/watch.ts";
import { type TestApi, testApi, type TestBrowser } from "../support/api.ts";
import { compileCache } from "../support/compile-cache.ts";
import { type TestDatabase, testDatabase, testPassword, type TestTenant } from "../support/database.ts";
import { type TestTemporal, testTemporal } from "../support/temporal.ts";

const home = mkdtempSync(join(tmpdir(), "tieout-planted-"));
const inHome = (name: string): string => join(home, name);
const slug = "larkfield";
const master = randomBytes(32);

const servers: GuardedProcess[] = [];
const apiLines: string[] = [];
let db: TestDatabase;
let tenant: TestTenant;
let sandbox: Sandbox;
let ring: LiveKeyring;
let engine: TestTemporal;
let api: TestApi;
let browser: TestBrowser;
let worker: ChildProcess;
/** Texts of records that Temporal and the logs must not have; PostgreSQL keeps them, under RLS. */
let ofRecords: readonly string[];
let ofSecrets: readonly (string | Uint8Array)[];

beforeAll(async () => {
	chmodSync(home, 0o755);
	const onSpawn = (server: GuardedProcess) => servers.push(server);
	const [postgresPort, temporalPort, binary] = await Promise.all([freePort(), freePort(), findTemporal()]);
	const [postgres, temporal, company] = await Promise.all([
		startPostgres({ dataDir: inHome("postgres"), port: postgresPort, log: inHome("postgres.log"), durable: false, onSpawn }),
		startTemporalServer({ binary, dbFile: inHome("temporal.db"), port: temporalPort, uiPort: null, log: inHome("temporal.log"), onSpawn }),
		startSandbox({ seed: `planted-${randomInt(1_000_000)}`, orders: 400, companies: [slug] }),
	]);
	sandbox = company;
	db = await testDatabase(postgres.adminUrl);
	[tenant] = db.tenants;
	const log = createLog({ name: "api", level: "trace", destination: { write: (line) => apiLines.push(line) } });
	ring = await openKeyring({ orm: db.orm, url: db.loginUrl, master, log });
	const storage = createDiskStorage(inHome("objects"), ring.keys);
	engine = await testTemporal(db, { worker: false, address: temporal.address, keys: ring.keys, deps: { storage, log } });
	api = await testApi(db, { deps: { temporal: engine.temporal, keys: ring.keys, storage, log } });
	browser = await api.as(tenant.users.owner.email);
	worker = await startWorker(temporal.address);
	await work();
});
afterAll(async () => {
	worker?.kill("SIGKILL");
	await api?.close();
	await engine?.close();
	await ring?.stop();
	await Promise.all([db?.close(), sandbox?.stop()]);
	await Promise.all(servers.map((server) => server.stop()));
	rmSync(home, { recursive: true, force: true });
});

/** A worker as it runs in production, saying all it has to say. */
async function startWorker(temporalAddress: string): Promise<ChildProcess> {
	const child = fork(join(import.meta.dirname, "..", "sync", "worker-process.ts"), {
		env: {
			PATH: process.env["PATH"] ?? "",
			...compileCache,
			NODE_ENV: "production",
			TIEOUT_HOME: home,
			TIEOUT_PORT: "5300",
			DATABASE_URL: db.adminUrl,
			TEMPORAL_ADDRESS: temporalAddress,
			TIEOUT_MASTER_KEY: master.toString("base64"),
			LOG_LEVEL: "trace",
			TEST_NAMESPACE: engine.temporal.client.options.namespace,
			TEST_QUEUE: engine.taskQueue,
			TEST_BUNDLE: inject("workflowBundlePath"),
		},
		stdio: ["ignore", "pipe", "pipe", "ipc"],
	});
	const lines = createWriteStream(inHome("worker.log"));
	child.stdout?.pipe(lines);
	child.stderr?.pipe(lines);
	await new Promise<void>((resolve, reject) => {
		child.once("message", () => resolve());
		child.once("exit", (code) => reject(new Error(`the worker ended with ${code} before it was ready`)));
	});
	return child;
}

const ended = (jobId: string) => engine.closed(tenant.tenantId, jobId);

/** What people and jobs do here: syncs of two vendors, a rotation between, a key that the vendor refuses, and looking at it all. */
async function work(): Promise<void> {
	const world = { db, engine, sandbox };
	const [stripe, netsuite] = [await connect(world, tenant, "stripe", slug), await connect(world, tenant, "netsuite", slug)];
	const sync = async (id: string) => (await browser.trpc.connections.sync.mutate({ id })).jobId;
	const first = await sync(stripe);
	const rotation = (await browser.trpc.keys.rotate.mutate()).jobId;
	const second = await sync(netsuite);
	expect([await ended(first), await ended(rotation), await ended(second)]).toEqual(["done", "done", "done"]);
	sandbox.addFault({ kind: "rate_limit", vendor: "stripe", times: 1, skip: 0, path: "balance_transactions", retryAfterSeconds: 1 });
	await ended(await sync(stripe));
	sandbox.addFault({ kind: "revoked_token", vendor: "stripe" });
	const refused = await sync(stripe);
	expect(await ended(refused)).toBe("failed");
	await browser.trpc.jobs.get.query({ jobId: refused });
	for (const { eventId } of (await browser.trpc.jobs.events.query({ jobId: refused })).slice(0, 12))
		await browser.trpc.jobs.event.query({ jobId: refused, eventId });
	await browser.trpc.jobs.logs.query({ jobId: first });
	await expect(browser.trpc.connections.sync.mutate({ id: "sk_test_PLANTED_by_mistake" })).rejects.toThrow("UUID");
	const signing = `whsec_${randomBytes(24).toString("hex")}`;
	await browser.trpc.connections.setHookSecret.mutate({ id: stripe, secret: signing });
	const ofPeople = [signing, ...(await secretsOfPeople())];
	// The rows close some moments before the runs do; what is searched is what they leave behind.
	const runs = await db.withTenant(tenant, (em) =>
		em.execute<{ workflowId: string; runId: string }[]>(
			`select workflow_id as "workflowId", run_id as "runId" from jobs where tenant_id = ? and closed_at is not null and run_id is not null`,
			[tenant.tenantId],
		),
	);
	expect(runs.length).toBeGreaterThan(4);
	const { workflow } = engine.temporal.client;
	await Promise.allSettled(runs.map(({ workflowId, runId }) => workflow.getHandle(workflowId, runId).result()));
	await until("the worker has written its log", async () => readFileSync(inHome("worker.log")).includes("VENDOR_AUTH"));

	const texts = await db.withTenant(tenant, (em) =>
		em.execute<{ text: string }[]>(
			`select distinct description as text from canonical_rows where tenant_id = ? and length(description) > 12 order by description limit 25`,
			[tenant.tenantId],
		),
	);
	ofRecords = texts.map(({ text }) => text);
	const key = credentialsOf(sandbox, "netsuite", slug)["privateKeyPem"] ?? "";
	ofSecrets = [
		credentialsOf(sandbox, "stripe", slug)["apiKey"] ?? "",
		...key.split("\n").slice(5, 9),
		...ofPeople,
		testPassword,
		browser.cookie().split("=")[1] ?? "",
		master,
		...(["payload", "object", "secret"] as const).flatMap((purpose) =>
			[1, 2].map((no) => ring.keys.numbered(tenant.tenantId, purpose, no)),
		),
	];
}

/** What people and programs get or type once: keys, secrets of webhooks, identity and model providers, tokens, the second factor. */
async function secretsOfPeople(): Promise<readonly string[]> {
	const modelKey = `sk-ant-${randomBytes(24).toString("hex")}`;
	await browser.trpc.modelKeys.save.mutate({ provider: "anthropic", key: modelKey });
	const key = await browser.trpc.apiKeys.create.mutate({ name: "planted", scopes: ["jobs.read"], expiresInDays: 30, entityIds: null });
	const webhook = await browser.trpc.webhooks.create.mutate({ name: "planted", url: "http://127.0.0.1:9/hook", topics: [] });
	const clientSecret = `oidc-${randomBytes(24).toString("hex")}`;
	await browser.trpc.sso.save.mutate({
		name: "Planted",
		issuer: "http://127.0.0.1:9",
		clientId: "tieout",
		clientSecret,
		state: "off",
		joins: false,
		defaultRole: "analyst",
	});
	const { email } = tenant.users.owner;
	const tokens = await browser.trpc.auth.token.mutate({ email, password: testPassword });
	const { secret } = await browser.trpc.account.setUpTotp.mutate({ present: testPassword });
	const mac = createHmac("sha1", fromBase32(secret));
	const step = Buffer.alloc(8);
	step.writeBigUInt64BE(BigInt(stepAt(Date.now())));
	const { codes } = await browser.trpc.account.confirmTotp.mutate({ code: codeOf(mac.update(step).digest()) });
	// A wrong one, as people type it, must not lie in an error or a log either.
	const typed = `wrong-${randomBytes(16).toString("hex")}`;
	await expect(api.browser().login(email, typed)).rejects.toThrow("password is not right");
	const nextKey = (await browser.trpc.apiKeys.rotate.mutate({ id: key.key.id, expiresInDays: 30, overlapHours: 24 })).secret;
	const nextSecret = (await browser.trpc.webhooks.rotateSecret.mutate({ id: webhook.endpoint.id })).secret;
	const ofPrograms = [key.secret, nextKey, webhook.secret, nextSecret, tokens.refreshToken, tokens.accessToken];
	return [...ofPrograms, clientSecret, modelKey, secret, typed, ...codes];
}

function fromBase32(text: string): Buffer {
	const bits = Array.from(text, (letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
	return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** The ways in which a value could lie in a file. */
function forms(value: string | Uint8Array): Buffer[] {
	const bytes = Buffer.from(value as Uint8Array);
	const texts = [bytes.toString("base64"), bytes.toString("base64url"), bytes.toString("hex")];
	if (typeof value === "string") texts.push(encodeURIComponent(value), JSON.stringify(value).slice(1, -1));
	return [
		bytes,
		Buffer.from(typeof value === "string" ? value : bytes.toString("latin1"), "utf16le"),
		...texts.map((text) => Buffer.from(text)),
	];
}

const found = (place: Buffer, values: readonly (string | Uint8Array)[]): number[] =>
	values.flatMap((value, i) => (forms(value).some((form) => place.includes(form)) ? [i] : []));

const files = (folder: string, wanted: (path: string) => boolean = () => true): string[] =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.filter(wanted);

const joined = (paths: readonly string[]): Buffer => Buffer.concat(paths.map((path) => readFileSync(path)));

/** Every row of every table as text, bytes as hex: what a dump would hold. */
async function dump(): Promise<Buffer> {
	const admin = new pg.Client({ connectionString: db.adminUrl });
	await admin.connect();
	try {
		const tables = await admin.query<{ name: string }>(
			"select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
		);
		const parts: string[] = [];
		for (const { name } of tables.rows) {
			const { rows } = await admin.query<{ row: string }>(`select t::text as row from ${name} t`);
			parts.push(name, ...rows.map(({ row }) => row));
		}
		await admin.query("checkpoint");
		return Buffer.from(parts.join("\n"));
	} finally {
		await admin.end();
	}
}

test("what is searched for was there to be found: secrets of their length, and records that PostgreSQL holds", async () => {
	// Recovery codes are the shortest.
	expect(ofSecrets.every((value) => value.length >= 14)).toBe(true);
	expect(ofSecrets.length).toBe(35);
	expect(ofRecords.length).toBeGreaterThan(10);
	expect(found(await dump(), ofRecords).length).toBeGreaterThan(ofRecords.length / 2);
	// The search itself finds each of the ways.
	for (const value of ofSecrets)
		for (const form of forms(value)) expect(found(Buffer.concat([Buffer.from("…"), form]), [value])).toEqual([0]);
});

describe("nothing of secrets or records", () => {
	test("is in Temporal's database file, whose histories are there", () => {
		const place = joined(files(home, (path) => /temporal\.db(-wal|-shm)?$/.test(path)));
		for (const there of ["syncConnection", "rotateKeys", "VENDOR_AUTH", tenant.tenantId, "binary/encrypted"])
			expect(place.includes(there), there).toBe(true);
		expect(found(place, ofSecrets)).toEqual([]);
		expect(found(place, ofRecords)).toEqual([]);
	});

	test("is in the logs of Temporal, the worker and the API, at their most talkative", () => {
		const workerLog = readFileSync(inHome("worker.log"));
		const apiLog = Buffer.from(apiLines.join(""));
		expect(workerLog.includes("activity done") && workerLog.includes("VENDOR_AUTH")).toBe(true);
		expect(apiLog.includes('"path":"/trpc/connections.sync"')).toBe(true);
		for (const place of [workerLog, apiLog, readFileSync(inHome("temporal.log"))]) {
			expect(found(place, ofSecrets)).toEqual([]);
			expect(found(place, ofRecords)).toEqual([]);
		}
	});
});

describe("nothing of secrets", () => {
	test("is in a dump of PostgreSQL, its raw files, its write-ahead log or its own log", async () => {
		const rows = await dump();
		expect(rows.includes(`${tenant.tenantId}/2`)).toBe(true);
		expect(found(rows, ofSecrets)).toEqual([]);
		expect(found(joined(files(inHome("postgres"), (path) => /postgres\/(base|global|pg_wal)\//.test(path))), ofSecrets)).toEqual([]);
		expect(found(readFileSync(inHome("postgres.log")), ofSecrets)).toEqual([]);
	});

	test("is in the stored objects, nor anything of records", () => {
		const objects = files(inHome("objects"));
		expect(objects.length).toBeGreaterThan(10);
		expect(found(joined(objects), ofSecrets)).toEqual([]);
		expect(found(joined(objects), ofRecords)).toEqual([]);
	});
});
