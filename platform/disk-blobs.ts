// Blobs in a folder of this machine.
//
//   writeOnce: draft ─▶ fsync ─▶ rename
import { mkdir, open, rename, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Blobs } from "./blobs.ts";
import { withDraft } from "./draft-file.ts";

export function diskBlobs(root: string): Blobs {
	return {
		has: (path) =>
			stat(join(root, path)).then(
				() => true,
				() => false,
			),
		open: async (path) => {
			const file = await open(join(root, path), "r").catch((error: unknown) => {
				if ((error as { code?: unknown }).code === "ENOENT") return null;
				throw error;
			});
			if (file === null) return null;
			const { size } = await file.stat();
			return {
				sizeBytes: size,
				read: async (at, length) => {
					const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - at)));
					const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
					return buffer.subarray(0, bytesRead);
				},
				close: () => file.close(),
			};
		},
		writeOnce: (folder, write) =>
			withDraft(join(root, folder, "drafts"), write, async (draft, path) => {
				const target = join(root, path);
				await mkdir(dirname(target), { recursive: true });
				await rename(draft, target);
			}),
	};
}
