// Bytes that are kept as received: compressed, encrypted with the tenant's key, named by the hash of the plain bytes. Written
// once and never changed; a second put of the same bytes is free.
//
//   put: sha256 ─▶ zstd ─▶ AES-256-GCM (aad = key) ─▶ temporary file ─▶ fsync ─▶ rename
import { createHash, randomUUID } from "node:crypto";
import { mkdir, open as openFile, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";
import { TieoutError } from "../domain/core/errors.ts";
import { isUuid } from "../domain/core/ids.ts";
import type { Keys } from "./keys.ts";
import { readKeyNumber, withKeyNumber } from "./numbered-bytes.ts";
import { open, seal } from "./seal.ts";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

export interface StoredObject {
	/** `<tenant>/<sha256>`. */
	readonly key: string;
	/** Hex, of the plain bytes. */
	readonly sha256: string;
	readonly sizeBytes: number;
}

export interface ObjectStorage {
	readonly put: (tenantId: string, bytes: Uint8Array) => Promise<StoredObject>;
	/** The plain bytes. @throws TieoutError OBJECT_FOREIGN, OBJECT_MISSING, OBJECT_HASH_MISMATCH, KEY_MISSING or KEY_UNREADABLE */
	readonly get: (tenantId: string, key: string) => Promise<Uint8Array>;
}

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Object storage in a folder of this machine. */
export function createDiskStorage(folder: string, keys: Keys): ObjectStorage {
	const pathOf = (key: string): string => {
		const [tenantId = "", sha256 = ""] = key.split("/");
		return join(folder, tenantId, sha256.slice(0, 2), sha256);
	};
	return {
		put: async (tenantId, bytes) => {
			if (!isUuid(tenantId)) throw new TieoutError("INVALID_SCOPE", "tenantId is not an id, so nothing can be stored.");
			const sha256 = hashOf(bytes);
			const stored = { key: `${tenantId}/${sha256}`, sha256, sizeBytes: bytes.length };
			const path = pathOf(stored.key);
			if (!(await exists(path))) {
				const { no, key } = keys.current(tenantId, "object");
				await writeOnce(path, withKeyNumber({ no, sealed: seal(key, stored.key, await compress(bytes)) }));
			}
			return stored;
		},
		get: async (tenantId, key) => {
			if (!/^[0-9a-f-]{36}\/[0-9a-f]{64}$/.test(key) || !key.startsWith(`${tenantId}/`)) {
				throw new TieoutError("OBJECT_FOREIGN", "This stored object belongs to somebody else.");
			}
			const stored = await readFile(pathOf(key)).catch(() => {
				throw new TieoutError("OBJECT_MISSING", "The stored bytes are gone. Restore the objects folder from your backup.");
			});
			const { no, sealed } = readKeyNumber(stored);
			const bytes = await openObject(keys.numbered(tenantId, "object", no), key, sealed);
			if (bytes !== null && hashOf(bytes) === key.slice(37)) return bytes;
			throw new TieoutError("OBJECT_HASH_MISMATCH", "The stored bytes are not the ones that were saved. Restore them from your backup.");
		},
	};
}

async function openObject(key: Uint8Array, aad: string, sealed: Uint8Array): Promise<Uint8Array | null> {
	try {
		return new Uint8Array(await decompress(open(key, aad, sealed)));
	} catch {
		return null;
	}
}

const exists = (path: string): Promise<boolean> =>
	stat(path).then(
		() => true,
		() => false,
	);

async function writeOnce(path: string, bytes: Uint8Array): Promise<void> {
	await mkdir(dirname(path), { recursive: true });
	const draft = `${path}.${randomUUID()}`;
	try {
		const file = await openFile(draft, "wx", 0o600);
		try {
			await file.writeFile(bytes);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(draft, path);
	} catch (error) {
		await rm(draft, { force: true });
		throw error;
	}
}
