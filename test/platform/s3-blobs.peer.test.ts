// Object storage in a bucket, against an S3 server that others wrote (gofakes3): the same promises as in a folder.
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { derivedId } from "../../domain/core/ids.ts";
import { createKeys } from "../../platform/keys.ts";
import { createStorage, type ObjectStorage } from "../../platform/object-storage.ts";
import { s3Blobs } from "../../platform/s3-blobs.ts";
import { freePort } from "../../scripts/free-port.ts";
import { goTool } from "../../scripts/go-tool.ts";
import { type GuardedProcess, startGuarded } from "../../scripts/guarded-process.ts";

const tenantA = derivedId("tenant", "a");
const tenantB = derivedId("tenant", "b");
const keys = createKeys(new Uint8Array(32).fill(3));
let server: GuardedProcess;
let place: Parameters<typeof s3Blobs>[0];
let storage: ObjectStorage;

beforeAll(async () => {
	const binary = await goTool("github.com/johannesboyne/gofakes3/cmd/gofakes3@v1.2.0");
	if (binary === null) throw new Error("gofakes3 could not be built");
	const port = await freePort();
	server = startGuarded({ command: [binary, "-host", `127.0.0.1:${port}`, "-backend", "memory"], stopSignal: "TERM" });
	place = { endpoint: `http://127.0.0.1:${port}`, region: "us-east-1", bucket: "tieout", accessKey: "access", secretKey: "secret" };
	await vi.waitFor(() => fetch(place.endpoint ?? ""), { timeout: 50_000 });
	storage = createStorage(await s3Blobs(place), keys);
});
afterAll(() => server.stop());

async function* pieces(...all: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
	yield* all;
}

test("what is put is got, a second put is free, and the bucket is found again", async () => {
	const bytes = new TextEncoder().encode("a page as received");
	const stored = await storage.put(tenantA, bytes);
	expect(await storage.put(tenantA, bytes)).toEqual(stored);
	const again = createStorage(await s3Blobs(place), keys);
	expect(await again.get(tenantA, stored.key)).toEqual(bytes);
});

test("a long object is written in pieces, and any range of it is read alone", async () => {
	const long = randomBytes(9_000_000);
	const stored = await storage.putStream(tenantA, pieces(long.subarray(0, 5_000_000), long.subarray(5_000_000)));
	expect(stored.sizeBytes).toBe(long.length);
	expect(Buffer.from(await storage.readRange(tenantA, stored.key, { start: 8_900_000, end: 8_900_100 }))).toEqual(
		long.subarray(8_900_000, 8_900_100),
	);
	expect(Buffer.compare(Buffer.from(await storage.get(tenantA, stored.key)), long)).toBe(0);
});

test("an upload that breaks off leaves nothing", async () => {
	async function* broken(): AsyncGenerator<Uint8Array> {
		yield new Uint8Array(1000);
		throw new Error("cut");
	}
	await expect(storage.putStream(tenantA, broken())).rejects.toThrow("cut");
});

test("another tenant's object and a missing one are refused by name", async () => {
	const stored = await storage.put(tenantA, new TextEncoder().encode("only A's"));
	await expect(storage.get(tenantB, stored.key)).rejects.toMatchObject({ code: "OBJECT_FOREIGN" });
	await expect(storage.get(tenantB, `${tenantB}/${stored.sha256}`)).rejects.toMatchObject({ code: "OBJECT_MISSING" });
});

test("nothing readable lies in the bucket", async () => {
	const planted = `planted ${randomBytes(12).toString("hex")}`;
	const { key, sha256 } = await storage.put(tenantA, new TextEncoder().encode(planted.repeat(50)));
	const blob = await (await s3Blobs(place)).open(`${tenantA}/${sha256.slice(0, 2)}/${sha256}`);
	const raw = (await blob?.read(0, 1_000_000))?.toString("latin1") ?? "";
	expect(key).toContain(sha256);
	expect(raw.length).toBeGreaterThan(20);
	expect(raw).not.toContain(planted.slice(0, 20));
});

test("what lies there is listed page by page, each company's own, whatever else is in the bucket", async () => {
	const [tenantC, tenantD] = [derivedId("tenant", "c"), derivedId("tenant", "d")];
	const text = (n: number): Uint8Array => new TextEncoder().encode(`page ${n}`);
	const put: string[] = [];
	for (let n = 0; n < 7; n++) put.push((await storage.put(tenantC, text(n))).key);
	const apart = await storage.putStream(tenantC, pieces(text(0)), derivedId("export", "c"));
	await storage.put(tenantD, text(0));
	const listed = async (of: string, from: ObjectStorage = storage) => {
		const keys: string[] = [];
		for await (const { key, storedBytes } of from.list(of)) {
			expect(storedBytes).toBeGreaterThan(20);
			keys.push(key);
		}
		return keys.toSorted();
	};
	expect(await listed(tenantC)).toEqual([...put, apart.key].toSorted());
	// More than one answer of the server, each going on where the one before ended.
	const inPages = createStorage(await s3Blobs({ ...place, listAtOnce: 3 }), keys);
	expect(await listed(tenantC, inPages)).toEqual([...put, apart.key].toSorted());
	expect(await listed(derivedId("tenant", "nobody"))).toEqual([]);

	// One is removed, and only that one, also where another has the same bytes.
	expect(await storage.remove(tenantC, apart.key)).toBe(true);
	expect(await storage.remove(tenantC, apart.key)).toBe(false);
	await expect(storage.get(tenantC, apart.key)).rejects.toMatchObject({ code: "OBJECT_MISSING" });
	expect(await storage.get(tenantC, put[0] ?? "")).toEqual(text(0));
	await expect(async () => storage.remove(tenantD, put[0] ?? "")).rejects.toMatchObject({ code: "OBJECT_FOREIGN" });
	expect(await listed(tenantC)).toEqual(put.toSorted());
	for (const key of put) expect(await storage.remove(tenantC, key)).toBe(true);
	expect(await listed(tenantC)).toEqual([]);
	expect(await listed(tenantD)).toHaveLength(1);
});

test("what is kept of an erased company is sealed again with its first key, in place", async () => {
	const long = randomBytes(600_000);
	const ring = createKeys(new Uint8Array(32).fill(3));
	ring.begin(tenantA);
	const own = createStorage(await s3Blobs(place), ring);
	const { key } = await own.putStream(tenantA, pieces(long));
	await expect(storage.get(tenantA, key)).rejects.toMatchObject({ code: "KEY_MISSING" });
	await own.sealWithFirstKey(tenantA, key);
	expect(Buffer.compare(Buffer.from(await storage.get(tenantA, key)), long)).toBe(0);
});
