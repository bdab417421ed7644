// A whole Tieout of its own on free ports and a temporary home, for the browser tests; it goes away with everything it stored.
import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePortBase } from "./free-port.ts";

const run = promisify(execFile);

export interface ThrowawayStack {
	url: string;
	home: string;
	port: number;
	email: string;
	password: string;
	stop(): Promise<void>;
}

/** Ready when `up --detach` says so. Rejects with what it printed. */
export async function startThrowawayStack(): Promise<ThrowawayStack> {
	const home = mkdtempSync(join(tmpdir(), "tieout-stack-"));
	chmodSync(home, 0o755);
	const port = await freePortBase();
	const { DATABASE_URL: _database, TEMPORAL_ADDRESS: _temporal, ...inherited } = process.env;
	const env = { ...inherited, TIEOUT_HOME: home, TIEOUT_PORT: String(port) };
	const script = (name: string) => join(import.meta.dirname, name);
	const stop = async () => {
		await run(process.execPath, [script("down.ts")], { env });
		await run(process.execPath, [script("reset.ts"), "--yes"], { env });
	};
	const { stdout } = await run(process.execPath, [script("up.ts"), "--detach"], { env, timeout: 600_000 }).catch(
		(error: Error & { stdout?: string }) => {
			rmSync(home, { recursive: true, force: true });
			throw new Error(`The stack did not start:\n${error.stdout ?? error.message}`);
		},
	);
	const email = /^ {2}Login +(\S+)/m.exec(stdout)?.[1];
	const password = /^ {2}Password +(\S+)/m.exec(stdout)?.[1];
	if (email === undefined || password === undefined) {
		await stop();
		throw new Error(`The stack started without telling a login:\n${stdout}`);
	}
	return { url: `http://127.0.0.1:${port}`, home, port, email, password, stop };
}
