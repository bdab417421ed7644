// Programs written by others in Python, at fixed versions, each in an environment of its own that is made once per user.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./go-tool.ts";
import { startGuarded } from "./guarded-process.ts";

export const PYTHON_NEEDS = "Python 3.10 or newer with venv, and a package index.";

const recentEnough = "import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (3, 10) else 1)";

/** False where there is no Python, an old one, or one without venv. */
export const hasPython = (): Promise<boolean> => succeeds("python3", ["-c", recentEnough]);

/**
 * The environment with these packages, made when it isn't there yet.
 * @param packages as pip reads them, with versions
 * @returns its folder, whose programs are in `bin`; null where it can't be made: no Python, or no package index
 */
export async function pythonTool(name: string, packages: readonly string[]): Promise<string | null> {
	const version = createHash("sha256").update(packages.join("\n")).digest("hex").slice(0, 12);
	const folder = join(cacheFolder(), `${name}-${version}`);
	if (existsSync(join(folder, "ready"))) return folder;
	if (!(await hasPython())) return null;
	// An environment can't be moved once it is made: it is made in its place, and counts when its last file is there.
	mkdirSync(cacheFolder(), { recursive: true });
	rmSync(folder, { recursive: true, force: true });
	const made =
		(await succeeds("python3", ["-m", "venv", folder])) &&
		(await succeeds(join(folder, "bin/python"), ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages]));
	if (!made) return null;
	writeFileSync(join(folder, "ready.part"), packages.join("\n"));
	renameSync(join(folder, "ready.part"), join(folder, "ready"));
	return folder;
}

async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
	return (await startGuarded({ command: [command, ...args], stopSignal: "TERM" }).exited.catch(() => 1)) === 0;
}
