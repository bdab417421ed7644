// Runs test suites and counts what they found. A suite that breaks down before it reports counts as one failure.
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

/** @param aside what it prints is kept until it has ended, so that it does not stand between another suite's lines */
type Suite = (aside: boolean) => Promise<Counts | { notRun: string }>;

const suites: Readonly<Record<string, Suite>> = {
	unit: (aside) => vitest("unit", aside),
	live: (aside) => vitest("live", aside),
	time: async (aside) => ((await findTimeSkippingServer()) === null ? { notRun: TIME_SKIPPING_NEEDS } : vitest("time", aside)),
	peers: async (aside) =>
		(await hasGo()) ? vitest("peers", aside) : { notRun: "Go 1.23 or newer, which builds the programs that ours are compared with." },
	fuzz: async (aside) => ((await hasPython()) ? vitest("fuzz", aside) : { notRun: PYTHON_NEEDS }),
	e2e: async (aside) => {
		if ((await findBrowser()) === undefined) return { notRun: BROWSER_NEEDS };
		return playwright(aside);
	},
};

export const suiteNames: readonly string[] = Object.keys(suites);

// These wait most of the time, for a server or a program of another language: they run beside `live`, one after the other.
const asideNames: readonly string[] = ["time", "peers", "fuzz"];

export async function runSuites(names: readonly string[]): Promise<Tally[]> {
	const hasLive = names.includes("live");
	const aside = names.filter((name) => hasLive && asideNames.includes(name));
	const found = new Map<string, Tally>();
	const play = async (name: string, isAside: boolean): Promise<void> => {
		const started = performance.now();
		const counts = (await suites[name]?.(isAside)) ?? { passed: 0, failed: 1 };
		const seconds = (performance.now() - started) / 1000;
		found.set(name, "notRun" in counts ? { name, passed: 0, failed: 0, seconds, ...counts } : { name, seconds, notRun: null, ...counts });
	};
	const playAside = async (): Promise<void> => {
		for (const name of aside) await play(name, true);
	};
	for (const name of names)
		if (name === "live") await Promise.all([play(name, false), playAside()]);
		else if (!aside.includes(name)) await play(name, false);
	// Attacks stand in both: half of them would make a report of half.
	if (hasLive && names.includes("unit")) writeAttackReport(results);
	return names.flatMap((name) => found.get(name) ?? []);
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

function vitest(project: string, aside: boolean): Promise<Counts> {
	return withReport(async (report) => {
		const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
		const code = await run([join(modules, "vitest/vitest.mjs"), "run", "--project", project, ...reporters], aside);
		const { numPassedTests, numFailedTests, testResults } = readReport<VitestReport>(report) ?? nothingRan;
		results.push(...testResults.flatMap(({ assertionResults }) => assertionResults));
		// A file that doesn't load, or an error outside any test, fails the run without a failed test.
		return { passed: numPassedTests, failed: code === 0 ? numFailedTests : Math.max(numFailedTests, 1) };
	});
}

interface PlaywrightReport {
	stats: { expected: number; unexpected: number; flaky: number };
}

async function playwright(aside: boolean): Promise<Counts | { notRun: string }> {
	if (!readdirSync(join(root, "test/e2e")).some((name) => name.endsWith(".e2e.test.ts"))) return { passed: 0, failed: 1 };
	return withReport(async (report) => {
		const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: report };
		const code = await run([join(modules, "@playwright/test/cli.js"), "test", "--reporter=list,json"], aside, env);
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

function run(args: readonly string[], aside: boolean, env: NodeJS.ProcessEnv = {}): Promise<number> {
	const child = spawn(process.execPath, args, {
		cwd: root,
		stdio: ["ignore", aside ? "pipe" : "inherit", aside ? "pipe" : "inherit"],
		env: { ...process.env, ...env },
	});
	const said: Buffer[] = [];
	for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => said.push(chunk));
	return new Promise((resolve) => {
		child.once("error", () => resolve(1));
		child.once("close", (code) => {
			process.stdout.write(Buffer.concat(said));
			resolve(code ?? 1);
		});
	});
}
