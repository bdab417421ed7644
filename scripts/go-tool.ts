// Programs written by others in Go, built from their module at a fixed version, once per user.
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { startGuarded } from "./guarded-process.ts";

/** Where this user's builds and downloads are kept. */
export function cacheFolder(): string {
	const base =
		process.env["XDG_CACHE_HOME"] ?? (process.platform === "darwin" ? join(homedir(), "Library/Caches") : join(homedir(), ".cache"));
	return join(base, "tieout");
}

/** Where `goTool` puts the program of a package "host/path/name@version". */
export function goToolPath(pkg: string): string {
	const [path = "", version = ""] = pkg.split("@");
	return join(cacheFolder(), `${path.split("/").at(-1)}@${version}`);
}

/** False where there is no Go. */
export const hasGo = (): Promise<boolean> => succeeds("go", ["version"]);

/**
 * Builds what isn't built yet; `progress` hears of it every few seconds.
 * @returns null when it can't be built: there is no Go, or no network
 */
export async function goTool(pkg: string, progress: (message: string) => void = () => {}): Promise<string | null> {
	const target = goToolPath(pkg);
	if (existsSync(target)) return target;
	const folder = join(cacheFolder(), `build-${process.pid}`);
	mkdirSync(folder, { recursive: true });
	const name = pkg.split("@")[0]?.split("/").at(-1) ?? "";
	const started = Date.now();
	const timer = setInterval(() => progress(`building ${name}, ${Math.round((Date.now() - started) / 1000)} s`), 5000);
	try {
		if (!(await succeeds("go", ["install", pkg], { GOBIN: folder }))) return null;
		renameSync(join(folder, name), target);
		return target;
	} finally {
		clearInterval(timer);
		rmSync(folder, { recursive: true, force: true });
	}
}

async function succeeds(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<boolean> {
	// Guarded, so that a build doesn't go on when the start was given up.
	return (await startGuarded({ command: [command, ...args], stopSignal: "TERM", env: { ...process.env, ...env } }).exited) === 0;
}
