// Files of exports go when their time is over, of every company, and nothing goes that somebody still has a right to.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepExport } from "../../activities/core/keep-export.ts";
import { deleteExpiredExports } from "../../activities/tenancy/delete-expired-exports.ts";
import { insertRequested } from "../../db/jobs/job.store.ts";
import { exportById, insertExport, markReady } from "../../db/sync/export.store.ts";
import { deleteOld } from "../../db/tenancy/retention.store.ts";
import { createLog } from "../../platform/log.ts";
import { createKeys } from "../../platform/keys.ts";
import { createDiskStorage } from "../../platform/object-storage.ts";
import { exportId } from "../../workflows/core/workflow-ids.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";

const folder = mkdtempSync(join(tmpdir(), "tieout-expired-"));
const storage = createDiskStorage(folder, createKeys(new Uint8Array(32).fill(7)));
const now = new Date("2026-11-21T12:00:00.000Z");
let db: TestDatabase;

beforeAll(async () => {
	db = await testDatabase();
});
afterAll(async () => {
	await db?.close();
	rmSync(folder, { recursive: true, force: true });
});

/** The job of an export and its row, as they are when somebody has asked for it. */
const requested = (of: TestTenant, id: string, format: "csv" | "zip"): Promise<void> =>
	db.withTenant(of, async (em) => {
		const { tenantId } = of;
		const requestedBy = of.users.owner.userId;
		const job = { kind: "export", title: "Export", businessKey: id, workflowId: exportId(tenantId, id), correlationId: "test" } as const;
		await insertRequested(em, { ...job, tenantId, id, requestedBy, input: {} });
		const list = format === "zip" ? "tenant" : "audit";
		const state = { request: { list }, columns: [], title: "x", words: [], askedBy: "", company: "" } as unknown as Parameters<
			typeof insertExport
		>[1]["state"];
		await insertExport(em, { tenantId, id, requestedBy, name: `x.${format}`, format, state });
	});

/** An export whose file is there, until `hours` from now. `shared`: as exports lay before they had names of their own. */
async function made(
	of: TestTenant,
	hours: number,
	text: string,
	format: "csv" | "zip" = "csv",
	shared = false,
): Promise<{ id: string; key: string }> {
	const { tenantId } = of;
	const id = randomUUID();
	const stored = shared
		? await storage.put(tenantId, new TextEncoder().encode(text))
		: await storage.putStream(
				tenantId,
				(async function* () {
					yield new TextEncoder().encode(text);
				})(),
				{ id },
			);
	await requested(of, id, format);
	const expiresAt = new Date(now.getTime() + hours * 3_600_000).toISOString();
	await db.withTenant(of, (em) =>
		markReady(em, { tenantId, id, rowCount: 1, sizeBytes: stored.sizeBytes, objectKey: stored.key, expiresAt }),
	);
	return { id, key: stored.key };
}

const round = () =>
	deleteExpiredExports({ orm: db.orm, log: createLog({ name: "test", level: "silent" }), clock: { now: () => now }, storage });
const found = async (of: TestTenant, id: string) => db.withTenant(of, (em) => exportById(em, of.tenantId, id));
async function keysOf(of: TestTenant): Promise<string[]> {
	const keys: string[] = [];
	for await (const { key } of storage.list(of.tenantId)) keys.push(key);
	return keys.toSorted();
}

test("files whose time is over go in every company, whole companies too; those that can still be fetched stay", async () => {
	const [alder, birch] = db.tenants;
	const over = await made(alder, -2, "old rows");
	const archive = await made(birch, -200, "an old company", "zip");
	const justOver = await made(alder, -0.5, "somebody still loads this");
	const good = await made(birch, 24, "new rows");
	const twice = await made(alder, -3, "the same rows", "csv", true);
	const again = await made(alder, 48, "the same rows", "csv", true);
	expect(again.key).toBe(twice.key);

	expect(await round()).toEqual({ deleted: 2, failed: 0 });
	expect(await keysOf(alder)).toEqual([justOver.key, again.key].toSorted());
	expect(await keysOf(birch)).toEqual([good.key]);
	expect(await found(alder, over.id)).toMatchObject({ status: "expired", objectKey: null });
	expect(await found(birch, archive.id)).toMatchObject({ status: "expired", objectKey: null });
	expect(await found(alder, twice.id)).toMatchObject({ status: "expired", objectKey: null });
	expect(await found(alder, again.id)).toMatchObject({ objectKey: again.key });
	expect(await round()).toEqual({ deleted: 0, failed: 0 });
});

