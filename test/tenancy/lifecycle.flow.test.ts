// A company gets everything out, changes its mind, leaves: with rows in every table, beside another company whose rows nobody touches.
import { execFileSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { temporal } from "@temporalio/proto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { erasedTables } from "../../db/tenancy/erase.store.ts";
import { erasureById } from "../../db/tenancy/erasure-report.store.ts";
import { exportById, insertExport } from "../../db/sync/export.store.ts";
import { recordAudit } from "../../db/tenancy/audit.store.ts";
import { lastCheckpoint } from "../../db/tenancy/audit-checkpoint.store.ts";
import { erasePersonIn } from "../../db/tenancy/erase-person.store.ts";
import { auditLines, verifyLines } from "../../activities/tenancy/audit-lines.ts";
import { sealTenant, signTenant } from "../../activities/tenancy/seal-audit.ts";
import { keptByLaw, leftOutOfExport, tenantTables } from "../../db/tenancy/tenant-tables.ts";
import { tables } from "../../db/tables.ts";
import { verifySignature } from "../../platform/audit-signer.ts";
import { erasureId, eraseTenantId } from "../../domain/tenancy/lifecycle/erasure.ts";
import { isAsSigned, readPaper } from "../../domain/tenancy/lifecycle/signed-paper.ts";
import { tenantExportId } from "../../workflows/core/workflow-ids.ts";
import { insertOneOfEach, type Row, tablesOf } from "../isolation/row-factory.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { namePlatformRun } from "../support/record-history.ts";
import { type TestTemporal, testTemporal } from "../support/temporal.ts";

const folder = mkdtempSync(join(tmpdir(), "tieout-lifecycle-"));
let db: TestDatabase;
let engine: TestTemporal;
let owner: pg.Client;
/** A row in every table, of each company. */
let going: ReadonlyMap<string, Row>;
let staying: ReadonlyMap<string, Row>;

const idOf = (rows: ReadonlyMap<string, Row>, table: string, column = "id"): string => String(rows.get(table)?.[column]);
const kept = { going: "", staying: "" };

beforeAll(async () => {
	db = await testDatabase();
	engine = await testTemporal(db, { queue: "core" });
	owner = new pg.Client({ connectionString: db.adminUrl });
	await owner.connect();
	going = await insertOneOfEach(owner, tablesOf(db.orm), "going");
	staying = await insertOneOfEach(owner, tablesOf(db.orm), "staying");
	for (const [name, rows] of Object.entries({ going, staying })) {
		const tenantId = idOf(rows, "tenants");
		const no = Number(rows.get("tenant_keys")?.["key_no"]);
		const wrapped = engine.deps.keys.wrapNew(tenantId, no);
		await owner.query("update tenant_keys set state = 'active', wrapped = $1 where tenant_id = $2", [Buffer.from(wrapped), tenantId]);
		engine.deps.keys.accept(tenantId, [{ no, state: "active", wrapped }]);
		const stored = await engine.deps.storage.put(tenantId, Buffer.from(`a page of ${name}`));
		const archive = await engine.deps.storage.put(tenantId, Buffer.from(`an archive of ${name}`));
		await owner.query("update audit_archives set object_key = $1 where tenant_id = $2", [archive.key, tenantId]);
		await owner.query("update pages set object_key = $1 where tenant_id = $2", [stored.key, tenantId]);
		// What the factory can't make up: a chain that fits its events, and nothing that asks for work.
		for (const table of ["audit_unsealed", "audit_personal", "audit_checkpoints", "audit_chains", "audit_seals", "audit_events"])
			await owner.query(`delete from ${table} where tenant_id = $1`, [tenantId]);
		const actor = { kind: "person", id: idOf(rows, "users"), name: "Priya Nair", onBehalfOf: null } as const;
		for (const n of [1, 2, 3])
			await db.withTenant(tenantId, (em) =>
				recordAudit(em, {
					tenantId,
					actor,
					origin: null,
					correlationId: "test",
					action: "test.done",
					resource: { kind: "thing", id: `${n}` },
					summary: "Did it",
				}),
			);
		await owner.query("update jobs set status = 'done', closed_at = now() where tenant_id = $1", [tenantId]);
		kept[name as "going" | "staying"] = archive.key;
	}
});
afterAll(async () => {
	await owner?.end();
	await engine?.close();
	await db?.close();
	rmSync(folder, { recursive: true, force: true });
});

/** Rows of every table, of one company or person. */
async function counts(rows: ReadonlyMap<string, Row>): Promise<Record<string, number>> {
	const out: Record<string, number> = {};
	for (const [table, { ownerColumn }] of Object.entries(tables)) {
		const { rows: found } = await owner.query<{ n: number }>(`select count(*)::int as n from ${table} where ${ownerColumn} = $1`, [
			rows.get(table)?.[ownerColumn],
		]);
		out[table] = found[0]?.n ?? 0;
	}
	return out;
}

/** The files of an archive whose entries are deflated, by the directory at its end. */
function unzip(archive: Buffer): Map<string, Buffer> {
	const files = new Map<string, Buffer>();
	const end = archive.lastIndexOf(Buffer.from("504b0506", "hex"));
	let at = archive.readUInt32LE(end + 16);
	for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
		const nameLength = archive.readUInt16LE(at + 28);
		const name = archive.toString("utf8", at + 46, at + 46 + nameLength);
		const start = archive.readUInt32LE(at + 42);
		const body = start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28);
		files.set(name, inflateRawSync(archive.subarray(body, body + archive.readUInt32LE(at + 20))));
		at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
	}
	return files;
}

