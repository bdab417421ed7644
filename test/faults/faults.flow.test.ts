// Fifteen faults on a whole Tieout of its own: a part killed, frozen or cut off while a sync runs, or a vendor that misbehaves, and
// each time the books are what is true. The seed is printed; FAULTS_SEED repeats a run. The full run is `npm run faults`.
import { randomInt } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareTruth } from "./compare-truth.ts";
import { faultPlan } from "./fault-plan.ts";
import { type FaultStack, startFaultStack } from "./fault-stack.ts";
import { rowsLeftOpen } from "./open-rows.ts";
import { type Played, playFault } from "./play-fault.ts";
import { playedLine } from "./run-faults.ts";
import { type World, worldOf } from "./world.ts";

const seed = process.env.FAULTS_SEED ?? String(randomInt(1_000_000_000));
// Filling a disk takes a file system of the objects' own, which only root can make.
const isRoot = process.getuid?.() === 0;
const plan = faultPlan(seed, 15).filter(({ kind }) => isRoot || kind !== "disk full");

let stack: FaultStack;
let world: World;
let last: Played;

beforeAll(async () => {
	process.stdout.write(`faults: FAULTS_SEED=${seed}${isRoot ? "" : "; disk full not run: needs root"}\n`);
	stack = await startFaultStack(seed, 500);
	world = await worldOf(stack);
});
afterAll(() => stack?.stop());

describe(`a whole Tieout under faults (seed ${seed})`, () => {
	test.each(plan)("$number: after $kind ($vendor of $company, $momentMs ms) nothing is lost and nothing doubled", async (fault) => {
		const played = await playFault(world, fault);
		last = played;
		expect(played.problems, playedLine(played)).toEqual([]);
		expect(played.rows).toBeGreaterThan(500);
	});

	test("the comparison finds what is missing and what is too much: one company's rows are not the other's", async () => {
		const { fault, compared } = last;
		if (compared === null) throw new Error("nothing was compared");
		const company = fault.company === "larkfield" ? "harbour" : "larkfield";
		const { problems } = await compareTruth(world.stack.sandbox, world.rows, { ...fault, ...compared, company });
		expect(problems.join("\n")).toMatch(/rows lost[^]*rows that the vendor does not have/);
	});

	test("no job's row is left open when its execution is closed", async () => {
		expect(await rowsLeftOpen(world.rows, stack.temporalAddress, 180_000)).toEqual([]);
	});
});
