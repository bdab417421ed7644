// The data faults' edits over restarts: without them a restart would take back what has been synced already.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface KeptEdits<T> {
	readonly read: () => Readonly<Record<string, readonly T[]>>;
	readonly write: (edits: Readonly<Record<string, readonly T[]>>) => void;
}

/** Edits that go with the process. */
export const unkeptEdits = <T>(): KeptEdits<T> => ({ read: () => ({}), write: () => undefined });

/** Keeps the edits by company in `folder`, which exists. @throws Error naming the file when it can't be read */
export function editsFile<T>(folder: string): KeptEdits<T> {
	const file = join(folder, "edits.json");
	return {
		read: () => {
			if (!existsSync(file)) return {};
			try {
				return JSON.parse(readFileSync(file, "utf8")) as Record<string, T[]>;
			} catch {
				throw new Error(`${file} holds no edits. Remove it: the companies are then as they were seeded.`);
			}
		},
		write: (edits) => writeFileSync(file, `${JSON.stringify(edits)}\n`),
	};
}
