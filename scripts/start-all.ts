// The steps of a start, as wide as their dependencies allow. Every step says what it did and how long it took.
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { loginUrlOf } from "../db/roles.ts";
import { codecEndpoint } from "../platform/codec-endpoint.ts";
import type { Config } from "../platform/config.ts";
import { isPortFree } from "./free-port.ts";
import type { GuardedProcess } from "./guarded-process.ts";
import { isReachableByOthers, startPostgres, unprivilegedUser } from "./postgres.ts";
import type { PreparedDatabase, PrepareInput } from "./prepare-database.ts";
import type { Running } from "./running.ts";
import { introduceToSandbox, type SandboxDoor } from "./sandbox-credentials.ts";
import { startService } from "./supervised-child.ts";
import { type Print, step } from "./steps.ts";
import { startTask } from "./task.ts";
import { findTemporal, startTemporalServer } from "./temporal-server.ts";
import { isWebBuilt } from "./web-build.ts";

const root = join(import.meta.dirname, "..");
const SHOWN = ".login-shown";
const LEVELS = { database: 0, engine: 1, worker: 2, api: 3 } as const;

interface StartInput {
	config: Config;
	newPassword: boolean;
	print: Print;
	running: Running;
}

interface Context extends StartInput {
	/** What every process of ours gets. Nothing secret: each gets only the keys to what it works with. */
	env: NodeJS.ProcessEnv;
	logFile(name: string): string;
}

/** Where the embedded database lies: in the home, or where an unprivileged user can read when the home is root's own. */
export function databaseFolder(home: string): string {
	const inHome = join(home, "postgres");
	if (unprivilegedUser() === undefined || isReachableByOthers(inHome)) return inHome;
	return join("/var/lib/tieout", createHash("sha256").update(home).digest("hex").slice(0, 12), "postgres");
}

/** Starts everything; gives the lines that greet the person. Rejects with a sentence as soon as one step fails. */
export async function startAll(input: StartInput): Promise<string[]> {
	const { config, print } = input;
	await assertPortsFree(config);
	const keys = await step(print, "Keys", async () => prepareKeys(config));
	const context = contextOf(input);
	const web = buildWebWhenStale(context);
	const temporal = bringUpTemporal(context);
	const sandbox = bringUpSandbox(context, keys.sandboxControlToken);
	const database = bringUpPostgres(context, keys.postgresPassword);
	const prepared = prepareDatabase(context, database, sandbox);
	const services = bringUpServices(context, { web, temporal, database, prepared });
	const [{ email, password }] = await Promise.all([prepared, web, temporal, sandbox, database, services]);
	return welcome(config, { email, password, controlToken: keys.sandboxControlToken });
}

function contextOf(input: StartInput): Context {
	const { home, ports } = input.config;
	const { DATABASE_URL: _database, TIEOUT_MASTER_KEY: _key, ...inherited } = process.env;
	return {
		...input,
		env: { ...inherited, NODE_ENV: "production", TIEOUT_HOME: home, TIEOUT_PORT: String(ports.web), ...thisMachine() },
		logFile: (name) => join(home, "logs", `${name}.log`),
	};
}

/** The sandbox answers on this machine, and so does whatever a person tries webhooks with. */
function thisMachine(): NodeJS.ProcessEnv {
	return { TIEOUT_ALLOW_PRIVATE_ADDRESSES: process.env["TIEOUT_ALLOW_PRIVATE_ADDRESSES"] || "127.0.0.1,localhost,::1" };
}

interface Needed {
	web: Promise<void>;
	temporal: Promise<string>;
	database: Promise<string>;
	prepared: Promise<PreparedDatabase>;
}

/** Worker and API log in to the database as the role that has no grants of its own; the owner's URL stays with the migrations. */
async function bringUpServices(context: Context, needed: Needed): Promise<void> {
	const [adminUrl, temporalAddress] = await Promise.all([needed.database, needed.temporal, needed.prepared]);
	const env = {
		...context.env,
		...masterKeyEnv(),
		DATABASE_LOGIN_URL: loginUrlOf(adminUrl),
		TEMPORAL_ADDRESS: temporalAddress,
	};
	const worker = bringUp(context, { name: "Worker", entry: "workers/all.ts", level: LEVELS.worker, log: "worker", env });
	const api = needed.web.then(() =>
		bringUp(context, { name: "API and web pages", entry: "api/server.ts", level: LEVELS.api, log: "api", env }),
	);
	await Promise.all([worker, api]);
}