const cli = (path: string): { code: number; text: string } => {
	try {
		return { code: 0, text: execFileSync(process.execPath, ["cli/tieout.ts", "verify", "report", path], { encoding: "utf8" }) };
	} catch (error) {
		const { status, stdout } = error as { status: number; stdout: string };
		return { code: status, text: stdout };
	}
};

async function askExport(tenantId: string, userId: string): Promise<string> {
	const name = "Company.zip";
	const job = await engine.request({
		tenantId,
		kind: "export_tenant",
		title: "Export the whole company",
		businessKey: name,
		workflowId: tenantExportId(tenantId, randomUUID()),
		requestedBy: userId,
		correlationId: "test",
		input: {},
	});
	const state = { request: { list: "tenant" }, columns: [], title: "Company", words: [], askedBy: "", company: "" } as const;
	await db.withTenant(tenantId, (em) => insertExport(em, { tenantId, id: job.jobId, name, format: "zip", requestedBy: userId, state }));
	await job.afterCommit();
	return job.jobId;
}

test("an export has every table's rows of the own company, no secret, and a manifest that tells when a file was changed", async () => {
	const [alder] = db.tenants;
	for (const [tenantId, userId] of [
		[alder.tenantId, alder.users.owner.userId],
		[idOf(going, "tenants"), idOf(going, "memberships", "user_id")],
	] as const) {
		const jobId = await askExport(tenantId, userId);
		expect(await engine.closed(tenantId, jobId)).toBe("done");
		const made = await db.withTenant(tenantId, (em) => exportById(em, tenantId, jobId));
		expect(made).toMatchObject({ status: "ready", format: "zip" });
		if (tenantId === alder.tenantId) continue;
		const files = unzip(Buffer.from(await engine.deps.storage.get(tenantId, made?.objectKey ?? "")));
		const all = [...files.values()].map(String).join("\n");
		expect(all).toContain(tenantId);
		expect(all).not.toContain(idOf(staying, "tenants"));
		for (const table of tenantTables(db.orm)) {
			const text = String(files.get(`tables/${table.name}.ndjson`) ?? "");
			const rules = leftOutOfExport[table.name];
			if (rules !== undefined && "*" in rules) expect(text, table.name).toBe("");
			else {
				const { rows } = await owner.query<{ n: number }>(`select count(*)::int as n from ${table.name} where ${table.owner} = $1`, [
					tenantId,
				]);
				expect(text === "" ? 0 : 1, table.name).toBe(Math.min(1, rows[0]?.n ?? 0));
			}
		}
		expect(all).not.toContain(idOf(going, "api_keys", "secret_hash"));
		expect(String(files.get("tables/identity_providers.ndjson"))).not.toContain("secret_sealed");
		const manifest = String(files.get("manifest.json"));
		const paper = readPaper(manifest);
		expect(paper !== null && isAsSigned(paper, verifySignature)).toBe(true);
		const named = paper?.body["files"] as { name: string; sha256: string; rows: number }[];
		const stored = new Map([...files].filter(([name]) => name.startsWith("objects/")));
		expect(named.map(({ name }) => name).toSorted()).toEqual(
			[...files.keys()].filter((name) => name !== "manifest.json" && !stored.has(name)).toSorted(),
		);
		// What was stored comes along as it came, another company's nowhere.
		expect([...stored.values()].map(String).toSorted()).toEqual(["a page of going", "an archive of going"]);
		for (const [name, bytes] of stored) expect(name).toBe(`objects/${createHash("sha256").update(bytes).digest("hex")}`);
		for (const { name, sha256, rows } of named) {
			const bytes = files.get(name) ?? Buffer.alloc(0);
			expect(createHash("sha256").update(bytes).digest("hex"), name).toBe(sha256);
			expect(String(bytes).split("\n").length - 1, name).toBe(rows);
		}
		writeFileSync(join(folder, "manifest.json"), manifest);
		expect(cli(join(folder, "manifest.json")).code).toBe(0);
		const unpacked = mkdtempSync(join(folder, "unpacked-"));
		for (const [name, bytes] of files) {
			mkdirSync(dirname(join(unpacked, name)), { recursive: true });
			writeFileSync(join(unpacked, name), bytes);
		}
		const there = join(unpacked, "manifest.json");
		expect(cli(there).code).toBe(0);
		const [object = ""] = stored.keys();
		writeFileSync(join(unpacked, object), "another page");
		rmSync(join(unpacked, "tables/jobs.ndjson"));
		const told = cli(there);
		expect(told.code).toBe(1);
		expect(told.text).toContain(`${object} is not the file that was written.`);
		expect(told.text).toContain("tables/jobs.ndjson is missing.");
	}
});

