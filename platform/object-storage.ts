// Bytes that are kept as received: compressed, encrypted with the tenant's key, named by the hash of the plain bytes. Written
// once and never changed; a second put of the same bytes is free. What is kept for a time only lies apart under its owner's id, so that
// removing it takes nothing from anybody who keeps the same bytes. What is long is written and read in pieces (chunked-object.ts).
//
//   put:       sha256 ─▶ zstd ─▶ AES-256-GCM (aad = key) ─▶ draft ─▶ blob under its hash
//   putStream: pieces, sealed one by one ─▶ draft ─▶ blob under the hash that is known by then
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";
import { TieoutError } from "../domain/core/errors.ts";
import { isUuid } from "../domain/core/ids.ts";
import type { Blobs } from "./blobs.ts";
import { chunkedMagic, openChunked, writeChunked } from "./chunked-object.ts";
import type { Config } from "./config.ts";
import { diskBlobs } from "./disk-blobs.ts";
import type { Keys } from "./keys.ts";
import { readKeyNumber, withKeyNumber } from "./numbered-bytes.ts";
import { s3Blobs } from "./s3-blobs.ts";
import { open, seal } from "./seal.ts";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

export interface StoredObject {
	/** `<tenant>/<sha256>`, with `.<id>` behind it where it lies apart. */
	readonly key: string;
	/** Hex, of the plain bytes. */
	readonly sha256: string;
	readonly sizeBytes: number;
}

/** Plain bytes [start, end); without an end to the last one. */
export interface ByteRange {
	readonly start: number;
	readonly end?: number;
}

/** Bytes that lie under their owner's id. */
export interface Apart {
	/** A UUID. */
	readonly id: string;
	/** Writes down where they are going to lie, before they do: whatever ends this process then, somebody knows them. When it throws, nothing is kept. */
	readonly note?: (stored: StoredObject) => Promise<void>;
}

export interface ObjectStorage {
	readonly put: (tenantId: string, bytes: Uint8Array) => Promise<StoredObject>;
	/**
	 * Keeps bytes that come piece by piece, in bounded memory. When `bytes` throws, nothing is kept and it throws the same.
	 * @param apart whose bytes these are alone: whoever removes them takes them from nobody who stores the same
	 */
	readonly putStream: (tenantId: string, bytes: AsyncIterable<Uint8Array>, apart?: Apart) => Promise<StoredObject>;
	/** The plain bytes, their hash checked. @throws TieoutError OBJECT_FOREIGN, OBJECT_MISSING, OBJECT_HASH_MISMATCH, KEY_MISSING or KEY_UNREADABLE */
	readonly get: (tenantId: string, key: string) => Promise<Uint8Array>;
	/** The plain bytes piece by piece; every piece is proven to be this object's. @throws as `get`, also on the way */
	readonly getStream: (tenantId: string, key: string, range?: ByteRange) => AsyncIterable<Uint8Array>;
	/** A short range at once. @throws as `get` */
	readonly readRange: (tenantId: string, key: string, range: ByteRange) => Promise<Uint8Array>;
	/** What lies here for a tenant; sizes are of the sealed bytes. */
	readonly list: (tenantId: string) => AsyncIterable<ListedObject>;
	/**
	 * Only of what lies apart, or of a tenant of whom everything goes: somebody else may be about to keep the same bytes.
	 * False: there was none. @throws TieoutError OBJECT_FOREIGN
	 */
	readonly remove: (tenantId: string, key: string) => Promise<boolean>;
	/** Seals an object again with the tenant's first key, which is derived and outlives the tenant's data keys. @throws as `get` */
	readonly sealWithFirstKey: (tenantId: string, key: string) => Promise<void>;
}

export interface ListedObject {
	readonly key: string;
	/** Hex, of the plain bytes. */
	readonly sha256: string;
	/** Whether it is somebody's alone, for a time. */
	readonly isApart: boolean;
	readonly storedBytes: number;
}

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const hashIn = (key: string): string => key.slice(37, 37 + 64);

const mismatch = (): TieoutError =>
	new TieoutError("OBJECT_HASH_MISMATCH", "The stored bytes are not the ones that were saved. Restore them from your backup.");

/** Object storage in a folder of this machine. */
export const createDiskStorage = (folder: string, keys: Keys): ObjectStorage => createStorage(diskBlobs(folder), keys);

/** Object storage where the configuration says: a bucket when one is named, else a folder of this machine. */
export const openStorage = async (config: Pick<Config, "objectsDir" | "objectsBucket">, keys: Keys): Promise<ObjectStorage> =>
	createStorage(config.objectsBucket === null ? diskBlobs(config.objectsDir) : await s3Blobs(config.objectsBucket), keys);

