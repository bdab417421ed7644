// `npm run faults -- [--count 200] [--seed N] [--orders 1200]`: breaks a Tieout of its own on purpose and compares it with the truth
// each time. Writes docs/reports/faults.md when all of a run of 200 or more, or of one asked for with --report, has been played.
import { execFileSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { faultsReport } from "../test/faults/faults-report.ts";
import { playedLine, runFaults } from "../test/faults/run-faults.ts";

const root = join(import.meta.dirname, "..");
const { values } = parseArgs({
	options: {
		count: { type: "string", default: "200" },
		seed: { type: "string", default: String(randomInt(1_000_000_000)) },
		orders: { type: "string", default: "1200" },
		report: { type: "boolean", default: false },
	},
});
const count = Number(values.count);
if (!Number.isInteger(count) || count < 1) {
	console.error("--count must be a whole number from 1 on");
	process.exit(2);
}
// An exit takes the home away; what was started ends with this process.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));
console.log(`seed ${values.seed}, ${count} faults`);
const run = await runFaults({
	seed: values.seed,
	count,
	orders: Number(values.orders),
	onPlayed: (played) => console.log(playedLine(played)),
});
for (const name of run.leftOpen) console.log(`left open: ${name}`);
const survived = run.played.filter(({ problems }) => problems.length === 0).length;
console.log(`${survived} of ${run.played.length} survived, ${run.leftOpen.length} rows left open, ${Math.round(run.seconds)} s`);
if (count >= 200 || values.report) {
	const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
	writeFileSync(join(root, "docs/reports/faults.md"), faultsReport(run, { commit, date: new Date().toISOString().slice(0, 10) }));
}
process.exit(survived === run.played.length && run.leftOpen.length === 0 ? 0 : 1);