test("every column that looks like a secret is left out of exports or is no secret", () => {
	const noSecret = new Set([
		"identity_providers.secret_key_id",
		"idempotency_keys.request_hash",
		"inbox.body",
		"reconciliation_runs.input_hash",
		"reconciliation_runs.result_hash",
		"audit_seals.entries",
		"audit_seals.sealed_at",
		"api_keys.old_secret_until",
	]);
	const suspect = tenantTables(db.orm).flatMap((table) =>
		table.columns
			.filter(({ name, type }) => type === "bytea" || /secret|token|hash|sealed|cipher|wrapped|password|link/.test(name))
			.filter(({ name }) => !("*" in (leftOutOfExport[table.name] ?? {})) && !(name in (leftOutOfExport[table.name] ?? {})))
			.map(({ name }) => `${table.name}.${name}`),
	);
	expect(suspect.filter((name) => !noSecret.has(name))).toEqual([]);
});

const eraseJob = (tenantId: string, userId: string, until: string, reportId: string) => ({
	tenantId,
	kind: "erase_tenant" as const,
	title: "Erase the company",
	businessKey: "company",
	workflowId: eraseTenantId(tenantId),
	requestedBy: userId,
	correlationId: "test",
	input: { reportId, askedBy: userId, askedAt: "2026-11-21T09:00:00.000Z", until },
});

test("an erasure that is taken back in its days leaves the company as it was", async () => {
	const [alder] = db.tenants;
	const job = await engine.start(eraseJob(alder.tenantId, alder.users.owner.userId, "2999-01-01T00:00:00.000Z", randomUUID()));
	await expect.poll(async () => (await owner.query("select status from jobs where id = $1", [job.jobId])).rows[0]?.status).toBe("running");
	await engine.temporal.client.workflow.getHandle(eraseTenantId(alder.tenantId)).cancel();
	expect(await engine.closed(alder.tenantId, job.jobId)).toBe("stopped");
	const { rows } = await owner.query("select status, name from tenants where id = $1", [alder.tenantId]);
	expect(rows).toEqual([{ status: "active", name: alder.name }]);
});

/** What the trail of a company says when it is read and verified as an export is. */
async function trail(tenantId: string) {
	await sealTenant(engine.deps, tenantId);
	await signTenant(engine.deps, tenantId);
	const run = <T>(work: Parameters<typeof db.withTenant<T>>[1]) => db.withTenant(tenantId, work);
	const checkpoint = await run((em) => lastCheckpoint(em, tenantId));
	if (checkpoint === null) throw new Error("no checkpoint");
	const lines = auditLines(run, { tenantId, from: 0, to: checkpoint.count, month: null, at: "2026-11-21T09:00:00.000Z" }, () => {});
	return verifyLines(lines, { checkpoint, allowWithheld: false });
}

test("a person who is erased has no name left in the company, the trail still verifies, and another company keeps theirs", async () => {
	const [tenantId, other] = [idOf(staying, "tenants"), idOf(going, "tenants")];
	const userId = idOf(staying, "users");
	const names = async (id: string) =>
		(await owner.query("select value from audit_personal where tenant_id = $1", [id])).rows.map(({ value }) => value);
	expect(await trail(tenantId)).toMatchObject({ whole: true, personalErased: 0 });
	const title = `Role of ${String(staying.get("memberships")?.["name"])}`;
	await owner.query("update jobs set title = $1 where tenant_id = $2", [title, tenantId]);
	await db.withTenant(tenantId, (em) => erasePersonIn(em, { tenantId, userId }));
	expect(await names(tenantId)).not.toContain("Priya Nair");
	expect(await names(other)).toContain("Priya Nair");
	const { rows } = await owner.query("select m.name, j.title from memberships m join jobs j using (tenant_id) where m.tenant_id = $1", [
		tenantId,
	]);
	expect(rows).toEqual([{ name: "Erased person", title: "Role of Erased person" }]);
	const after = await trail(tenantId);
	expect(after).toMatchObject({ whole: true, findings: [] });
	expect(after.personalErased).toBeGreaterThan(2);
});

