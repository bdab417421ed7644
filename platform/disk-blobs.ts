// Blobs in a folder of this machine.
//
//   writeOnce: draft ─▶ fsync ─▶ rename
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
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
		list: async function* (folder) {
			for (const shard of (await namesIn(join(root, folder))).filter((name) => name !== "drafts")) {
				for (const name of await namesIn(join(root, folder, shard))) {
					const path = `${folder}/${shard}/${name}`;
					// Gone between the two: somebody else removed it.
					const found = await stat(join(root, path)).catch(() => null);
					if (found?.isFile() === true) yield { path, sizeBytes: found.size };
				}
			}
		},
		remove: (path) =>
			rm(join(root, path)).then(
				() => true,
				(error: unknown) => {
					if ((error as { code?: unknown }).code === "ENOENT") return false;
					throw error;
				},
			),
	};
}

const namesIn = async (folder: string): Promise<readonly string[]> =>
	(
		await readdir(folder).catch((error: unknown) => {
			if ((error as { code?: unknown }).code === "ENOENT" || (error as { code?: unknown }).code === "ENOTDIR") return [];
			throw error;
		})
	).toSorted();
