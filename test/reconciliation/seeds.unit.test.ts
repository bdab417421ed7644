// The engine against companies it has never seen: 20 seeds drawn now, read over HTTP by the connectors, graded by the sandbox's truth.
// RECALL_SEEDS="a,b" repeats given seeds; TIEOUT_REPORTS=1 also writes docs/reports/recall.md.
import { execFileSync } from "node:child_process";
import { createHash, randomInt, randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { asOfDay } from "../../domain/reconciliation/as-of-day.ts";
import type { Outcome } from "../../domain/reconciliation/outcome.ts";
import { reconcile } from "../../domain/reconciliation/reconcile.ts";
import { type PassName, passNames, stripeNetsuiteRules } from "../../domain/reconciliation/rules.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox/server.ts";
import { november, october, unexplained } from "./books-builder.ts";
import { type Grade, gradeOf, isPerfect, precision, recall } from "./grade.ts";
import { booksOfSandbox, type SandboxBooks } from "./sandbox-books.ts";
import { listGaps, proofGaps } from "./ties.ts";

const seedCount = 20;
/** Seeds on which each pass is also switched off, and which have a clean twin. */
const deepCount = 4;
const seeds = process.env["RECALL_SEEDS"]?.split(",") ?? Array.from({ length: seedCount }, () => randomUUID().slice(0, 8));

// The sandbox's clock stands at 9 November: what is younger is on its way to the bank, or journalled two mornings later.
const stillMoving = "2026-11-06";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** From the seed, so that a seed alone repeats its company. */
const ordersOf = (seed: string): number => 400 + (Number.parseInt(sha256(seed).slice(0, 6), 16) % 400);

interface RunOptions {
	readonly zone?: string;
	readonly period?: typeof october;
	readonly passes?: readonly PassName[];
}

const runOf = (
	{ rows, balances }: SandboxBooks,
	{ zone = "America/New_York", period = october, passes = passNames }: RunOptions = {},
): Outcome =>
	reconcile({ period, zone, asOf: asOfDay(rows, "2026-11-20"), rules: { ...stripeNetsuiteRules, passes }, rows, balances }, sha256);

async function withSandbox<T>(options: SandboxOptions, work: (sandbox: Sandbox) => Promise<T>): Promise<T> {
	const sandbox = await startSandbox({ companies: ["larkfield"], ...options });
	try {
		return await work(sandbox);
	} finally {
		await sandbox.stop();
	}
}

interface Line {
	readonly seed: string;
	readonly orders: number;
	readonly rows: number;
	readonly grade: Grade;
	readonly decoys: number;
	readonly tookMs: number;
}

const report: Line[] = [];

const percent = (value: number): string => value.toFixed(4);

function reportText(): string {
	const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"]).toString().trim();
	const lines = report.map(
		({ seed, orders, rows, grade: { pairs, exceptions }, decoys, tookMs }) =>
			`| ${seed} | ${orders} | ${rows} | ${pairs.found} | ${percent(recall(pairs))} | ${percent(precision(pairs))} | ${exceptions.found} | ${percent(recall(exceptions))} | ${percent(precision(exceptions))} | ${decoys} | ${Math.round(tookMs)} |`,
	);
	return [
		`Recall and precision, commit ${commit}, ${new Date().toISOString().slice(0, 10)}, rules ${stripeNetsuiteRules.version}, ${report.length} seeds drawn at test time.`,
		"Exceptions are compared as (type, leaf, amount); pairs are payout–bank line, payout–deposit and component–ledger line.",
		"",
		"| seed | orders | rows | pairs | recall | precision | exceptions | recall | precision | decoys | engine ms |",
		"|---|---|---|---|---|---|---|---|---|---|---|",
		...lines,
		"",
	].join("\n");
}

afterAll(() => {
	const text = reportText();
	process.stdout.write(`\n${text}\n`);
	if (process.env["TIEOUT_REPORTS"] !== "1") return;
	mkdirSync("docs/reports", { recursive: true });
	writeFileSync("docs/reports/recall.md", `# Recall and precision of the reconciliation\n\n${text}`);
});

describe.each(seeds.map((seed, index) => ({ seed, deep: index < deepCount })))("seed $seed", ({ seed, deep }) => {
	const orders = ordersOf(seed);

	test("finds every planted break and every pair, and nothing else (SPEC R9 to R12)", { timeout: 60_000 }, async () => {
		await withSandbox({ seed, orders }, async (sandbox) => {
			const books = await booksOfSandbox(sandbox);
			const began = performance.now();
			const outcome = runOf(books);
			const tookMs = performance.now() - began;
			const truth = sandbox.truth(october);
			const grade = gradeOf(outcome, truth);
			report.push({ seed, orders, rows: books.rows.length, grade, decoys: truth.decoys.length, tookMs });
			expect(grade.pairs.missed.slice(0, 20)).toEqual([]);
			expect(grade.pairs.wrong.slice(0, 20)).toEqual([]);
			expect(grade.exceptions.missed).toEqual([]);
			expect(grade.exceptions.wrong).toEqual([]);
			expect(truth.exceptions.length).toBeGreaterThan(12);
			expect(truth.decoys.length).toBeGreaterThanOrEqual(truth.exceptions.length);
			expect(unexplained(outcome)).toEqual([]);
			expectDifferences(outcome, truth.exceptions);
			expect([...listGaps(outcome), ...proofGaps(outcome)]).toEqual([]);
			expect(outcome.rollForwards.filter(({ line }) => line === "closing").map(({ tieMinor }) => tieMinor)).toEqual([0n, 0n]);
			expect(outcome.proofs.filter(({ kind }) => kind === "balance_proven").map(({ status }) => status)).not.toContain("unproven");

			const mirrored = runOf(books, { period: november });
			expect([...unexplained(mirrored), ...listGaps(mirrored), ...proofGaps(mirrored)]).toEqual([]);
			const settled = { ...mirrored, exceptions: mirrored.exceptions.filter(({ ledgerDate }) => ledgerDate < stillMoving) };
			const planted = gradeOf(settled, sandbox.truth(november)).exceptions;
			expect(planted.missed).toEqual([]);
			expect(planted.wrong).toEqual([]);

			expect(runOf({ ...books, rows: shuffled(books.rows) }).resultHash).toBe(outcome.resultHash);
			if (deep)
				for (const off of passNames)
					expect(isPerfect(gradeOf(runOf(books, { passes: passNames.filter((name) => name !== off) }), truth)), off).toBe(false);
		});
	});
});

describe.each(seeds.slice(0, deepCount))("seed %s without breaks", (seed) => {
	test("a clean company has no exception and every payout is proven (SPEC R11)", { timeout: 60_000 }, async () => {
		await withSandbox({ seed, orders: ordersOf(seed), breaks: "none" }, async (sandbox) => {
			const books = await booksOfSandbox(sandbox);
			const outcome = runOf(books);
			expect(outcome.exceptions.map(({ sentence }) => sentence)).toEqual([]);
			expect(new Set(outcome.proofs.map(({ status }) => status))).toEqual(new Set(["matched"]));
			expect(outcome.totals.filter(({ line }) => line.endsWith(".total")).map(({ differenceMinor }) => differenceMinor)).toEqual(
				outcome.totals.filter(({ line }) => line.endsWith(".tolerance")).map(({ differenceMinor }) => differenceMinor),
			);
			expect(unexplained(outcome)).toEqual([]);
		});
	});
});

test("a company in London closes its month at London's midnight (SPEC R14)", { timeout: 60_000 }, async () => {
	await withSandbox({ seed: seeds[0] ?? "london", orders: 500, zone: "Europe/London" }, async (sandbox) => {
		const books = await booksOfSandbox(sandbox);
		const grade = gradeOf(runOf(books, { zone: "Europe/London" }), sandbox.truth(october));
		expect(grade.exceptions.missed).toEqual([]);
		expect(grade.exceptions.wrong).toEqual([]);
		expect(isPerfect(grade)).toBe(true);
	});
});

/** Each exception also adds to the open difference what the truth says. */
function expectDifferences(outcome: Outcome, truths: readonly { type: string; leaf: string; differenceMinor: bigint }[]): void {
	const said = (list: readonly { type: string; leaf: string; differenceMinor: bigint }[]): string[] =>
		list.map(({ type, leaf, differenceMinor }) => `${type} ${leaf} ${differenceMinor}`).sort();
	expect(said(outcome.exceptions)).toEqual(said(truths));
}

function shuffled<T>(rows: readonly T[]): T[] {
	const copy = [...rows];
	for (let i = copy.length - 1; i > 0; i--) {
		const j = randomInt(i + 1);
		[copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
	}
	return copy;
}
