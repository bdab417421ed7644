// A run of faults: the stack is started, each fault of the plan is played, and at the end no row is left open.
import { faultPlan } from "./fault-plan.ts";
import { startFaultStack } from "./fault-stack.ts";
import { rowsLeftOpen } from "./open-rows.ts";
import { type Played, playFault } from "./play-fault.ts";
import { worldOf } from "./world.ts";

export interface FaultRun {
	readonly seed: string;
	readonly orders: number;
	readonly played: readonly Played[];
	/** Jobs whose rows stayed open. */
	readonly leftOpen: readonly string[];
	readonly seconds: number;
}

export interface FaultRunOptions {
	readonly seed: string;
	readonly count: number;
	/** Orders of the larger company. */
	readonly orders: number;
	/** Hears of each fault when it has been played. */
	readonly onPlayed: (played: Played) => void;
}

export async function runFaults({ seed, count, orders, onPlayed }: FaultRunOptions): Promise<FaultRun> {
	const started = performance.now();
	const stack = await startFaultStack(seed, orders);
	try {
		const world = await worldOf(stack);
		const played: Played[] = [];
		for (const fault of faultPlan(seed, count)) {
			const one = await playFault(world, fault);
			played.push(one);
			onPlayed(one);
		}
		const leftOpen = await rowsLeftOpen(world.rows, stack.temporalAddress, 90_000);
		const names = leftOpen.map(({ id, workflowId, status }) => `${id} (${workflowId}) is ${status}`);
		return { seed, orders, played, leftOpen: names, seconds: (performance.now() - started) / 1000 };
	} finally {
		await stack.stop();
	}
}

/** "  3  worker killed, stripe of larkfield at 812 ms: survived (4.2 s, 5,310 rows)" */
export function playedLine({ fault, problems, end, rows, codes, seconds }: Played): string {
	const { number, kind, vendor, company, momentMs } = fault;
	const verdict = problems.length === 0 ? "survived" : `NOT SURVIVED: ${problems.join("; ")}`;
	const tries = codes.length === 0 ? "" : `, on the way ${codes.join(" ")}`;
	const facts = `${seconds.toFixed(1)} s, ${rows} rows, job ${end || "without an end"}${tries}`;
	return `${String(number).padStart(3)}  ${kind}, ${vendor} of ${company}, ${momentMs} ms: ${verdict} (${facts})`;
}
