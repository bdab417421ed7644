// What a bench measured: one figure of one engine in one case. `npm run bench` collects and prints them.
import { appendFileSync } from "node:fs";

export interface Figure {
	readonly bench: string;
	readonly case: string;
	/** "tieout", or the peer that did the same in the same run. */
	readonly engine: string;
	/** Median of the runs. */
	readonly value: number;
	/** "rows/s", "ms", "MB"; what ends in "/s" is better when it is larger. */
	readonly unit: string;
	/** How often it was measured. */
	readonly runs: number;
}

/** Adds a figure to the run's list; without a runner it goes to stdout. */
export function report(figure: Figure): void {
	const line = `${JSON.stringify({ ...figure, value: Number(figure.value.toPrecision(4)) })}\n`;
	const file = process.env["TIEOUT_BENCH_FILE"];
	if (file === undefined) process.stdout.write(line);
	else appendFileSync(file, line);
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The value below which the share `p` of all values lies. */
export function percentile(values: readonly number[], p: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}

export const secondsOf = async (work: () => Promise<unknown>): Promise<number> => {
	const began = performance.now();
	await work();
	return (performance.now() - began) / 1000;
};
