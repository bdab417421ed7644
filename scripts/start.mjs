// The first thing that runs on a fresh machine: brings the installed packages in line with the lock, then runs the command
// under the Node 24 that they contain. No dependencies, and nothing newer than Node 20, because nothing is installed yet.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(fileURLToPath(import.meta.url), "../..");
const modules = join(root, "node_modules");
const stampFile = join(modules, ".tieout-lock");
const installLock = join(root, ".tieout-install.lock");
const node24 = join(modules, "node/bin/node");

const COMMANDS = { up: "scripts/up.ts", down: "scripts/down.ts", doctor: "scripts/doctor.ts", reset: "scripts/reset.ts", test: "scripts/test.ts" };
const USAGE = `usage: node scripts/start.mjs ${Object.keys(COMMANDS).join("|")}|install|run <file.ts> [arguments]`;
const OFFLINE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|network/;

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
}

async function main([command = "up", ...args]) {
	const [major] = process.versions.node.split(".").map(Number);
	if (major < 20) throw new Error(`Node ${process.versions.node} is too old to begin with: install Node 20 or newer (it fetches Node 24 itself).`);
	// Stopping and looking change nothing, so they install nothing either.
	if (command === "down" || command === "doctor") {
		if (!existsSync(node24)) return withoutPackages(command);
	} else await bringPackagesInLine();
	if (command === "install") return 0;
	const file = command === "run" ? args.shift() : COMMANDS[command];
	if (file === undefined) throw new Error(USAGE);
	return runUnderNode24(join(root, file), args);
}

function withoutPackages(command) {
	if (command === "down") say("No package is installed here, so nothing of this folder can run.");
	else say(`✓ found   Node ${process.versions.node} to begin with\n✗ missing packages, and Node 24 among them\n            → npm run up installs them (about a minute).`);
	return command === "down" ? 0 : 1;
}

async function bringPackagesInLine() {
	const wanted = lockDigest();
	if (readIfThere(stampFile) !== wanted) {
		await holdingInstallLock(async () => {
			if (readIfThere(stampFile) === wanted) return;
			if (!installedAgreesWithLock()) await npmCi();
			writeFileSync(stampFile, wanted);
		});
	}
	const version = await output(node24, ["--version"]);
	if (!version.startsWith("v24.")) {
		rmSync(stampFile, { force: true });
		throw new Error(
			"npm installed the packages without running their install scripts, so Node 24 is missing. Switch scripts on (npm config delete ignore-scripts) and start again.",
		);
	}
}

function lockDigest() {
	const lock = readFileSync(join(root, "package-lock.json"));
	return createHash("sha256").update(lock).update(`${process.platform} ${process.arch}`).digest("hex");
}

/** True after an `npm ci` or `npm install` by hand: npm's own record, which it writes last, names the lock's versions. */
function installedAgreesWithLock() {
	const text = readIfThere(join(modules, ".package-lock.json"));
	if (text === undefined) return false;
	const installed = JSON.parse(text).packages;
	const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
	const foreign = Object.entries(installed).some(([path, entry]) => wanted[path]?.version !== entry.version);
	const missing = Object.entries(wanted).some(([path, entry]) => path !== "" && !entry.optional && !entry.peer && !installed[path]);
	return !foreign && !missing;
}

async function npmCi() {
	const flags = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error", "--progress=false", "--include=dev"];
	const patience = ["--fetch-retries=3", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"];
	const started = Date.now();
	const seconds = () => Math.round((Date.now() - started) / 1000);
	say("Installing packages (npm ci), about a minute …");
	const timer = setInterval(() => say(`Installing packages, ${seconds()} s`), 10_000);
	const { code, errors } = await run("npm", ["ci", ...flags, ...patience]).finally(() => clearInterval(timer));
	if (code !== 0 && OFFLINE.test(errors)) {
		throw new Error("The packages can't be downloaded: npm does not reach its registry. Check the network (or `npm config get registry`) and start again.");
	}
	if (code !== 0) throw new Error(`npm ci failed:\n${errors.trim()}`);
	say(`Packages installed in ${seconds()} s`);
}

/** npm without our own node_modules/.bin on PATH, since npm ci deletes that folder while it works. */
function run(command, args) {
	const path = (process.env.PATH ?? "").split(delimiter).filter((folder) => !folder.startsWith(modules));
	const child = spawn(command, args, {
		cwd: root,
		env: { ...process.env, PATH: path.join(delimiter) },
		stdio: ["ignore", "ignore", "pipe"],
		shell: process.platform === "win32",
	});
	let interrupted = false;
	// npm finishes what it does when it is asked nicely; without a stamp the next start begins anew anyway.
	const release = onSignals(() => {
		interrupted = true;
		child.kill("SIGKILL");
	});
	let errors = "";
	child.stderr.on("data", (chunk) => {
		errors += chunk;
	});
	return new Promise((resolve, reject) => {
		child.once("error", () => reject(new Error(`\`${command}\` was not found: it comes with Node.js, so check your PATH.`)));
		child.once("close", (code) => {
			release();
			if (interrupted) reject(new Error("Stopped while installing packages; the next start begins the installation anew."));
			else resolve({ code, errors });
		});
	});
}

/** Two starts at once would fight over node_modules: the second waits for the first. */
async function holdingInstallLock(work) {
	for (let waited = 0; !takeInstallLock(); waited++) {
		if (waited % 20 === 0) say(`Another start (process ${readIfThere(installLock)?.trim()}) is installing packages, waiting …`);
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
	const release = () => rmSync(installLock, { force: true });
	process.once("exit", release);
	try {
		await work();
	} finally {
		process.off("exit", release);
		release();
	}
}

function takeInstallLock() {
	try {
		writeFileSync(installLock, `${process.pid}\n`, { flag: "wx" });
		return true;
	} catch (error) {
		if (error.code !== "EEXIST") throw error;
		if (isAlive(Number(readIfThere(installLock)))) return false;
		rmSync(installLock, { force: true });
		return takeInstallLock();
	}
}

function isAlive(pid) {
	if (!(pid > 0)) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === "EPERM";
	}
}

/** The IPC channel lets the command notice when this wrapper is killed. */
function runUnderNode24(file, args) {
	const cache = join(modules, ".cache/node-compile");
	mkdirSync(cache, { recursive: true });
	const bin = join(modules, ".bin");
	const envFile = existsSync(join(root, ".env")) ? [`--env-file=${join(root, ".env")}`] : [];
	const child = spawn(node24, [...envFile, file, ...args], {
		stdio: ["inherit", "inherit", "inherit", "ipc"],
		env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`, NODE_COMPILE_CACHE: cache },
	});
	onSignals((signal) => child.kill(signal));
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143)));
	});
}

function onSignals(react) {
	const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
	for (const signal of signals) process.on(signal, react);
	return () => {
		for (const signal of signals) process.off(signal, react);
	};
}

function output(command, args) {
	return new Promise((resolve) => {
		const child = spawn(command, args, { stdio: ["ignore", "pipe", "ignore"] });
		let text = "";
		child.stdout.on("data", (chunk) => {
			text += chunk;
		});
		child.once("error", () => resolve(""));
		child.once("close", () => resolve(text));
	});
}

function readIfThere(path) {
	return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function say(message) {
	process.stdout.write(`${message}\n`);
}
