// Runs dlt, the sync's peer, in a Python environment of its own that is made once per user.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "../../scripts/go-tool.ts";

const run = promisify(execFile);
const version = "1.31.0";

/** @returns the Python that has dlt; null where there is no Python or no package index */
export async function findDlt(): Promise<string | null> {
	const folder = join(cacheFolder(), `dlt-${version}`);
	const python = join(folder, "bin/python");
	if (existsSync(join(folder, "ready"))) return python;
	try {
		await run("python3", ["-m", "venv", folder]);
		await run(python, ["-m", "pip", "install", "--quiet", `dlt[postgres]==${version}`]);
		await run("touch", [join(folder, "ready")]);
		return python;
	} catch {
		return null;
	}
}

export interface DltSync {
	/** Address of the emulated Stripe. */
	readonly base: string;
	readonly apiKey: string;
	/** URL of a PostgreSQL database, as its owner. */
	readonly database: string;
	/** Name of the schema that it makes. */
	readonly dataset: string;
}

export async function dltSync(python: string, sync: DltSync): Promise<{ readonly rows: number; readonly seconds: number }> {
	const folder = mkdtempSync(join(tmpdir(), "tieout-dlt-"));
	try {
		const script = join(import.meta.dirname, "dlt_sync.py");
		// It insists on a password, which a trusting server doesn't look at.
		const database = new URL(sync.database);
		database.password ||= "none";
		const env = { ...process.env, RUNTIME__DLTHUB_TELEMETRY: "false", RUNTIME__LOG_LEVEL: "CRITICAL" };
		const { stdout } = await run(python, [script, sync.base, sync.apiKey, database.href, sync.dataset, folder], { env, maxBuffer: 1e7 });
		return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as { rows: number; seconds: number };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
