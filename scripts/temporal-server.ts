// Finds a Temporal server binary and starts it on loopback. It never parses the binary's version: `go install` prints 0.0.0-DEV.
import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Connection } from "@temporalio/client";
import { msToTs } from "@temporalio/common/lib/time.js";
import { namespace, retentionHours } from "../temporal.config.ts";
import { cacheFolder, goTool, goToolPath, hasGo } from "./go-tool.ts";
import { type GuardedProcess, startGuarded } from "./guarded-process.ts";

const CLI_PACKAGE = "github.com/temporalio/cli/cmd/temporal@v1.5.1";

/** What hangs ends here; a machine that is busy with other things may need minutes. */
const ANSWER_LIMIT_MS = 240_000;

export interface TemporalServerOptions {
	binary: string;
	/** SQLite file that survives restarts; null keeps everything in memory. */
	dbFile: string | null;
	port: number;
	/** Port of Temporal Web; null starts none. */
	uiPort: number | null;
	/** Where its pages ask for decoded payloads. */
	codecEndpoint?: string;
	log?: string;
	/** Hears of the process before it is ready, so that a stop can reach it. */
	onSpawn?: (server: GuardedProcess) => void;
}

export interface TemporalServer {
	address: string;
	pid: number;
	exited: Promise<number>;
	stop(): Promise<void>;
}

/** Where a binary was looked for and found, without building one. Undefined when there is none. */
export function locateTemporal(): string | undefined {
	const goFolders = (process.env["GOPATH"] ?? join(homedir(), "go")).split(delimiter).map((folder) => join(folder, "bin"));
	const folders = [...(process.env["PATH"] ?? "").split(delimiter), ...(process.env["GOBIN"] ? [process.env["GOBIN"]] : []), ...goFolders];
	const places = [...folders.filter(Boolean).map((folder) => join(folder, "temporal")), goToolPath(CLI_PACKAGE), ...sdkDownloads()];
	return places.find(isExecutable);
}

/**
 * The binary; when none is found, the SDK's own download, else built with Go (2 to 4 minutes), once per user. `progress` hears about that every few seconds.
 * Throws one sentence when there is no Temporal to be had.
 */
export async function findTemporal(progress: (message: string) => void = () => {}): Promise<string> {
	const found = locateTemporal();
	if (found !== undefined) return found;
	progress("downloading Temporal");
	const downloaded = await downloadBySdk();
	if (downloaded !== undefined) return downloaded;
	const missing = "Temporal is missing: put the `temporal` CLI on PATH (docs.temporal.io/cli), or install Go 1.23 or newer";
	if (!(await hasGo())) throw new Error(`${missing} and start again: it is then built here.`);
	progress(`building Temporal with Go (go install ${CLI_PACKAGE}), 2 to 4 minutes, only this once`);
	const built = await goTool(CLI_PACKAGE, progress);
	if (built !== null) return built;
	throw new Error(
		`${missing}; \`go install ${CLI_PACKAGE}\` failed, which mostly means that there is no network. Run it by hand to see why.`,
	);
}

/** Ready when the server answers and the namespace `tieout` exists (30 days of retention). */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
	const flags = [
		["--ip", "127.0.0.1"],
		["--port", String(options.port)],
		["--log-level", "warn"],
		// Fairness between tenants needs the feature and, on one machine, a single partition.
		["--dynamic-config-value", "matching.enableFairness=true"],
		["--dynamic-config-value", "matching.numTaskqueueReadPartitions=1"],
		["--dynamic-config-value", "matching.numTaskqueueWritePartitions=1"],
		...(options.uiPort === null ? [["--headless"]] : [["--ui-port", String(options.uiPort)]]),
		...(options.codecEndpoint === undefined ? [] : [["--ui-codec-endpoint", options.codecEndpoint]]),
		...(options.dbFile === null
			? []
			: [
					["--db-filename", options.dbFile],
					["--sqlite-pragma", "journal_mode=WAL"],
					["--sqlite-pragma", "synchronous=NORMAL"],
				]),
	];
	const server = startGuarded({
		command: [options.binary, "server", "start-dev", ...flags.flat()],
		stopSignal: "TERM",
		logFile: options.log,
	});
	options.onSpawn?.(server);
	const address = `127.0.0.1:${options.port}`;
	try {
		await createNamespace(address, () => server.hasExited(), options.log);
	} catch (error) {
		// Not awaited: the reason has to be known before the end that it leads to.
		void server.stop();
		throw error;
	}
	return { address, pid: await server.pid, exited: server.exited, stop: () => server.stop() };
}