test("a round that broke after the bytes went is done again; a row is forgotten by retention only when its bytes are gone", async () => {
	const [alder] = db.tenants;
	const broken = await made(alder, -5, "half done");
	const forget = () =>
		db.withTenant(alder, (em) =>
			deleteOld(em, { tenantId: alder.tenantId, table: "exports", before: "2999-01-01T00:00:00.000Z", limit: 100 }),
		);
	await forget();
	expect(await found(alder, broken.id)).toMatchObject({ objectKey: broken.key });
	await storage.remove(alder.tenantId, broken.key);
	expect(await round()).toEqual({ deleted: 0, failed: 0 });
	expect(await found(alder, broken.id)).toMatchObject({ status: "expired", objectKey: null });
	expect(await forget()).toBe(1);
	expect(await found(alder, broken.id)).toBeNull();
});

test("bytes that somebody stores while an export of the same bytes goes are never lost: the export's lie apart", async () => {
	const [alder, birch] = db.tenants;
	const text = "the file that was exported and is uploaded again";
	const over = await made(alder, -2, text);
	const next = await made(alder, 24, text);
	expect(next.key).not.toBe(over.key);
	// Stored, and its row not yet written, when the round comes: nothing in the database speaks for these bytes.
	const uploaded = await storage.put(alder.tenantId, new TextEncoder().encode(text));
	const foreign = await storage.put(birch.tenantId, new TextEncoder().encode(text));
	expect(await round()).toEqual({ deleted: 1, failed: 0 });
	for (const [of, key] of [
		[alder, uploaded.key],
		[alder, next.key],
		[birch, foreign.key],
	] as const)
		expect(new TextDecoder().decode(await storage.get(of.tenantId, key))).toBe(text);
	await expect(storage.get(alder.tenantId, over.key)).rejects.toMatchObject({ code: "OBJECT_MISSING" });
	await expect(storage.get(birch.tenantId, next.key)).rejects.toMatchObject({ code: "OBJECT_FOREIGN" });
});

/** A worker's try: `at` is when it began. */
const tryOf = (of: TestTenant, id: string, text: string, at = now) =>
	keepExport(
		{ withTenant: (work) => db.withTenant(of, work), storage, clock: { now: () => at } },
		{ tenantId: of.tenantId, id },
		(async function* () {
			yield new TextEncoder().encode(text);
		})(),
	);
const markDone = (of: TestTenant, { ready }: Awaited<ReturnType<typeof tryOf>>) => db.withTenant(of, (em) => ready(em, 1));

test("a try that ends between its file and its row leaves nothing: the next removes the file, and without a next one it goes with time", async () => {
	const [, birch] = db.tenants;
	const before = await keysOf(birch);
	const [again, never] = [randomUUID(), randomUUID()];
	for (const id of [again, never]) await requested(birch, id, "csv");
	const eightDaysAgo = new Date(now.getTime() - 8 * 24 * 3_600_000);
	// Both workers are killed here: the bytes lie there, and no row says ready.
	const first = await tryOf(birch, again, "rows at one o'clock", eightDaysAgo);
	const left = await tryOf(birch, never, "rows that nobody fetches", eightDaysAgo);
	expect(await found(birch, again)).toMatchObject({ objectKey: first.stored.key, rowCount: null });
	const second = await tryOf(birch, again, "rows at two o'clock");
	await markDone(birch, second);
	expect(await keysOf(birch)).toEqual([...before, second.stored.key, left.stored.key].toSorted());
	expect(await found(birch, again)).toMatchObject({ objectKey: second.stored.key, rowCount: 1 });
	expect(await round()).toMatchObject({ deleted: 1, failed: 0 });
	expect(await keysOf(birch)).toEqual([...before, second.stored.key].toSorted());
	expect(await found(birch, never)).toMatchObject({ status: "expired", objectKey: null });
});

test("a try that was thought dead and comes to its end removes its own file and leaves the newer one", async () => {
	const [alder] = db.tenants;
	const id = randomUUID();
	await requested(alder, id, "csv");
	const slow = await tryOf(alder, id, "rows of the slow try");
	const newer = await tryOf(alder, id, "rows of the newer try");
	await expect(markDone(alder, slow)).rejects.toMatchObject({ code: "EXPORT_OVERTAKEN" });
	await markDone(alder, newer);
	expect(await keysOf(alder)).toContain(newer.stored.key);
	expect(await keysOf(alder)).not.toContain(slow.stored.key);
});

test("a file whose place can't be written down is not kept", async () => {
	const [alder] = db.tenants;
	const before = await keysOf(alder);
	const id = randomUUID();
	const note = () => Promise.reject(new Error("the database is away"));
	const bytes = (async function* () {
		yield new Uint8Array(100);
	})();
	await expect(storage.putStream(alder.tenantId, bytes, { id, note })).rejects.toThrow("the database is away");
	expect(await keysOf(alder)).toEqual(before);
});