/** Objects sealed with the tenants' keys, in any kind of blobs. */
export function createStorage(blobs: Blobs, keys: Keys): ObjectStorage {
	const pathOf = (key: string): string => {
		const [tenantId = "", sha256 = ""] = key.split("/");
		return `${tenantId}/${sha256.slice(0, 2)}/${sha256}`;
	};
	const own = (tenantId: string, key: string): string => {
		if (/^[0-9a-f-]{36}\/[0-9a-f]{64}(\.[0-9a-f-]{36})?$/.test(key) && key.startsWith(`${tenantId}/`)) return pathOf(key);
		throw new TieoutError("OBJECT_FOREIGN", "This stored object belongs to somebody else.");
	};
	const known = (tenantId: string): void => {
		if (!isUuid(tenantId)) throw new TieoutError("INVALID_SCOPE", "tenantId is not an id, so nothing can be stored.");
	};
	const keyOf = (tenantId: string) => (no: number) => keys.numbered(tenantId, "object", no);

	async function* getStream(tenantId: string, key: string, { start, end }: ByteRange = { start: 0 }): AsyncGenerator<Uint8Array> {
		const blob = await blobs.open(own(tenantId, key));
		if (blob === null) throw new TieoutError("OBJECT_MISSING", "The stored bytes are gone. Restore the objects folder from your backup.");
		try {
			if ((await blob.read(0, chunkedMagic.length)).equals(chunkedMagic)) {
				const reader = await openChunked(blob, tenantId, keyOf(tenantId)).catch(refuse);
				if (reader.sha256 !== hashIn(key)) throw mismatch();
				yield* guarded(reader.bytes(start, end ?? reader.sizeBytes));
				return;
			}
			const bytes = await openObject(keyOf(tenantId), key, await blob.read(0, blob.sizeBytes));
			yield bytes.subarray(start, end);
		} finally {
			await blob.close();
		}
	}

	const collect = async (tenantId: string, key: string, range?: ByteRange): Promise<Uint8Array> => {
		const pieces: Uint8Array[] = [];
		for await (const piece of getStream(tenantId, key, range)) pieces.push(piece);
		return new Uint8Array(Buffer.concat(pieces));
	};

	return {
		put: async (tenantId, bytes) => {
			known(tenantId);
			const sha256 = hashOf(bytes);
			const stored = { key: `${tenantId}/${sha256}`, sha256, sizeBytes: bytes.length };
			const path = pathOf(stored.key);
			if (await blobs.has(path)) return stored;
			const { no, key } = keys.current(tenantId, "object");
			const sealed = withKeyNumber({ no, sealed: seal(key, stored.key, await compress(bytes)) });
			await blobs.writeOnce(tenantId, async (draft) => {
				await draft.writeFile(sealed);
				return path;
			});
			return stored;
		},
		putStream: async (tenantId, bytes, apart) => {
			known(tenantId);
			if (apart !== undefined && !isUuid(apart.id)) throw new TieoutError("INVALID_SCOPE", "Nobody is named whose bytes these are.");
			let stored: StoredObject | null = null;
			await blobs.writeOnce(tenantId, async (draft) => {
				const written = await writeChunked(draft, { tenantId, ...keys.current(tenantId, "object") }, bytes);
				stored = { key: `${tenantId}/${written.sha256}${apart === undefined ? "" : `.${apart.id}`}`, ...written };
				await apart?.note?.(stored);
				const path = pathOf(stored.key);
				return (await blobs.has(path)) ? null : path;
			});
			if (stored === null) throw new Error("an object was written without a name");
			return stored;
		},
		get: async (tenantId, key) => {
			const bytes = await collect(tenantId, key);
			if (hashOf(bytes) === hashIn(key)) return bytes;
			throw mismatch();
		},
		getStream,
		readRange: collect,
		list: async function* (tenantId) {
			known(tenantId);
			for await (const { path, sizeBytes } of blobs.list(tenantId)) {
				const key = `${tenantId}/${path.slice(path.lastIndexOf("/") + 1)}`;
				if (pathOf(key) === path) yield { key, sha256: hashIn(key), isApart: key.includes("."), storedBytes: sizeBytes };
			}
		},
		remove: (tenantId, key) => blobs.remove(own(tenantId, key)),
		sealWithFirstKey: async (tenantId, key) => {
			const path = own(tenantId, key);
			await blobs.writeOnce(tenantId, async (draft) => {
				await writeChunked(draft, { tenantId, no: 1, key: keyOf(tenantId)(1) }, getStream(tenantId, key));
				return path;
			});
		},
	};
}

/** A key that is missing says so itself; every other failure is bytes that are not the ones that were written. */
const refuse = (error: unknown): never => {
	if (error instanceof TieoutError) throw error;
	throw mismatch();
};

async function* guarded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	try {
		yield* bytes;
	} catch (error) {
		refuse(error);
	}
}

async function openObject(keyOf: (no: number) => Uint8Array, aad: string, stored: Buffer): Promise<Uint8Array> {
	try {
		const { no, sealed } = readKeyNumber(stored);
		return new Uint8Array(await decompress(open(keyOf(no), aad, sealed)));
	} catch (error) {
		return refuse(error);
	}
}
