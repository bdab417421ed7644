// A ZIP archive piece by piece, in bounded memory: sizes and checksums follow each entry (APPNOTE.TXT 4.3, bit 3). Of any length and any
// number of entries; an entry that may pass 4 GB says so, because it is written in a way that not every program reads.
import { Readable } from "node:stream";
import { crc32, createDeflateRaw, deflateRawSync } from "node:zlib";
import { archiveEnd, descriptor, directoryEntry, localHead } from "./zip-records.ts";

export interface ZipEntry {
	readonly name: string;
	readonly content: AsyncIterable<Uint8Array>;
	/** It may pass 4 GB. */
	readonly large?: boolean;
}

// What is shorter is packed at once: a stream of its own for each of a hundred thousand small files takes longer than their bytes.
const heldBytes = 64 * 1024;
// A window of its own size: the usual one takes 256 KB for every small file until memory is swept.
const smallBytes = 4096;
const smallWindow = { windowBits: 12, memLevel: 5, chunkSize: 4096 } as const;
const directoryPieceBytes = 1024 * 1024;

interface Packed {
	crc: number;
	packed: number;
	plain: number;
}

/** @throws RangeError when an entry passes 4 GB and didn't say so */
export async function* zipStream(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>): AsyncGenerator<Uint8Array> {
	// The directory as it will be written: some eighty bytes an entry.
	const directory: Buffer[] = [];
	let at = 0;
	for await (const { name: text, content, large = false } of entries) {
		const name = Buffer.from(text, "utf8");
		const head = localHead(name, large);
		yield head;
		const facts: Packed = { crc: 0, packed: 0, plain: 0 };
		yield* deflatedPieces(content, facts);
		const tail = descriptor(facts, large);
		yield tail;
		directory.push(directoryEntry({ name, ...facts, offset: at }, large));
		at += head.length + facts.packed + tail.length;
	}
	const size = directory.reduce((sum, entry) => sum + entry.length, 0);
	yield* joined(directory);
	yield archiveEnd({ count: directory.length, size, offset: at });
}

/** @param facts filled on the way */
async function* deflatedPieces(content: AsyncIterable<Uint8Array>, facts: Packed): AsyncGenerator<Uint8Array> {
	const pieces = counted(content, facts);
	const held: Uint8Array[] = [];
	let more = await pieces.next();
	while (more.done !== true && facts.plain <= heldBytes) {
		held.push(more.value);
		more = await pieces.next();
	}
	if (more.done === true) {
		const whole = deflateRawSync(Buffer.concat(held), { level: 6, ...(facts.plain <= smallBytes ? smallWindow : {}) });
		facts.packed = whole.length;
		yield whole;
		return;
	}
	const next = more.value;
	async function* all(): AsyncGenerator<Uint8Array> {
		yield* held;
		yield next;
		yield* pieces;
	}
	const source = Readable.from(all());
	const deflate = createDeflateRaw({ level: 6 });
	source.on("error", (error) => deflate.destroy(error));
	for await (const piece of source.pipe(deflate) as AsyncIterable<Buffer>) {
		facts.packed += piece.length;
		yield piece;
	}
}

async function* counted(content: AsyncIterable<Uint8Array>, facts: Packed): AsyncGenerator<Uint8Array> {
	for await (const piece of content) {
		facts.crc = crc32(piece, facts.crc);
		facts.plain += piece.length;
		yield piece;
	}
}

function* joined(parts: readonly Buffer[]): Generator<Buffer> {
	let held: Buffer[] = [];
	let size = 0;
	for (const part of parts) {
		held.push(part);
		size += part.length;
		if (size < directoryPieceBytes) continue;
		yield Buffer.concat(held);
		held = [];
		size = 0;
	}
	yield Buffer.concat(held);
}
