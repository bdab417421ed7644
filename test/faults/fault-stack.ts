// A whole Tieout in a throwaway home whose parts can be killed, frozen and started again one by one: database, Temporal, worker,
// API, and the way to the vendors. The supervisor of `up` ends everything when one part dies, so this starts them by the same
// means itself. Everything listens on loopback and goes away with the process.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loginUrlOf } from "../../db/roles.ts";
import type { DemoSlug } from "../../db/seeds/demo.ts";
import type { DemoCredentials } from "../../db/seeds/seed.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { freePort, freePortBase } from "../../scripts/free-port.ts";
import { type PostgresServer, startPostgres } from "../../scripts/postgres.ts";
import type { PreparedDatabase } from "../../scripts/prepare-database.ts";
import { introduceToSandbox } from "../../scripts/sandbox-credentials.ts";
import { type Service, startService } from "../../scripts/supervised-child.ts";
import { startTask } from "../../scripts/task.ts";
import { findTemporal, startTemporalServer, type TemporalServer } from "../../scripts/temporal-server.ts";
import { bundleWorkflows } from "../../workers/workflow-bundle.ts";
import { type VendorProxy, vendorProxy } from "./vendor-proxy.ts";

const root = join(import.meta.dirname, "../..");
// Of the objects' own file system, where there is one: several times what a full run keeps.
const objectsBytes = 64 * 1024 * 1024;

export interface FaultStack {
	readonly home: string;
	readonly url: string;
	readonly adminUrl: string;
	readonly loginUrl: string;
	readonly temporalAddress: string;
	readonly masterKey: Uint8Array;
	readonly password: string;
	readonly sandbox: Sandbox;
	readonly proxy: VendorProxy;
	readonly credentials: Readonly<Record<DemoSlug, DemoCredentials>>;
	/** The file system of the objects; null where none could be made (it takes root). */
	readonly objectsVolume: string | null;
	readonly worker: () => Service;
	readonly startWorker: () => Promise<Service>;
	readonly killWorker: () => Promise<void>;
	readonly killApi: () => Promise<void>;
	readonly startApi: () => Promise<void>;
	readonly killDatabase: () => Promise<void>;
	readonly startDatabase: () => Promise<void>;
	/** @param how in order, or at once */
	readonly stopTemporal: (how: "SIGTERM" | "SIGKILL") => Promise<void>;
	readonly startTemporal: () => Promise<void>;
	readonly stop: () => Promise<void>;
}

function mountVolume(folder: string): string | null {
	if (process.getuid?.() !== 0 || process.platform !== "linux") return null;
	const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${objectsBytes},mode=0700`, "tmpfs", folder]);
	return status === 0 ? folder : null;
}

const endAtOnce = async (service: Service): Promise<void> => {
	process.kill(service.pid, "SIGKILL");
	await service.exited;
};

/** @param orders of the larger company */
export async function startFaultStack(seed: string, orders: number): Promise<FaultStack> {
	const home = mkdtempSync(join(tmpdir(), "tieout-faults-"));
	chmodSync(home, 0o755);
	const folder = (name: string): string => {
		mkdirSync(join(home, name), { recursive: true, mode: 0o700 });
		return join(home, name);
	};
	const objectsVolume = mountVolume(folder("objects"));
	const removeHome = (): void => {
		if (objectsVolume !== null) spawnSync("umount", ["-l", objectsVolume]);
		rmSync(home, { recursive: true, force: true });
	};
	// Also when the start fails: what was started ends with this process.
	process.once("exit", removeHome);
	const port = await freePortBase();
	const masterKey = randomBytes(32);
	const controlToken = randomBytes(16).toString("base64url");
	const logFile = (name: string): string => join(folder("logs"), `${name}.log`);
	const [sandbox, bundle, binary] = await Promise.all([
		startSandbox({ seed, orders, controlToken, port: await freePort(), netsuiteLatencyMs: 5 }),
		bundleWorkflows(),
		findTemporal(),
	]);
	const bundleFile = join(home, "workflows.js");
	writeFileSync(bundleFile, bundle.code);
	const proxy = await vendorProxy(port + 4, sandbox.port);
	const databaseOptions = { dataDir: join(home, "postgres"), port: port + 1, log: logFile("postgres") };
	const temporalOptions = {
		binary,
		dbFile: join(folder("temporal"), "temporal.db"),
		port: port + 2,
		uiPort: null,
		log: logFile("temporal"),
	};
	let database: PostgresServer = await startPostgres(databaseOptions);
	let temporal: TemporalServer = await startTemporalServer(temporalOptions);
	const { adminUrl } = database;
	const { DATABASE_URL: _database, TIEOUT_MASTER_KEY: _key, NODE_OPTIONS: _options, ...inherited } = process.env;
	const env = {
		...inherited,
		NODE_ENV: "production",
		TIEOUT_HOME: home,
		TIEOUT_PORT: String(port),
		TIEOUT_MASTER_KEY: masterKey.toString("base64"),
		TIEOUT_WORKFLOW_BUNDLE: bundleFile,
		DATABASE_LOGIN_URL: loginUrlOf(adminUrl),
		TEMPORAL_ADDRESS: temporal.address,
		TIEOUT_ALLOW_PRIVATE_ADDRESSES: "127.0.0.1",
		LOG_LEVEL: "warn",
	};
	const credentials = await introduceToSandbox({ url: sandbox.url, controlToken, dir: folder("sandbox") });
	const prepareInput = JSON.stringify({ credentials, newPassword: true, isEmbedded: true });
	const prepared = await startTask<PreparedDatabase>(join(root, "scripts/prepare-database.ts"), {
		...env,
		DATABASE_URL: adminUrl,
		PREPARE_INPUT: prepareInput,
	}).result;
	let workers = 0;
	const serve = async (name: string, entry: string, own: NodeJS.ProcessEnv = {}): Promise<Service> => {
		const { service, ready } = startService({ name, entry: join(root, entry), env: { ...env, ...own }, logFile: logFile(name) });
		await ready;
		return service;
	};
	// The health page's port follows from TIEOUT_PORT, and two workers stand side by side for a while.
	const newWorker = (): Promise<Service> => serve("worker", "workers/all.ts", { TIEOUT_PORT: String(port + (workers++ % 2) * 10) });
	let [worker, api] = await Promise.all([newWorker(), serve("api", "api/server.ts")]);
	return {
		home,
		url: `http://127.0.0.1:${port}`,
		adminUrl,
		loginUrl: loginUrlOf(adminUrl),
		temporalAddress: temporal.address,
		masterKey: new Uint8Array(masterKey),
		password: prepared.password ?? "",
		sandbox,
		proxy,
		credentials,
		objectsVolume,
		worker: () => worker,
		startWorker: async () => {
			worker = await newWorker();
			return worker;
		},
		killWorker: () => endAtOnce(worker),
		killApi: () => endAtOnce(api),
		startApi: async () => {
			api = await serve("api", "api/server.ts");
		},
		killDatabase: async () => {
			process.kill(database.pid, "SIGKILL");
			await database.exited;
		},
		startDatabase: async () => {
			database = await startPostgres(databaseOptions);
		},
		stopTemporal: async (how) => {
			process.kill(temporal.pid, how);
			await temporal.exited;
		},
		startTemporal: async () => {
			temporal = await startTemporalServer(temporalOptions);
		},
		stop: async () => {
			await Promise.all([worker.stop(), api.stop()]);
			await Promise.all([temporal.stop(), database.stop(), proxy.close(), sandbox.stop()]);
			process.off("exit", removeHome);
			removeHome();
		},
	};
}