async function createNamespace(address: string, hasExited: () => boolean, log: string | undefined): Promise<void> {
	const connection = await connectWithin(address, hasExited, log);
	try {
		await untilAnswered(hasExited, () => registerNamespace(connection));
		// A new namespace is refused for a moment, until the server's cache has it.
		await untilAnswered(hasExited, () => connection.workflowService.listWorkflowExecutions({ namespace, pageSize: 1 }));
	} finally {
		await connection.close();
	}
}

async function registerNamespace(connection: Connection): Promise<void> {
	const { namespaces } = await connection.workflowService.listNamespaces({ pageSize: 1000 });
	if (namespaces?.some((entry) => entry.namespaceInfo?.name === namespace)) return;
	await connection.workflowService.registerNamespace({
		namespace,
		workflowExecutionRetentionPeriod: msToTs(retentionHours * 3_600_000),
	});
}

/** A server that has just started, on a busy machine, refuses or misses deadlines for a while: asks again for up to 30 seconds. */
async function untilAnswered(hasExited: () => boolean, ask: () => Promise<unknown>): Promise<void> {
	const deadline = Date.now() + 30_000;
	for (;;) {
		try {
			await ask();
			return;
		} catch (error) {
			if (hasExited() || Date.now() > deadline) throw error;
			await sleep(100);
		}
	}
}

async function connectWithin(address: string, hasExited: () => boolean, log: string | undefined): Promise<Connection> {
	const deadline = Date.now() + ANSWER_LIMIT_MS;
	const where = log === undefined ? "" : ` Its messages are in ${log}.`;
	for (;;) {
		try {
			const connection = await Connection.connect({ address, connectTimeout: 1000 });
			await connection.healthService.check({});
			return connection;
		} catch (error) {
			if (hasExited()) throw new Error(`Temporal ended while starting.${where}`);
			if (Date.now() > deadline)
				throw new Error(`Temporal did not answer within ${ANSWER_LIMIT_MS / 1000} seconds.${where}`, { cause: error });
			await sleep(50);
		}
	}
}

/** The TypeScript SDK keeps the servers it downloads in the temporary folder, or where it is told to, with the version in the name. */
function sdkDownloads(): string[] {
	return [tmpdir(), cacheFolder()].filter(existsSync).flatMap((folder) =>
		readdirSync(folder)
			.filter((name) => name.startsWith("temporal-cli-") || name.startsWith("temporal-sdk-typescript-"))
			.map((name) => join(folder, name)),
	);
}

const DOWNLOAD_WITHIN_MS = 120_000;

/** Has the SDK download its server, by starting one for a moment. Undefined where its host can't be reached. */
async function downloadBySdk(): Promise<string | undefined> {
	mkdirSync(cacheFolder(), { recursive: true });
	// Loaded only here: it is a large package that most starts don't need.
	const { TestWorkflowEnvironment } = await import("@temporalio/testing");
	const executable = { type: "cached-download", downloadDir: cacheFolder() } as const;
	const download = TestWorkflowEnvironment.createLocal({ server: { executable } }).then(
		(environment) => environment.teardown(),
		() => undefined,
	);
	await Promise.race([download, sleep(DOWNLOAD_WITHIN_MS, undefined, { ref: false })]);
	return sdkDownloads().find(isExecutable);
}

function isExecutable(path: string): boolean {
	const found = statSync(path, { throwIfNoEntry: false });
	return found?.isFile() === true && (found.mode & 0o111) !== 0;
}
