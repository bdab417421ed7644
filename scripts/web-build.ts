// Knows whether web/dist is newer than every source it was built from.
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const SOURCES = ["web/src", "web/public", "web/index.html", "web/vite.config.ts", "domain", "package-lock.json"];

export const webFolder = join(root, "web");
const stamp = join(webFolder, "dist/.built");

export function isWebBuilt(): boolean {
	if (!existsSync(stamp)) return false;
	const built = statSync(stamp).mtimeMs;
	return SOURCES.every((source) => newestIn(join(root, source)) <= built);
}

/** @param started when the build began: what was saved since then is newer than the build. */
export function markWebBuilt(started: Date): void {
	writeFileSync(stamp, `${started.toISOString()}\n`);
	utimesSync(stamp, started, started);
}

function newestIn(path: string): number {
	const found = statSync(path, { throwIfNoEntry: false });
	if (found === undefined) return 0;
	if (!found.isDirectory()) return found.mtimeMs;
	return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}
