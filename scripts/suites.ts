// Runs test suites one after the other and counts what they found. A suite that breaks down before it reports counts as one failure.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestResult, writeAttackReport } from "./attack-report.ts";
import { BROWSER_NEEDS, findBrowser } from "./browser.ts";
import { hasGo } from "./go-tool.ts";
import { hasPython, PYTHON_NEEDS } from "./python-tool.ts";
import { findTimeSkippingServer, TIME_SKIPPING_NEEDS } from "./time-skipping-server.ts";

export interface Tally {
	name: string;
	passed: number;
	failed: number;
	seconds: number;
	/** What is missing on this machine; null when the suite ran. */
	notRun: string | null;
}

type Counts = Pick<Tally, "passed" | "failed">;

const root = join(import.meta.dirname, "..");
const modules = join(root, "node_modules");

const suites: Readonly<Record<string, () => Promise<Counts | { notRun: string }>>> = {
	unit: () => vitest("unit"),
	live: () => vitest("live"),
	time: async () => ((await findTimeSkippingServer()) === null ? { notRun: TIME_SKIPPING_NEEDS } : vitest("time")),
	peers: async () =>
		(await hasGo()) ? vitest("peers") : { notRun: "Go 1.23 or newer, which builds the programs that ours are compared with." },
	fuzz: async () => ((await hasPython()) ? vitest("fuzz") : { notRun: PYTHON_NEEDS }),
	e2e: async () => {
		if ((await findBrowser()) === undefined) return { notRun: BROWSER_NEEDS };
		return playwright();
	},
};

export const suiteNames: readonly string[] = Object.keys(suites);

export async function runSuites(names: readonly string[]): Promise<Tally[]> {
	const tallies: Tally[] = [];
	for (const name of names) {
		const started = performance.now();
		const found = (await suites[name]?.()) ?? { passed: 0, failed: 1 };
		const seconds = (performance.now() - started) / 1000;
		tallies.push("notRun" in found ? { name, passed: 0, failed: 0, seconds, ...found } : { name, seconds, notRun: null, ...found });
	}
	writeAttackReport(results);
	return tallies;
}

export function formatTally(tallies: readonly Counts[]): string {
	const sum = (key: keyof Counts) => tallies.reduce((total, tally) => total + tally[key], 0);
	return `${sum("passed")} passed, ${sum("failed")} failed`;
}

/** What every test of this run found, as far as vitest ran it. */
const results: TestResult[] = [];

interface VitestReport {
	testResults: readonly { readonly assertionResults: readonly TestResult[] }[];
	numPassedTests: number;
	numFailedTests: number;
	numFailedTestSuites: number;
	numTotalTests: number;
}

const nothingRan = { numPassedTests: 0, numFailedTests: 0, testResults: [] };

function vitest(project: string): Promise<Counts> {
	return withReport(async (report) => {
		const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
		const code = await run([join(modules, "vitest/vitest.mjs"), "run", "--project", project, ...reporters]);
		const { numPassedTests, numFailedTests, testResults } = readReport<VitestReport>(report) ?? nothingRan;
		results.push(...testResults.flatMap(({ assertionResults }) => assertionResults));
		// A file that doesn't load, or an error outside any test, fails the run without a failed test.
		return { passed: numPassedTests, failed: code === 0 ? numFailedTests : Math.max(numFailedTests, 1) };
	});
}

interface PlaywrightReport {
	stats: { expected: number; unexpected: number; flaky: number };
}

async function playwright(): Promise<Counts | { notRun: string }> {
	if (!readdirSync(join(root, "test/e2e")).some((name) => name.endsWith(".e2e.test.ts"))) return { passed: 0, failed: 1 };
	return withReport(async (report) => {
		const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: report };
		const code = await run([join(modules, "@playwright/test/cli.js"), "test", "--reporter=list,json"], env);
		const { expected, unexpected, flaky } = readReport<PlaywrightReport>(report)?.stats ?? { expected: 0, unexpected: 0, flaky: 0 };
		return { passed: expected, failed: code === 0 ? unexpected + flaky : Math.max(unexpected + flaky, 1) };
	});
}

async function withReport<T>(work: (file: string) => Promise<T>): Promise<T> {
	const folder = mkdtempSync(join(tmpdir(), "tieout-report-"));
	try {
		return await work(join(folder, "report.json"));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function readReport<T>(file: string): T | undefined {
	return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as T) : undefined;
}

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
	const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...env } });
	return new Promise((resolve) => {
		child.once("error", () => resolve(1));
		child.once("exit", (code) => resolve(code ?? 1));
	});
}
