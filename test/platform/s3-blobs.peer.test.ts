// Object storage in a bucket, against an S3 server that others wrote (gofakes3): the same promises as in a folder.
import { randomBytes } from "node:crypto";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import {
	AbortMultipartUploadCommand,
	CreateMultipartUploadCommand,
	ListMultipartUploadsCommand,
	type ListMultipartUploadsCommandOutput,
	S3Client,
	UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { derivedId } from "../../domain/core/ids.ts";
import { createKeys } from "../../platform/keys.ts";
import { createStorage, type ObjectStorage } from "../../platform/object-storage.ts";
import { partBytes, s3Blobs } from "../../platform/s3-blobs.ts";
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

interface Watched {
	readonly endpoint: string;
	/** Bytes of each PUT of a part, as they came. */
	readonly parts: number[];
	readonly wholes: number[];
	readonly mostAtOnce: () => number;
	/** From here on the server refuses a part. */
	breakFrom: number;
	readonly close: () => Promise<void>;
}

/** Passes everything on to the bucket and counts what is sent in parts. */
async function watched(): Promise<Watched> {
	const target = new URL(place.endpoint ?? "");
	let open = 0;
	let most = 0;
	const server = createServer((req, res) => {
		const length = Number(req.headers["content-length"] ?? 0);
		const isPart = req.method === "PUT" && (req.url ?? "").includes("partNumber=");
		if (req.method === "PUT") (isPart ? watch.parts : watch.wholes).push(length);
		if (isPart && watch.parts.length >= watch.breakFrom) {
			req.resume();
			res.writeHead(400, { "content-type": "application/xml" }).end("<Error><Code>InvalidPart</Code><Message>not taken</Message></Error>");
			return;
		}
		if (isPart) most = Math.max(most, ++open);
		const on = httpRequest(
			{ host: target.hostname, port: target.port, method: req.method, path: req.url, headers: req.headers },
			(from) => {
				if (isPart) open -= 1;
				res.writeHead(from.statusCode ?? 502, from.headers);
				from.pipe(res);
			},
		);
		req.pipe(on);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const watch: Watched = {
		endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		parts: [],
		wholes: [],
		mostAtOnce: () => most,
		breakFrom: Infinity,
		close: () =>
			new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	return watch;
}

const clientOf = (): S3Client =>
	new S3Client({
		endpoint: place.endpoint ?? "",
		region: place.region,
		forcePathStyle: true,
		requestChecksumCalculation: "WHEN_REQUIRED",
		credentials: { accessKeyId: place.accessKey, secretAccessKey: place.secretKey },
	});

const unfinished = async (): Promise<NonNullable<ListMultipartUploadsCommandOutput["Uploads"]>> =>
	(await clientOf().send(new ListMultipartUploadsCommand({ Bucket: place.bucket }))).Uploads ?? [];

test("parts are large enough for S3 and never more than it takes, up to 5 TB", () => {
	for (const size of [1, 5 * 1024 ** 2, 5 * 1024 ** 3, 100 * 1024 ** 3, 5 * 1024 ** 4]) {
		expect(partBytes(size)).toBeGreaterThanOrEqual(5 * 1024 ** 2);
		expect(Math.ceil(size / partBytes(size))).toBeLessThanOrEqual(10_000);
	}
});

test("a long object goes in parts, two in memory at a time and none larger than one; a short one in one piece", async () => {
	const watch = await watched();
	try {
		const through = createStorage(await s3Blobs({ ...place, endpoint: watch.endpoint }), keys);
		await through.put(tenantA, randomBytes(1000));
		expect([watch.parts.length, watch.wholes.length]).toEqual([0, 1]);
		const piece = randomBytes(1024 * 1024);
		// Each its own bytes: compressed away, they would be short.
		const long = Array.from({ length: 18 }, (_, n) => Buffer.concat([Buffer.from([n]), randomBytes(piece.length)]));
		const stored = await through.putStream(tenantA, pieces(...long));
		expect(watch.parts).toHaveLength(3);
		expect(Math.max(...watch.parts)).toBeLessThan(partBytes(stored.sizeBytes) + 64 * 1024);
		expect(watch.mostAtOnce()).toBeLessThanOrEqual(2);
		expect(Buffer.compare(Buffer.from(await storage.get(tenantA, stored.key)), Buffer.concat(long))).toBe(0);
	} finally {
		await watch.close();
	}
});

test("an upload whose second part is refused leaves neither an object nor parts", async () => {
	const watch = await watched();
	try {
		const through = createStorage(await s3Blobs({ ...place, endpoint: watch.endpoint }), keys);
		watch.breakFrom = 2;
		const tenantE = derivedId("tenant", "e");
		await expect(through.putStream(tenantE, pieces(randomBytes(10 * 1024 * 1024)))).rejects.toThrow("not taken");
		for await (const { key } of storage.list(tenantE)) expect(key).toBe("nothing");
		expect(await unfinished()).toEqual([]);
	} finally {
		await watch.close();
	}
});

test("what a killed process has sent of an object is swept when it is old, and not before; what others send to the bucket never is", async () => {
	const theirs = { Bucket: place.bucket, Key: "backups/monday.tar" };
	const other = await clientOf().send(new CreateMultipartUploadCommand(theirs));
	const at = { Bucket: place.bucket, Key: `${tenantA}/ab/abandoned` };
	const { UploadId } = await clientOf().send(new CreateMultipartUploadCommand(at));
	await clientOf().send(new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: randomBytes(1000) }));
	await s3Blobs(place);
	const ids = async (): Promise<readonly unknown[]> => (await unfinished()).map((each) => each.UploadId);
	expect(new Set(await ids())).toEqual(new Set([UploadId, other.UploadId]));
	await s3Blobs({ ...place, abandonedAfterMs: -60_000 });
	expect(await ids()).toEqual([other.UploadId]);
	await clientOf().send(new AbortMultipartUploadCommand({ ...theirs, UploadId: other.UploadId }));
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
	const apart = await storage.putStream(tenantC, pieces(text(0)), { id: derivedId("export", "c") });
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
