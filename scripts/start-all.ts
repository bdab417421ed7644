// The steps of a start, as wide as their dependencies allow. Every step says what it did and how long it took.
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../platform/config.ts";
import { isPortFree } from "./free-port.ts";
import type { GuardedProcess } from "./guarded-process.ts";
import { isReachableByOthers, startPostgres, unprivilegedUser } from "./postgres.ts";
import type { PreparedDatabase } from "./prepare-database.ts";
import type { Running } from "./running.ts";
import { startService } from "./supervised-child.ts";
import { type Print, step } from "./steps.ts";
import { startTask } from "./task.ts";
import { findTemporal, startTemporalServer } from "./temporal-server.ts";
import { isWebBuilt } from "./web-build.ts";

const root = join(import.meta.dirname, "..");
const LEVELS = { database: 0, engine: 1, worker: 2, api: 3 } as const;

interface StartInput {
	config: Config;
	newPassword: boolean;
	print: Print;
	running: Running;
}

interface Context extends StartInput {
	env: NodeJS.ProcessEnv;
	logFile(name: string): string;
}

/** Where the embedded database lies: in the home, or where an unprivileged user can read when the home is root's own. */
export function databaseFolder(home: string): string {
	const inHome = join(home, "postgres");
	if (unprivilegedUser() === undefined || isReachableByOthers(inHome)) return inHome;
	return join("/var/lib/tieout", createHash("sha256").update(home).digest("hex").slice(0, 12), "postgres");
}

/** Starts everything; gives the lines that greet the person. Rejects with a sentence. */
export async function startAll(input: StartInput): Promise<string[]> {
	const { config } = input;
	await assertPortsFree(config);
	const keys = await step(input.print, "Keys", async () => prepareKeys(config));
	const context: Context = {
		...input,
		env: { ...process.env, NODE_ENV: "production", TIEOUT_HOME: config.home, TIEOUT_PORT: String(config.ports.web) },
		logFile: (name) => join(config.home, "logs", `${name}.log`),
	};
	const web = buildWebWhenStale(context);
	const temporal = bringUpTemporal(context);
	const sandbox = bringUpSandbox(context, keys.sandboxControlToken);
	const database = bringUpPostgres(context, keys.postgresPassword);
	for (const work of [web, temporal, sandbox, database]) work.catch(() => {});
	context.env["DATABASE_URL"] = await database;
	const credentials = await sandbox;
	const prepared = await prepareDatabase(context, credentials);
	context.env["TEMPORAL_ADDRESS"] = await temporal;
	const worker = bringUp(context, { name: "Worker", entry: "workers/all.ts", level: LEVELS.worker });
	worker.catch(() => {});
	await web;
	await Promise.all([worker, bringUp(context, { name: "API and web pages", entry: "api/server.ts", level: LEVELS.api, log: "api" })]);
	return welcome(config, prepared);
}

async function assertPortsFree({ ports, startsPostgres, startsTemporal }: Config): Promise<void> {
	const { postgres, temporal, temporalWeb, ...always } = ports;
	const needed = [...Object.values(always), ...(startsPostgres ? [postgres] : []), ...(startsTemporal ? [temporal, temporalWeb] : [])];
	for (const port of needed.sort((a, b) => a - b)) {
		// What a killed instance left ends within moments.
		for (let attempt = 0; !(await isPortFree(port)); attempt++) {
			if (attempt === 15)
				throw new Error(
					`Port ${port} is in use by another program. Set TIEOUT_PORT to another base, for example: TIEOUT_PORT=${ports.web + 100} npm run up`,
				);
			await sleep(100);
		}
	}
}

interface Keys {
	postgresPassword: string;
	sandboxControlToken: string;
}

/** Makes what is missing, once per home. A master key is made only where nothing was stored yet, since it couldn't read that. */
function prepareKeys({ home, objectsDir, masterKeyFile, masterKey }: Config): Keys {
	const folder = join(home, "keys");
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	chmodSync(folder, 0o700);
	if (!process.env["TIEOUT_MASTER_KEY"] && !existsSync(objectsDir)) secretFile(masterKeyFile, () => randomBytes(32).toString("base64"));
	masterKey();
	mkdirSync(objectsDir, { recursive: true, mode: 0o700 });
	return {
		postgresPassword: secretFile(join(folder, "postgres.password"), () => randomBytes(24).toString("base64url")),
		sandboxControlToken: secretFile(join(folder, "sandbox-control.token"), () => randomBytes(24).toString("base64url")),
	};
}

