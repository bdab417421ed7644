// `npm run check:image`: what can be known about docker-compose.yml and the Dockerfile without a container engine. The compose file
// goes through the reference loader of the Compose Specification (schema, interpolation, consistency); the Dockerfile's commands are
// run in a scratch folder, and what they leave is started: API and workers from the prebuilt bundle, against real servers.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { loginUrlOf } from "../db/roles.ts";
import { buildStages, readDockerfile } from "./dockerfile.ts";
import { freePort, freePortBase } from "./free-port.ts";
import { startPostgres } from "./postgres.ts";
import { findTemporal, startTemporalServer } from "./temporal-server.ts";

const root = join(import.meta.dirname, "..");
const composeLoader = "github.com/compose-spec/compose-go/v2/cmd@v2.16.2";
const startLimitMs = 60_000;

checkCompose();
await checkImage();

function checkCompose(): void {
	const folder = mkdtempSync(join(tmpdir(), "tieout-compose-"));
	try {
		// The loader's own command interpolates from nowhere, so the values are put in before.
		const text = readFileSync(join(root, "docker-compose.yml"), "utf8").replaceAll(/\$\{[A-Z_]+:[?-][^}]*\}/g, "x".repeat(24));
		writeFileSync(join(folder, "docker-compose.yml"), text);
		const { status, stderr, error } = spawnSync("go", ["run", composeLoader, "docker-compose.yml"], {
			cwd: folder,
			env: { ...process.env, GOFLAGS: "-mod=mod", COMPOSE_PROFILES: "demo" },
			encoding: "utf8",
		});
		if (error !== undefined) fail("not run: needs Go, for the reference loader of the Compose Specification");
		if (status !== 0) fail(`docker-compose.yml: ${stderr}`);
		console.log("✓ docker-compose.yml loads by the Compose Specification's own loader");
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function checkImage(): Promise<void> {
	const scratch = mkdtempSync(join(tmpdir(), "tieout-image-"));
	// As root the embedded PostgreSQL runs as somebody else, who must be able to get to its data.
	chmodSync(scratch, 0o755);
	const stops: (() => Promise<unknown>)[] = [];
	try {
		const stages = readDockerfile(readFileSync(join(root, "Dockerfile"), "utf8"));
		const image = buildStages(stages, {
			context: root,
			scratch,
			nodeFolder: dirname(process.execPath),
			print: (line) => console.log(line),
		});
		console.log("✓ the Dockerfile's commands ran");
		const data = join(scratch, "data");
		const postgres = await startPostgres({
			dataDir: join(scratch, "postgres"),
			port: await freePort(),
			log: join(scratch, "postgres.log"),
		});
		stops.push(() => postgres.stop());
		const temporal = await startTemporalServer({
			binary: await findTemporal(console.log),
			dbFile: null,
			port: await freePort(),
			uiPort: null,
			log: join(scratch, "temporal.log"),
		});
		stops.push(() => temporal.stop());
		const port = await freePortBase();
		const env = {
			...image.env,
			TIEOUT_HOME: data,
			TIEOUT_HOST: "127.0.0.1",
			TIEOUT_PORT: String(port),
			TEMPORAL_ADDRESS: temporal.address,
			DATABASE_LOGIN_URL: loginUrlOf(postgres.adminUrl),
			TIEOUT_MASTER_KEY: Buffer.alloc(32, 7).toString("base64"),
		};
		const migrated = spawnSync("node", ["db/migrate.ts"], {
			cwd: image.workdir,
			env: { ...env, DATABASE_URL: postgres.adminUrl },
			encoding: "utf8",
		});
		if (migrated.status !== 0) fail(`db/migrate.ts: ${migrated.stderr}`);
		const [program = "", ...args] = image.command;
		for (const command of [
			[program, ...args],
			["node", "workers/all.ts"],
		] as const) {
			const child = spawn(command[0] ?? "", command.slice(1), { cwd: image.workdir, env, stdio: ["ignore", "ignore", "inherit"] });
			stops.push(() => {
				if (child.exitCode !== null) return Promise.resolve();
				child.kill("SIGTERM");
				return new Promise((resolve) => child.once("exit", resolve));
			});
		}
		await untilOk(`http://127.0.0.1:${port}/ready`);
		await untilOk(`http://127.0.0.1:${port + 5}/health`);
		const page = await (await fetch(`http://127.0.0.1:${port}/`)).text();
		if (!/<script[^>]+src=/.test(page)) fail("the API serves no page");
		console.log("✓ API and workers run from the image's files, the workers from the prebuilt bundle");
	} finally {
		for (const stop of stops.reverse()) await stop();
		rmSync(scratch, { recursive: true, force: true });
	}
}

async function untilOk(url: string): Promise<void> {
	const until = performance.now() + startLimitMs;
	for (;;) {
		const answer = await fetch(url).catch(() => null);
		if (answer?.ok === true) return;
		if (performance.now() > until) fail(`${url} was not ready: ${answer === null ? "no answer" : await answer.text()}`);
		await sleep(200);
	}
}

function fail(sentence: string): never {
	throw new Error(sentence);
}
