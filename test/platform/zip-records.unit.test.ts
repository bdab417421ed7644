// An archive of any length: what passes 4 GB or 65,535 entries is written in 64 bits and read back as it was; what doesn't stays as every
// program reads it.
import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { unzipped } from "../support/unzipped.ts";
import { archiveEnd, descriptor, directoryEntry, localHead } from "../../platform/zip-records.ts";
import { type ZipEntry, zipStream } from "../../platform/zip-stream.ts";

async function archive(entries: Iterable<ZipEntry>): Promise<Buffer> {
	const pieces: Uint8Array[] = [];
	for await (const piece of zipStream(entries)) pieces.push(piece);
	return Buffer.concat(pieces);
}
async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
	for (const text of texts) yield Buffer.from(text);
}
const name = Buffer.from("a");
const gb = 1024 ** 3;

test("short and long entries, large ones too, come out as they went in", async () => {
	const long = Array.from({ length: 40 }, () => randomBytes(4_000).toString("hex"));
	const bytes = await archive([
		{ name: "empty", content: pieces() },
		{ name: "é.txt", content: pieces("short") },
		{ name: "long", content: pieces(...long) },
		{ name: "large", content: pieces(...long), large: true },
	]);
	expect(unzipped(bytes)).toEqual({ empty: "", "é.txt": "short", long: long.join(""), large: long.join("") });
});

test("sizes beyond 4 GB stand in the 64 bits behind the entry's name, in the order that the format asks for, and only those", () => {
	const facts = { name, crc: 7, packed: 6 * gb, plain: 9 * gb, offset: 12 * gb };
	const entry = directoryEntry(facts, true);
	expect([entry.readUInt16LE(6), entry.readUInt32LE(20), entry.readUInt32LE(24), entry.readUInt32LE(42)]).toEqual([
		45, 0xffffffff, 0xffffffff, 0xffffffff,
	]);
	const extra = entry.subarray(47);
	expect([extra.readUInt16LE(0), extra.readUInt16LE(2), ...[4, 12, 20].map((at) => Number(extra.readBigUInt64LE(at)))]).toEqual([
		1,
		24,
		9 * gb,
		6 * gb,
		12 * gb,
	]);
	const far = directoryEntry({ ...facts, packed: 5, plain: 6 }, false);
	expect([far.readUInt32LE(20), far.readUInt16LE(30), Number(far.readBigUInt64LE(51))]).toEqual([5, 12, 12 * gb]);
	const near = directoryEntry({ ...facts, packed: 5, plain: 6, offset: 7 }, false);
	expect([near.length, near.readUInt16LE(6), near.readUInt16LE(30)]).toEqual([47, 20, 0]);
});

test("what follows an entry has 64 bits when its head says so; an entry that was not said to be large is refused at 4 GB", () => {
	const sizes = { crc: 1, packed: 5 * gb, plain: 8 * gb };
	const tail = descriptor(sizes, true);
	expect([tail.length, Number(tail.readBigUInt64LE(8)), Number(tail.readBigUInt64LE(16))]).toEqual([24, 5 * gb, 8 * gb]);
	expect(localHead(name, true).readUInt16LE(28)).toBe(20);
	expect(localHead(name, false).length).toBe(31);
	expect(() => descriptor(sizes, false)).toThrow(RangeError);
});

test("the end points to the 64-bit end just where one is needed", () => {
	expect(archiveEnd({ count: 65_534, size: 100, offset: 4 * gb - 2 }).length).toBe(22);
	for (const directory of [
		{ count: 65_535, size: 100, offset: 200 },
		{ count: 2, size: 100, offset: 5 * gb },
	]) {
		const end = archiveEnd(directory);
		const locator = end.subarray(56);
		expect([end.readUInt32LE(0), locator.readUInt32LE(0), Number(locator.readBigUInt64LE(8))]).toEqual([
			0x06064b50,
			0x07064b50,
			directory.offset + directory.size,
		]);
		expect([Number(end.readBigUInt64LE(32)), Number(end.readBigUInt64LE(40)), Number(end.readBigUInt64LE(48))]).toEqual([
			directory.count,
			directory.size,
			directory.offset,
		]);
	}
});
