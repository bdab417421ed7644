// A long object in pieces that are compressed and encrypted one by one, so that it is written and read in bounded memory and any
// range of it can be opened alone. A piece opens at its own place of its own object only; the index at the end says how many there
// are, so none can be left out, moved or cut off unnoticed.
//
//   magic 8 · key no 4 · id 16 │ nonce tag zstd(256 KB) │ nonce tag zstd(256 KB) │ … │ sealed index │ its length 4 · end magic 8
import { createHash, randomBytes } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";
import type { OpenBlob } from "./blobs.ts";
import { open, seal } from "./seal.ts";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

export const chunkedMagic = Buffer.from("TIEOUTC1");
const endMagic = Buffer.from("TIEOUTE1");
const headBytes = 8 + 4 + 16;
const tailBytes = 4 + 8;
/** Plain bytes of each piece but the last. */
export const chunkBytes = 256 * 1024;

interface ChunkIndex {
	readonly sizeBytes: number;
	readonly sha256: string;
	/** Sealed bytes of each piece. */
	readonly lengths: readonly number[];
}

const pieceAad = (tenantId: string, id: string, n: number): string => `${tenantId}/chunked/${id}/${n}`;
const indexAad = (tenantId: string, id: string): string => `${tenantId}/chunked/${id}/index`;

async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	let held: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of bytes) {
		held.push(chunk);
		size += chunk.length;
		if (size < chunkBytes) continue;
		const joined = Buffer.concat(held, size);
		let at = 0;
		for (; size - at >= chunkBytes; at += chunkBytes) yield joined.subarray(at, at + chunkBytes);
		held = at < size ? [joined.subarray(at)] : [];
		size -= at;
	}
	if (size > 0) yield Buffer.concat(held, size);
}

/** Writes `bytes` to an empty file. @returns what was written, by the plain bytes */
export async function writeChunked(
	file: FileHandle,
	{ tenantId, no, key }: { readonly tenantId: string; readonly no: number; readonly key: Uint8Array },
	bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly sha256: string; readonly sizeBytes: number }> {
	const idBytes = randomBytes(16);
	const id = idBytes.toString("hex");
	const keyNo = Buffer.alloc(4);
	keyNo.writeUInt32BE(no);
	await file.write(Buffer.concat([chunkedMagic, keyNo, idBytes]));
	const hash = createHash("sha256");
	const lengths: number[] = [];
	let sizeBytes = 0;
	for await (const piece of inPieces(bytes)) {
		hash.update(piece);
		sizeBytes += piece.length;
		const sealed = seal(key, pieceAad(tenantId, id, lengths.length), await compress(piece));
		await file.write(sealed);
		lengths.push(sealed.length);
	}
	const index: ChunkIndex = { sizeBytes, sha256: hash.digest("hex"), lengths };
	const sealedIndex = seal(key, indexAad(tenantId, id), await compress(Buffer.from(JSON.stringify(index))));
	const length = Buffer.alloc(4);
	length.writeUInt32BE(sealedIndex.length);
	await file.write(Buffer.concat([sealedIndex, length, endMagic]));
	return { sha256: index.sha256, sizeBytes };
}

export interface ChunkedReader {
	readonly sha256: string;
	readonly sizeBytes: number;
	/** Plain bytes [start, end), piece by piece. @throws Error when a byte is another than at writing */
	readonly bytes: (start: number, end: number) => AsyncGenerator<Uint8Array>;
}

async function exactly(blob: OpenBlob, at: number, length: number): Promise<Buffer> {
	const bytes = await blob.read(at, length);
	if (bytes.length !== length) throw new Error("a stored object is shorter than its index says");
	return bytes;
}

/** Opens a blob that begins with `chunkedMagic`. @throws Error when it was cut off or changed, or belongs to another tenant */
export async function openChunked(blob: OpenBlob, tenantId: string, keyOf: (no: number) => Uint8Array): Promise<ChunkedReader> {
	const size = blob.sizeBytes;
	const head = await exactly(blob, 0, headBytes);
	const key = keyOf(head.readUInt32BE(8));
	const id = head.subarray(12).toString("hex");
	const tail = await exactly(blob, size - tailBytes, tailBytes);
	const indexLength = tail.readUInt32BE(0);
	if (!tail.subarray(4).equals(endMagic) || indexLength > size) throw new Error("a stored object has no end");
	const sealedIndex = await exactly(blob, size - tailBytes - indexLength, indexLength);
	const index = JSON.parse((await decompress(open(key, indexAad(tenantId, id), sealedIndex))).toString()) as ChunkIndex;
	return {
		sha256: index.sha256,
		sizeBytes: index.sizeBytes,
		async *bytes(start, end) {
			let at = headBytes;
			for (const [n, length] of index.lengths.entries()) {
				const from = n * chunkBytes;
				if (from >= end) return;
				if (from + chunkBytes > start) {
					const plain = await decompress(open(key, pieceAad(tenantId, id, n), await exactly(blob, at, length)));
					const piece = plain.subarray(Math.max(0, start - from), Math.min(plain.length, end - from));
					if (piece.length > 0) yield piece;
				}
				at += length;
			}
		},
	};
}
