// The real API process over a bench's database, in a home of its own: what a bench measures goes through everything that a person's
// question goes through.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { freePort } from "../../scripts/free-port.ts";
import type { TestDatabase } from "../support/database.ts";

export interface ApiProcess {
	readonly url: string;
	/** Where its objects lie; it goes with the process. */
	readonly home: string;
	readonly stop: () => Promise<void>;
}

/** Every bench's master key: nothing is kept behind it. */
export const benchMasterKey = Buffer.alloc(32, 1);

export async function startApiProcess(db: TestDatabase): Promise<ApiProcess> {
	const home = mkdtempSync(join(tmpdir(), "tieout-bench-"));
	const port = await freePort();
	const api: ChildProcess = fork(join(import.meta.dirname, "../../api/server.ts"), {
		env: {
			...process.env,
			NODE_ENV: "production",
			LOG_LEVEL: "warn",
			TIEOUT_HOME: home,
			TIEOUT_PORT: String(port),
			DATABASE_LOGIN_URL: db.loginUrl,
			TEMPORAL_ADDRESS: inject("temporalAddress"),
			TIEOUT_MASTER_KEY: benchMasterKey.toString("base64"),
		},
	});
	await once(api, "message");
	return {
		url: `http://127.0.0.1:${port}`,
		home,
		stop: async () => {
			if (api.exitCode === null) {
				api.kill("SIGTERM");
				await once(api, "exit");
			}
			rmSync(home, { recursive: true, force: true });
		},
	};
}