function secretFile(path: string, make: () => string): string {
	if (!existsSync(path)) writeFileSync(path, `${make()}\n`, { mode: 0o600 });
	return readFileSync(path, "utf8").trim();
}

async function bringUpPostgres(context: Context, password: string): Promise<string> {
	const { config, print, running } = context;
	if (!config.startsPostgres) return config.databaseAdminUrl;
	const log = context.logFile("postgres");
	const server = await step(print, "PostgreSQL", async () => {
		running.assertStarting();
		const dataDir = databaseFolder(config.home);
		const onSpawn = (server: GuardedProcess) => running.add({ ...server, name: "PostgreSQL", logFile: log, level: LEVELS.database });
		return startPostgres({ dataDir, port: config.ports.postgres, password, log, onSpawn });
	});
	return server.adminUrl;
}

async function bringUpTemporal(context: Context): Promise<string> {
	const { config, print, running } = context;
	if (!config.startsTemporal) return config.temporalAddress;
	const log = context.logFile("temporal");
	const server = await step(print, "Temporal", async (progress) => {
		running.assertStarting();
		const binary = await findTemporal(progress);
		running.assertStarting();
		const dbFile = join(config.home, "temporal.db");
		const { temporal: port, temporalWeb: uiPort } = config.ports;
		const onSpawn = (server: GuardedProcess) => running.add({ ...server, name: "Temporal", logFile: log, level: LEVELS.engine });
		return startTemporalServer({ binary, dbFile, port, uiPort, log, onSpawn });
	});
	return server.address;
}

async function bringUpSandbox(context: Context, controlToken: string): Promise<unknown> {
	const folder = join(context.config.home, "sandbox");
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const env = {
		...context.env,
		SANDBOX_PORT: String(context.config.ports.sandbox),
		SANDBOX_DIR: folder,
		SANDBOX_CONTROL_TOKEN: controlToken,
	};
	const message = await bringUp(context, { name: "Vendor sandbox", entry: "sandbox/main.ts", level: LEVELS.engine, log: "sandbox", env });
	return message["credentials"];
}

async function prepareDatabase(context: Context, credentials: unknown): Promise<PreparedDatabase> {
	const { running, newPassword } = context;
	return step(context.print, "Schema and demo data", async (progress) => {
		running.assertStarting();
		const env = { ...context.env, PREPARE_INPUT: JSON.stringify({ credentials, newPassword }) };
		return running.task(startTask<PreparedDatabase>(join(root, "scripts/prepare-database.ts"), env, progress));
	});
}

async function buildWebWhenStale(context: Context): Promise<void> {
	if (isWebBuilt()) return;
	await step(context.print, "Web pages built", async (progress) => {
		context.running.assertStarting();
		await context.running.task(startTask(join(root, "scripts/build-web.ts"), context.env, progress));
	});
}

interface ServiceSpec {
	name: string;
	entry: string;
	level: number;
	log?: string;
	env?: NodeJS.ProcessEnv;
}

async function bringUp(
	context: Context,
	{ name, entry, level, log = name.toLowerCase(), env }: ServiceSpec,
): Promise<Record<string, unknown>> {
	const { print, running } = context;
	const logFile = context.logFile(log);
	let message: Record<string, unknown> = {};
	await step(print, name, async () => {
		running.assertStarting();
		const { service, ready } = startService({ name, entry: join(root, entry), env: env ?? context.env, logFile });
		// Its end before it is ready is told by `ready`, with the reason.
		const exited = ready.then(
			() => service.exited,
			() => new Promise<number>(() => {}),
		);
		running.add({ name, exited, stop: () => service.stop(), logFile, level });
		message = await ready;
	});
	return message;
}

function welcome({ ports }: Config, { email, password }: PreparedDatabase): string[] {
	const login =
		password === null
			? [`  Login      ${email} (a new password: npm run up -- --new-password)`]
			: [`  Login      ${email}`, `  Password   ${password}   (shown only this once)`];
	return [`  Tieout     http://127.0.0.1:${ports.web}`, ...login, "", "Ctrl-C stops everything."];
}
