// A file that is written before its name is known. What a killed process left behind is swept a day later.
import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

const abandonedAfterMs = 24 * 3_600_000;

/**
 * @param write fills the draft and says the blob's path; null: it isn't needed
 * @param keep moves or sends the finished draft there
 */
export async function withDraft(
	folder: string,
	write: (draft: FileHandle) => Promise<string | null>,
	keep: (draft: string, path: string) => Promise<void>,
): Promise<void> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	await sweep(folder);
	const draft = join(folder, randomUUID());
	try {
		const file = await open(draft, "wx", 0o600);
		let path: string | null;
		try {
			path = await write(file);
			if (path !== null) await file.sync();
		} finally {
			await file.close();
		}
		if (path !== null) await keep(draft, path);
	} finally {
		await rm(draft, { force: true });
	}
}

/** Nobody will ever finish the draft of a process that is gone. */
async function sweep(folder: string): Promise<void> {
	for (const name of await readdir(folder)) {
		const path = join(folder, name);
		const age = await stat(path).then(
			({ mtimeMs }) => Date.now() - mtimeMs,
			() => 0,
		);
		if (age > abandonedAfterMs) await rm(path, { force: true });
	}
}
