// `npm run doctor`: what is there, what is missing, and what to do about it. Changes nothing. Exit 1 when something needed is missing.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statfsSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify, styleText } from "node:util";
import pg from "pg";
import { type Config, readConfig } from "../platform/config.ts";
import { BROWSER_NEEDS, findBrowser } from "./browser.ts";
import { isPortFree } from "./free-port.ts";
import { runningInstance } from "./instance.ts";
import { findPostgres } from "./postgres.ts";
import { databaseFolder } from "./start-all.ts";
import { locateTemporal } from "./temporal-server.ts";

interface Finding {
	what: string;
	state: "found" | "missing" | "optional";
	detail: string;
	todo?: string;
}

const root = join(import.meta.dirname, "..");
const MIN_FREE_GB = 3;

const config = readConfig(process.env);
const findings = [
	...(await runtimes()),
	packages(),
	await postgres(config),
	await temporal(config),
	await ports(config),
	disk(config),
	await browser(),
];
for (const { what, state, detail, todo } of findings) {
	const mark = {
		found: styleText("green", "✓ found  "),
		missing: styleText("red", "✗ missing"),
		optional: styleText("yellow", "– not here"),
	}[state];
	console.log(`${mark} ${what.padEnd(16)} ${detail}${todo === undefined ? "" : `\n            → ${todo}`}`);
}
const missing = findings.filter(({ state }) => state === "missing").length;
console.log(missing === 0 ? "\nEverything that is needed is here." : `\n${missing} missing. See the arrows above.`);
process.exit(missing === 0 ? 0 : 1);

async function versionOf(command: string, args: readonly string[]): Promise<string | undefined> {
	try {
		const { stdout } = await promisify(execFile)(command, [...args], { timeout: 10_000 });
		return stdout.trim().split("\n")[0];
	} catch {
		return undefined;
	}
}

async function runtimes(): Promise<Finding[]> {
	const npm = await versionOf("npm", ["--version"]);
	return [
		{ what: "Node 24", state: "found", detail: `${process.version} at ${process.execPath}` },
		npm === undefined
			? { what: "npm", state: "missing", detail: "not on PATH", todo: "Install Node.js 20 or newer; npm comes with it." }
			: { what: "npm", state: "found", detail: npm },
	];
}

function packages(): Finding {
	const stamp = join(root, "node_modules/.tieout-lock");
	const lock = readFileSync(join(root, "package-lock.json"));
	const wanted = createHash("sha256").update(lock).update(`${process.platform} ${process.arch}`).digest("hex");
	const agrees = existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
	return agrees
		? { what: "packages", state: "found", detail: "as in package-lock.json" }
		: { what: "packages", state: "optional", detail: "not checked against package-lock.json yet", todo: "npm run up does it." };
}

async function postgres({ startsPostgres, databaseAdminUrl, home }: Config): Promise<Finding> {
	const what = "PostgreSQL";
	if (startsPostgres) {
		const found = findPostgres();
		const detail = `${found?.version ?? ""} from npm, data in ${databaseFolder(home)}`;
		if (found !== undefined) return { what, state: "found", detail };
		const todo = "Set DATABASE_URL to a PostgreSQL 18 server, or run npm ci with install scripts switched on.";
		return { what, state: "missing", detail: `npm has none for ${process.platform}-${process.arch}`, todo };
	}
	const client = new pg.Client({ connectionString: databaseAdminUrl, connectionTimeoutMillis: 5000 });
	client.on("error", () => {});
	try {
		await client.connect();
		const { rows } = await client.query<{ version: string }>("select current_setting('server_version') as version");
		const version = rows[0]?.version ?? "";
		if (Number.parseInt(version, 10) >= 18) return { what, state: "found", detail: `${version} at DATABASE_URL` };
		return {
			what,
			state: "missing",
			detail: `DATABASE_URL is PostgreSQL ${version}`,
			todo: "Use a PostgreSQL 18 server, or unset DATABASE_URL.",
		};
	} catch (error) {
		const detail = `DATABASE_URL does not answer: ${error instanceof Error ? error.message : String(error)}`;
		return { what, state: "missing", detail, todo: "Start that server, correct DATABASE_URL, or unset it." };
	} finally {
		await client.end().catch(() => {});
	}
}

async function temporal({ startsTemporal, temporalAddress }: Config): Promise<Finding> {
	const what = "Temporal";
	if (!startsTemporal) return { what, state: "found", detail: `TEMPORAL_ADDRESS names ${temporalAddress}; none is started` };
	const binary = locateTemporal();
	if (binary !== undefined) return { what, state: "found", detail: binary };
	const go = await versionOf("go", ["version"]);
	if (go !== undefined)
		return { what, state: "optional", detail: "not built yet", todo: `npm run up builds it with ${go} (2 to 4 minutes, once).` };
	return {
		what,
		state: "missing",
		detail: "no temporal on PATH, and no Go to build it",
		todo: "Install the Temporal CLI (docs.temporal.io/cli) or Go 1.23 or newer.",
	};
}

async function ports({ ports: all, home, startsPostgres, startsTemporal }: Config): Promise<Finding> {
	const what = "ports";
	const range = `${all.web} to ${all.mail}`;
	const instance = runningInstance(home);
	if (instance !== undefined)
		return { what, state: "found", detail: `in use by the Tieout that runs (process ${instance.pid}, ${instance.url})` };
	const needed = Object.entries(all).filter(
		([name]) => (startsPostgres || name !== "postgres") && (startsTemporal || !name.startsWith("temporal")),
	);
	const free = await Promise.all(needed.map(async ([name, port]) => ({ name, port, isFree: await isPortFree(port) })));
	const taken = free.filter(({ isFree }) => !isFree);
	if (taken.length === 0) return { what, state: "found", detail: `${range} are free` };
	const detail = `in use by another program: ${taken.map(({ name, port }) => `${port} (${name})`).join(", ")}`;
	return { what, state: "missing", detail, todo: `Choose another base: TIEOUT_PORT=${all.web + 100}` };
}

function disk({ home }: Config): Finding {
	let folder = home;
	while (!existsSync(folder)) folder = dirname(folder);
	const { bavail, bsize } = statfsSync(folder);
	const freeGb = (bavail * bsize) / 1e9;
	const detail = `${freeGb.toFixed(1)} GB free for ${home}`;
	if (freeGb >= MIN_FREE_GB) return { what: "disk", state: "found", detail };
	return { what: "disk", state: "missing", detail, todo: `Make room (${MIN_FREE_GB} GB), or set TIEOUT_HOME to another disk.` };
}

async function browser(): Promise<Finding> {
	const found = await findBrowser();
	if (found !== undefined) return { what: "browser", state: "found", detail: `${found.executablePath} (${found.origin}), for npm test` };
	return { what: "browser", state: "optional", detail: "only npm test uses one", todo: `For the browser tests: ${BROWSER_NEEDS}` };
}