test("an erased company has no row, object, key or history left but what the law keeps, says so signed, and no other company lost anything", async () => {
	const tenantId = idOf(going, "tenants");
	const reportId = randomUUID();
	const before = { going: await counts(going), staying: await counts(staying) };
	// Who runs the platform keeps their account.
	await owner.query("delete from platform_admins where user_id = $1", [idOf(going, "users")]);
	before.going["platform_admins"] = 0;
	// Every table has something to lose.
	expect(
		erasedTables(db.orm)
			.filter(({ name }) => (before.going[name] ?? 0) === 0)
			.map(({ name }) => name),
	).toEqual([]);
	const name = String(going.get("tenants")?.["name"]);
	await engine.start(eraseJob(tenantId, idOf(going, "memberships", "user_id"), new Date().toISOString(), reportId));
	namePlatformRun("erase_company", { workflowId: erasureId(tenantId) });
	await expect.poll(async () => (await erasureById(db.orm, reportId))?.facts.company).toBe(name);
	const erasing = engine.temporal.client.workflow.getHandle(erasureId(tenantId));
	const isThere = () =>
		erasing.describe().then(
			() => true,
			() => false,
		);
	await expect.poll(isThere).toBe(true);
	await erasing.result();

	const after = { going: await counts(going), staying: await counts(staying) };
	expect(after.staying).toEqual(before.staying);
	const left = tenantTables(db.orm).filter((table) => (after.going[table.name] ?? 0) > 0);
	expect(left.filter((table) => !(table.name in keptByLaw))).toEqual([]);
	expect(left.map((table) => table.name)).toContain("audit_events");
	const { rows } = await owner.query("select status, name, settings from tenants where id = $1", [tenantId]);
	expect(rows).toEqual([{ status: "erased", name: "Erased company", settings: {} }]);
	const { rows: people } = await owner.query("select name, email, password_hash from users where id = $1", [idOf(going, "users")]);
	expect(people).toEqual([{ name: "Erased person", email: `erased-${idOf(going, "users")}@erased.invalid`, password_hash: null }]);

	const stored: string[] = [];
	for await (const { key } of engine.deps.storage.list(tenantId)) stored.push(key);
	engine.deps.keys.accept(tenantId, []);
	for (const key of stored)
		expect(String(Buffer.from(await engine.deps.storage.get(tenantId, key)))).toMatch(/an archive of going|tieout-audit-checkpoint/);
	expect(stored).toContain(kept.going);
	// The server forgets a deleted history within a minute; until then it is sealed with the key that was destroyed.
	const no = Number(going.get("tenant_keys")?.["key_no"]);
	const history = await engine.temporal.client.workflow
		.getHandle(eraseTenantId(tenantId))
		.fetchHistory()
		.catch(() => null);
	const raw = history === null ? "" : Buffer.from(temporal.api.history.v1.History.encode(history).finish()).toString("latin1");
	expect(raw === "" || raw.includes(`${tenantId}/${no}`)).toBe(true);
	expect(raw).not.toContain(`${tenantId}/1`);
	expect(() => engine.deps.keys.numbered(tenantId, "payload", no)).toThrow("not here");

	expect(await trail(tenantId)).toMatchObject({ whole: true, findings: [], personalKept: expect.any(Number) });
	const report = (await erasureById(db.orm, reportId))?.report ?? "";
	const path = join(folder, "report.json");
	writeFileSync(path, report);
	expect(cli(path)).toMatchObject({ code: 0, text: expect.stringContaining(name) });
	const body = readPaper(report)?.body as unknown as {
		deleted: { tables: { table: string; rows: number }[]; objects: number };
		kept: { table: string; rows: number; why: string; until: string }[];
	};
	const deleted = Object.fromEntries(body.deleted.tables.map(({ table, rows: n }) => [table, n]));
	for (const { name: table } of erasedTables(db.orm)) expect(deleted[table], table).toBeGreaterThanOrEqual(before.going[table] ?? 0);
	expect(body.deleted.objects).toBeGreaterThan(0);
	expect((body as unknown as { keys: string }).keys).toMatch(/opens no more\. It never sealed with a key that can't be destroyed/);
	expect(body.kept.map(({ table }) => table).toSorted()).toEqual(Object.keys(keptByLaw).toSorted());
	expect(body.kept.every(({ why, until }) => why.length > 20 && /^20\d\d-/.test(until))).toBe(true);
	writeFileSync(
		path,
		readFileSync(path, "utf8").replace(/"rows":(\d)/, (_, digit: string) => `"rows":${(Number(digit) + 1) % 10}`),
	);
	expect(cli(path).code).toBe(1);
});
