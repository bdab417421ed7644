// Starts what all live tests share: one PostgreSQL, one Temporal server, one workflow bundle. Each file makes its own database
// and task queue in them.
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { freePort } from "../scripts/free-port.ts";
import { startPostgres } from "../scripts/postgres.ts";
import { findTemporal, startTemporalServer } from "../scripts/temporal-server.ts";

declare module "vitest" {
	export interface ProvidedContext {
		postgresAdminUrl: string;
		temporalAddress: string;
		workflowBundlePath: string;
	}
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
	const folder = mkdtempSync(join(tmpdir(), "tieout-test-"));
	chmodSync(folder, 0o755);
	const bundlePath = join(folder, "workflows.js");
	const [postgres, temporal] = await Promise.all([
		freePort().then((port) =>
			startPostgres({ dataDir: join(folder, "postgres"), port, log: join(folder, "postgres.log"), durable: false }),
		),
		Promise.all([findTemporal(), freePort()]).then(([binary, port]) =>
			startTemporalServer({ binary, dbFile: null, port, uiPort: null, log: join(folder, "temporal.log") }),
		),
		bundle(bundlePath),
	]);
	project.provide("postgresAdminUrl", postgres.adminUrl);
	project.provide("temporalAddress", temporal.address);
	project.provide("workflowBundlePath", bundlePath);
	return async () => {
		await Promise.all([postgres.stop(), temporal.stop()]);
		rmSync(folder, { recursive: true, force: true });
	};
}

async function bundle(path: string): Promise<void> {
	const builder = join(import.meta.dirname, "../workers/workflow-bundle.ts");
	if (!existsSync(builder)) return;
	const { bundleWorkflows } = (await import(builder)) as { bundleWorkflows(): Promise<{ code: string }> };
	writeFileSync(path, (await bundleWorkflows()).code);
}
