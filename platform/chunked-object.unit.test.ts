import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { chunkBytes } from "./chunked-object.ts";
import { createKeys } from "./keys.ts";
import { createDiskStorage } from "./object-storage.ts";

const tenant = "0b0f7f5e-0000-4000-8000-00000000000a";
const other = "0b0f7f5e-0000-4000-8000-00000000000b";
const folder = mkdtempSync(join(tmpdir(), "tieout-chunked-"));
const storage = createDiskStorage(folder, createKeys(new Uint8Array(32).fill(1)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = (): string[] =>
	readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
		entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
	);

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const all: Uint8Array[] = [];
	for await (const piece of pieces) all.push(piece);
	return Buffer.concat(all);
}

const long = Buffer.concat([Buffer.from("PLANTED ".repeat(60_000)), randomBytes(400_000)]);

describe("a stored object in pieces", () => {
	it("gives back any range as it came, whatever the pieces it came in, and is the object that a put of the same bytes names", async () => {
		const stored = await storage.putStream(tenant, inPieces(long, 70_001));
		expect(await storage.put(tenant, long)).toEqual(stored);
		expect(Buffer.from(await storage.get(tenant, stored.key)).equals(long)).toBe(true);
		await fc.assert(
			fc.asyncProperty(fc.nat(long.length + 10), fc.nat(long.length + 10), async (start, end) => {
				const range = await storage.readRange(tenant, stored.key, { start, end });
				return Buffer.from(range).equals(long.subarray(start, Math.max(start, end)));
			}),
			{ numRuns: 40 },
		);
		expect((await storage.readRange(tenant, stored.key, { start: long.length - 5 })).length).toBe(5);
		expect(readFileSync(files()[0] ?? "").includes("PLANTED")).toBe(false);
	});

	it("reads ranges of what was put whole, also as streams", async () => {
		const { key } = await storage.put(tenant, Buffer.from("0123456789"));
		expect((await whole(storage.getStream(tenant, key, { start: 2, end: 5 }))).toString()).toBe("234");
		expect((await whole(storage.getStream(tenant, key))).toString()).toBe("0123456789");
	});

	it("keeps an empty stream and one of exactly two pieces", async () => {
		for (const size of [0, chunkBytes, chunkBytes * 2]) {
			const bytes = randomBytes(size);
			const { key, sizeBytes } = await storage.putStream(tenant, inPieces(bytes, 1000));
			expect(sizeBytes).toBe(size);
			expect(Buffer.from(await storage.get(tenant, key)).equals(bytes)).toBe(true);
		}
	});

	it("keeps nothing when the stream breaks off, and throws what it threw", async () => {
		const before = files().length;
		async function* cut(): AsyncGenerator<Uint8Array> {
			yield randomBytes(600_000);
			throw new Error("cut");
		}
		await expect(storage.putStream(tenant, cut())).rejects.toThrow("cut");
		expect(files()).toHaveLength(before);
	});

	it("notices a changed, missing, moved or foreign piece", async () => {
		const bytes = randomBytes(chunkBytes * 3);
		const { key } = await storage.putStream(other, inPieces(bytes, 100_000));
		const path = files().find((file) => file.includes(other)) ?? "";
		const good = readFileSync(path);
		const damage: readonly ((stored: Buffer) => Buffer)[] = [
			(stored) => {
				stored[100_000] = (stored[100_000] ?? 0) ^ 1;
				return stored;
			},
			(stored) => stored.subarray(0, stored.length - 1),
			(stored) => stored.subarray(0, statSync(path).size / 2),
			// The first two pieces change places: they are of one length, since random bytes don't compress.
			(stored) => {
				const length = Math.floor((stored.length - 28) / 3) - 100;
				const first = Buffer.from(stored.subarray(28, 28 + length));
				stored.copy(stored, 28, 28 + length, 28 + 2 * length);
				first.copy(stored, 28 + length);
				return stored;
			},
		];
		for (const each of damage) {
			writeFileSync(path, each(Buffer.from(good)));
			await expect(whole(storage.getStream(other, key))).rejects.toMatchObject({ code: "OBJECT_HASH_MISMATCH" });
		}
		writeFileSync(path, good);
		await expect(whole(storage.getStream(tenant, key))).rejects.toMatchObject({ code: "OBJECT_FOREIGN" });
		expect((await whole(storage.getStream(other, key))).equals(bytes)).toBe(true);
		rmSync(path);
		await expect(whole(storage.getStream(other, key))).rejects.toMatchObject({ code: "OBJECT_MISSING" });
	});
});
