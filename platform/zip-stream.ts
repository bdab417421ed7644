// A ZIP archive piece by piece, in bounded memory: sizes and checksums follow each entry (APPNOTE.TXT 4.3, bit 3). Up to 4 GB.
import { Readable } from "node:stream";
import { crc32, createDeflateRaw } from "node:zlib";

export interface ZipEntry {
	readonly name: string;
	readonly content: AsyncIterable<Uint8Array>;
}

interface Written {
	readonly name: Buffer;
	readonly crc: number;
	readonly packed: number;
	readonly plain: number;
	readonly offset: number;
}

const deflated = 8;
/** Sizes follow the entry; names are UTF-8. */
const flags = 0x0008 | 0x0800;
/** 1 January 1980: the same rows give the same bytes. */
const dosDate = 0x0021;

export async function* zipStream(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>): AsyncGenerator<Uint8Array> {
	const written: Written[] = [];
	let at = 0;
	for await (const entry of entries) {
		const name = Buffer.from(entry.name, "utf8");
		const head = localHead(name);
		yield head;
		let crc = 0;
		let plain = 0;
		let packed = 0;
		async function* counted(): AsyncGenerator<Uint8Array> {
			for await (const piece of entry.content) {
				crc = crc32(piece, crc);
				plain += piece.length;
				yield piece;
			}
		}
		const source = Readable.from(counted());
		const deflate = createDeflateRaw({ level: 6 });
		source.on("error", (error) => deflate.destroy(error));
		for await (const piece of source.pipe(deflate) as AsyncIterable<Buffer>) {
			packed += piece.length;
			yield piece;
		}
		const tail = descriptor(crc, packed, plain);
		yield tail;
		written.push({ name, crc, packed, plain, offset: at });
		at += head.length + packed + tail.length;
	}
	const directory = Buffer.concat(written.map(directoryEntry));
	yield directory;
	yield end(written.length, directory.length, at);
}

function localHead(name: Buffer): Buffer {
	const head = Buffer.alloc(30);
	head.writeUInt32LE(0x04034b50, 0);
	head.writeUInt16LE(20, 4);
	head.writeUInt16LE(flags, 6);
	head.writeUInt16LE(deflated, 8);
	head.writeUInt16LE(dosDate, 12);
	head.writeUInt16LE(name.length, 26);
	return Buffer.concat([head, name]);
}

function descriptor(crc: number, packed: number, plain: number): Buffer {
	const tail = Buffer.alloc(16);
	tail.writeUInt32LE(0x08074b50, 0);
	tail.writeUInt32LE(crc, 4);
	tail.writeUInt32LE(packed, 8);
	tail.writeUInt32LE(plain, 12);
	return tail;
}

function directoryEntry({ name, crc, packed, plain, offset }: Written): Buffer {
	const entry = Buffer.alloc(46);
	entry.writeUInt32LE(0x02014b50, 0);
	entry.writeUInt16LE(20, 4);
	entry.writeUInt16LE(20, 6);
	entry.writeUInt16LE(flags, 8);
	entry.writeUInt16LE(deflated, 10);
	entry.writeUInt16LE(dosDate, 14);
	entry.writeUInt32LE(crc, 16);
	entry.writeUInt32LE(packed, 20);
	entry.writeUInt32LE(plain, 24);
	entry.writeUInt16LE(name.length, 28);
	entry.writeUInt32LE(offset, 42);
	return Buffer.concat([entry, name]);
}

function end(count: number, size: number, offset: number): Buffer {
	const tail = Buffer.alloc(22);
	tail.writeUInt32LE(0x06054b50, 0);
	tail.writeUInt16LE(count, 8);
	tail.writeUInt16LE(count, 10);
	tail.writeUInt32LE(size, 12);
	tail.writeUInt32LE(offset, 16);
	return tail;
}
