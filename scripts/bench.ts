// `npm run bench -- [NAME …] [--json] [--rows=N …]`: runs the benches (all, or the named ones) against servers of their own and prints what
// they measured: a table with the ratio to Tieout's own figure in the same run, or with --json one object a line. `--rows=N`, `--tenants=N`
// and the like say a size: the bench reads it as BENCH_ROWS, BENCH_TENANTS.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Figure } from "../test/bench/figure.ts";

const root = join(import.meta.dirname, "..");
const benches = readdirSync(join(root, "test/bench")).flatMap((name) => /^(\w+)\.bench\.test\.ts$/.exec(name)?.[1] ?? []);
const args = process.argv.slice(2);
const asJson = args.includes("--json");
const names = args.filter((arg) => !arg.startsWith("--"));
const sizes = Object.fromEntries(
	args.flatMap((arg) => {
		const [, name = "", value] = /^--([a-z]+)=(\d+)$/.exec(arg) ?? [];
		return value === undefined ? [] : [[`BENCH_${name.toUpperCase()}`, value]];
	}),
);
const unknown = names.filter((name) => !benches.includes(name));
if (unknown.length > 0) {
	console.error(`There is no bench ${unknown.join(", ")}. There are: ${benches.join(", ")}.`);
	process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), "tieout-bench-"));
const file = join(folder, "figures.jsonl");
const chosen = names.length === 0 ? benches : names;
const code = await vitest(chosen.map((name) => `test/bench/${name}.bench.test.ts`));
const figures = existsSync(file)
	? readFileSync(file, "utf8")
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line) as Figure)
	: [];
rmSync(folder, { recursive: true, force: true });
if (asJson) for (const figure of figures) console.log(JSON.stringify(figure));
else printTable(figures);
process.exit(code);

/** Its own messages go to stderr, so that --json is nothing but figures. */
function vitest(files: readonly string[]): Promise<number> {
	const child = spawn(process.execPath, [join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", "bench", ...files], {
		cwd: root,
		stdio: ["ignore", process.stderr, process.stderr],
		env: { ...process.env, ...sizes, TIEOUT_BENCH_FILE: file },
	});
	return new Promise((resolve) => child.once("exit", (exit) => resolve(exit ?? 1)));
}

function printTable(all: readonly Figure[]): void {
	const ours = new Map(all.filter(({ engine }) => engine === "tieout").map((figure) => [key(figure), figure.value]));
	const rows = all.map((figure) => {
		const own = ours.get(key(figure));
		const ratio = figure.engine === "tieout" || own === undefined ? "" : `tieout is ${times(figure, own)}`;
		return [
			figure.bench,
			figure.case,
			figure.engine,
			figure.value.toLocaleString("en", { maximumFractionDigits: 2 }),
			figure.unit,
			`${figure.runs}`,
			ratio,
		];
	});
	const head = ["bench", "case", "engine", "value", "unit", "runs", ""];
	const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
	const isNumber = (column: number) => column === 3 || column === 5;
	for (const row of [head, ...rows])
		console.log(
			row
				.map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
				.join("  ")
				.trimEnd(),
		);
}

function key({ bench, case: kase, unit }: Figure): string {
	return `${bench} ${kase} ${unit}`;
}

/** "1.4 × as fast": rates are better when larger, times when smaller. */
function times({ value, unit }: Figure, own: number): string {
	const ratio = unit.endsWith("/s") ? own / value : value / own;
	return `${ratio.toFixed(2)} × as fast`;
}
