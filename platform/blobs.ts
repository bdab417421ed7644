// Where sealed bytes lie, under a path that never changes its content: a folder of this machine, or a bucket. Knows nothing of
// tenants' keys, hashes or encryption: that is object-storage.ts.
import type { FileHandle } from "node:fs/promises";

export interface OpenBlob {
	readonly sizeBytes: number;
	/** Fewer bytes than asked for only at the end. */
	readonly read: (at: number, length: number) => Promise<Buffer>;
	readonly close: () => Promise<void>;
}

export interface ListedBlob {
	readonly path: string;
	readonly sizeBytes: number;
}

export interface Blobs {
	readonly has: (path: string) => Promise<boolean>;
	/** null: there is none. */
	readonly open: (path: string) => Promise<OpenBlob | null>;
	/**
	 * A blob appears whole or not at all.
	 * @param folder where its draft may lie
	 * @param write fills the empty draft and says the blob's path; null: it is there already. When it throws, nothing is kept
	 */
	readonly writeOnce: (folder: string, write: (draft: FileHandle) => Promise<string | null>) => Promise<void>;
	/** What lies under `<folder>/`, drafts left out, in the order of the paths' first folders. */
	readonly list: (folder: string) => AsyncIterable<ListedBlob>;
	/** False: there was none. */
	readonly remove: (path: string) => Promise<boolean>;
}
