// Starts what all live tests share: one PostgreSQL, one Temporal server, one workflow bundle. Each file makes its own database
// and task queue in them.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { freePort } from "../scripts/free-port.ts";
import type { GuardedProcess } from "../scripts/guarded-process.ts";
import { startPostgres } from "../scripts/postgres.ts";
import { findTemporal, startTemporalServer } from "../scripts/temporal-server.ts";
import { bundleWorkflows } from "../workers/workflow-bundle.ts";

declare module "vitest" {
	export interface ProvidedContext {
		postgresAdminUrl: string;
		temporalAddress: string;
		workflowBundlePath: string;
	}
}

export const setup = (project: TestProject): Promise<() => Promise<void>> => startServers(project, false);

/** @param durable as in production: PostgreSQL waits for the disk, Temporal keeps its histories in a file */
export async function startServers(project: TestProject, durable: boolean): Promise<() => Promise<void>> {
	const folder = mkdtempSync(join(tmpdir(), "tieout-test-"));
	chmodSync(folder, 0o755);
	const servers: GuardedProcess[] = [];
	const onSpawn = (server: GuardedProcess) => servers.push(server);
	const teardown = async () => {
		await Promise.all(servers.map((server) => server.stop()));
		rmSync(folder, { recursive: true, force: true });
	};
	const bundlePath = join(folder, "workflows.js");
	const inFolder = (name: string) => join(folder, name);
	try {
		const [postgresPort, temporalPort, binary] = await Promise.all([freePort(), freePort(), findTemporal()]);
		const [postgres, temporal] = await Promise.all([
			startPostgres({ dataDir: inFolder("postgres"), port: postgresPort, log: inFolder("postgres.log"), durable, onSpawn }),
			startTemporalServer({
				binary,
				dbFile: durable ? inFolder("temporal.db") : null,
				port: temporalPort,
				uiPort: null,
				log: inFolder("temporal.log"),
				onSpawn,
			}),
			bundleWorkflows().then(({ code }) => writeFileSync(bundlePath, code)),
		]);
		project.provide("postgresAdminUrl", postgres.adminUrl);
		project.provide("temporalAddress", temporal.address);
		project.provide("workflowBundlePath", bundlePath);
		return teardown;
	} catch (error) {
		await teardown();
		throw error;
	}
}
