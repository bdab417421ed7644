// The sandbox's clock over restarts: without it a restart would turn time back behind what has been synced already.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface KeptClock {
	/** Unix seconds; null when it was never moved. */
	readonly read: () => number | null;
	readonly write: (unixSeconds: number) => void;
}

/** A clock that forgets with the process. */
export const unkeptClock: KeptClock = { read: () => null, write: () => undefined };

/** Keeps the clock in `folder`, which exists. @throws Error naming the file when it holds no time */
export function clockFile(folder: string): KeptClock {
	const file = join(folder, "clock");
	return {
		read: () => {
			if (!existsSync(file)) return null;
			const seconds = Number(readFileSync(file, "utf8").trim());
			if (!Number.isSafeInteger(seconds) || seconds <= 0)
				throw new Error(`${file} holds no time. Remove it: the sandbox starts at its first day.`);
			return seconds;
		},
		write: (unixSeconds) => writeFileSync(file, `${unixSeconds}\n`),
	};
}