function masterKeyEnv(): NodeJS.ProcessEnv {
	const key = process.env["TIEOUT_MASTER_KEY"];
	return key ? { TIEOUT_MASTER_KEY: key } : {};
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
		// Payloads in it are encrypted, but ids and names of workflows are not: nobody else's business.
		const folder = join(config.home, "temporal");
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		const dbFile = join(folder, "temporal.db");
		const { temporal: port, temporalWeb: uiPort } = config.ports;
		const onSpawn = (server: GuardedProcess) => running.add({ ...server, name: "Temporal", logFile: log, level: LEVELS.engine });
		const codec = codecEndpoint(config.ports.web);
		return startTemporalServer({ binary, dbFile, port, uiPort, codecEndpoint: codec, log, onSpawn });
	});
	return server.address;
}

async function bringUpSandbox(context: Context, controlToken: string): Promise<SandboxDoor> {
	const { home, ports } = context.config;
	const dir = join(home, "sandbox");
	mkdirSync(dir, { recursive: true, mode: 0o700 });
	const env = {
		...context.env,
		SANDBOX_PORT: String(ports.sandbox),
		SANDBOX_MAIL_PORT: String(ports.mail),
		SANDBOX_DIR: dir,
		SANDBOX_CONTROL_TOKEN: controlToken,
	};
	await bringUp(context, { name: "Vendor sandbox", entry: "sandbox/main.ts", level: LEVELS.engine, log: "sandbox", env });
	return { url: context.config.sandboxUrl, controlToken, dir, apiUrl: `http://127.0.0.1:${ports.web}` };
}

async function prepareDatabase(context: Context, database: Promise<string>, sandbox: Promise<SandboxDoor>): Promise<PreparedDatabase> {
	const [adminUrl, door] = await Promise.all([database, sandbox]);
	const { running, newPassword, print } = context;
	return step(print, "Schema and demo data", async (progress) => {
		const credentials = await introduceToSandbox(door);
		running.assertStarting();
		const prepareInput = JSON.stringify({
			credentials,
			newPassword: newPassword || wasNeverShown(context.config),
			isEmbedded: context.config.startsPostgres,
		} satisfies PrepareInput);
		const env = { ...context.env, ...masterKeyEnv(), DATABASE_URL: adminUrl, PREPARE_INPUT: prepareInput };
		return running.task(startTask<PreparedDatabase>(join(root, "scripts/prepare-database.ts"), env, progress));
	});
}

async function buildWebWhenStale(context: Context): Promise<void> {
	if (isWebBuilt()) return;
	await step(context.print, "Web pages built", async (progress) => {
		context.running.assertStarting();
		await context.running.task(startTask(join(root, "scripts/build-web.ts"), { ...context.env, NO_COLOR: "1" }, progress));
	});
}

interface ServiceSpec {
	name: string;
	entry: string;
	level: number;
	log: string;
	env: NodeJS.ProcessEnv;
}

async function bringUp({ print, running, logFile }: Context, { name, entry, level, log, env }: ServiceSpec): Promise<void> {
	await step(print, name, async () => {
		running.assertStarting();
		const { service, ready } = startService({ name, entry: join(root, entry), env, logFile: logFile(log) });
		// Its end before it is ready is told by `ready`, with the reason.
		const exited = ready.then(
			() => service.exited,
			() => new Promise<number>(() => {}),
		);
		running.add({ name, exited, stop: () => service.stop(), logFile: logFile(log), level });
		await ready;
	});
}

/** A start that failed after seeding has shown its password to nobody: then the next one makes another. */
function wasNeverShown({ home, startsPostgres }: Config): boolean {
	return startsPostgres && !existsSync(join(home, SHOWN));
}

interface Greeting {
	email: string | null;
	password: string | null;
	controlToken: string;
}

function welcome({ home, ports, sandboxUrl }: Config, { email, password, controlToken }: Greeting): string[] {
	const login =
		email === null
			? ["  Login      none: the demo companies were erased. Register a company on the page, or begin anew with npm run reset"]
			: password === null
				? [`  Login      ${email} (a new password: npm run up -- --new-password)`]
				: [`  Login      ${email}`, `  Password   ${password}   (shown only this once)`];
	if (password !== null) writeFileSync(join(home, SHOWN), "The demo login was shown; the password itself is stored only as a hash.\n");
	const faults = `  Faults     ${sandboxUrl}/__control/page#token=${controlToken}`;
	const mails = `  Mails      ${sandboxUrl}/__control/mailbox#token=${controlToken}`;
	return [`  Tieout     http://127.0.0.1:${ports.web}`, ...login, faults, mails];
}
