// The steps of .ci/run after the installation. Runs them all, even when one fails; a step counts as one, a suite as its tests.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { BROWSER_NEEDS, findBrowser } from "./browser.ts";
import { hasPython, PYTHON_NEEDS } from "./python-tool.ts";
import { formatTally, runSuites, suiteNames } from "./suites.ts";

const root = join(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules/.bin", name);

const steps: readonly { name: string; command: readonly string[] }[] = [
	{ name: "the lock is complete", command: ["npm", "ci", "--dry-run", "--no-audit", "--no-fund", "--loglevel=error"] },
	{ name: "format", command: [bin("biome"), "format"] },
	{ name: "lint", command: [bin("oxlint"), "--type-aware", "--deny-warnings"] },
	{ name: "types", command: [bin("tsc"), "--noEmit", "-p", "tsconfig.json"] },
	{ name: "types of the pages", command: [bin("tsc"), "--noEmit", "-p", "web/tsconfig.json"] },
	{ name: "the tools", command: ["npm", "ci", "--prefix", join(root, "tools"), "--no-audit", "--no-fund", "--loglevel=error"] },
	{ name: "no dead code", command: [join(root, "tools/node_modules/.bin/knip")] },
	{ name: "image and compose file", command: [process.execPath, join(root, "scripts/check-image.ts")] },
	{ name: "pages build", command: [process.execPath, join(root, "scripts/build-web.ts")] },
];

// The install itself was the first step.
const tallies = [{ passed: 1, failed: 0 }];
for (const { name, command } of steps) tallies.push(await report(name, () => run(command)));
tallies.push(await report("a browser", provideBrowser));
tallies.push(await report("Python", providePython));
const suites = await runSuites(suiteNames);
for (const { name, passed, failed, seconds, notRun } of suites) {
	// On a person's machine a missing browser is a note; here it hides what should have been tested.
	if (notRun !== null) tallies.push({ passed: 0, failed: 1 });
	tallies.push({ passed, failed });
	console.log(
		notRun === null ? `${name}: ${passed} passed, ${failed} failed (${seconds.toFixed(0)} s)` : `✗ ${name} not run: needs ${notRun}`,
	);
}
console.log(formatTally(tallies));
process.exit(tallies.some(({ failed }) => failed > 0) ? 1 : 0);

async function report(name: string, work: () => Promise<boolean>): Promise<{ passed: number; failed: number }> {
	const started = performance.now();
	const ok = await work();
	console.log(`${ok ? "✓" : "✗"} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
	return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** The browser from npm needs two libraries that a bare machine lacks; a whole Chromium is the last resort. */
async function provideBrowser(): Promise<boolean> {
	for (const packages of [[], ["libnss3", "libnspr4"], ["chromium"]]) {
		if (packages.length > 0) {
			if (process.getuid?.() !== 0) break;
			await run(["apt-get", "update", "-qq"]);
			await run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", ...packages]);
		}
		const found = await findBrowser();
		if (found === undefined) continue;
		console.log(`browser: ${found.executablePath} (${found.origin})`);
		return true;
	}
	console.log(`The browser tests need ${BROWSER_NEEDS}`);
	return false;
}

/** schemathesis needs it; a bare machine lacks it or its venv. */
async function providePython(): Promise<boolean> {
	if (await hasPython()) return true;
	if (process.getuid?.() === 0) {
		await run(["apt-get", "update", "-qq"]);
		await run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "python3", "python3-venv"]);
		if (await hasPython()) return true;
	}
	console.log(`The API's description is tried out with ${PYTHON_NEEDS}`);
	return false;
}

/** Prints what the command said only when it failed, or when it is worth seeing. */
function run([command = "", ...args]: readonly string[]): Promise<boolean> {
	const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
	const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], env });
	let said = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream.on("data", (chunk: Buffer) => {
			said += chunk.toString("utf8");
		});
	}
	return new Promise((resolve) => {
		child.once("error", (error) => {
			console.log(error.message);
			resolve(false);
		});
		child.once("close", (code) => {
			if (code !== 0) console.log(said.trim());
			resolve(code === 0);
		});
	});
}
