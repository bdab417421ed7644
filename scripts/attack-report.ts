// The report of the attacks: what each test of an attack found, from the suites' own results. Set TIEOUT_REPORTS=1 to write it to docs.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A test as vitest's JSON reporter tells of it. */
export interface TestResult {
	readonly ancestorTitles: readonly string[];
	readonly title: string;
	readonly status: string;
}

const prefix = "attack: ";
const root = join(import.meta.dirname, "..");

export function writeAttackReport(results: readonly TestResult[]): void {
	if (process.env["TIEOUT_REPORTS"] !== "1") return;
	const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
	const folder = join(root, "docs/reports");
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, "attacks.md"), attackReport(results, commit, new Date().toISOString().slice(0, 10)));
}

/** Markdown: a heading an attack, a line a test. */
export function attackReport(results: readonly TestResult[], commit: string, date: string): string {
	const tried = results.flatMap(({ ancestorTitles, title, status }) => {
		const attack = ancestorTitles.find((ancestor) => ancestor.startsWith(prefix))?.slice(prefix.length);
		return attack === undefined ? [] : [{ attack, title, held: status === "passed" }];
	});
	const groups = [...Map.groupBy(tried, ({ attack }) => attack)].sort(([a], [b]) => (a < b ? -1 : 1));
	const held = tried.filter((each) => each.held).length;
	const sections = groups.flatMap(([attack, tests]) => [
		"",
		`## ${attack.charAt(0).toUpperCase()}${attack.slice(1)}`,
		"",
		...tests.map((test) => `- ${test.held ? "held" : "**FAILED**"}: ${test.title}`),
	]);
	const head = `Commit ${commit}, ${date}. ${held} of ${tried.length} tries held, of ${groups.length} kinds of attack. Written by the suite.`;
	return `${["# Attacks that must fail", "", head, ...sections].join("\n")}\n`;
}
