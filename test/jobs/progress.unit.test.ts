import { expect, it } from "vitest";
import { freshestProgress } from "../../domain/jobs/progress.ts";

it("takes the state from the run and the counts from the pages that are committed already", () => {
	const run = { phase: "reading", streams: [{ stream: "payouts", state: "running", pages: 0, rows: 0, quarantined: 0 }] } as const;
	const row = { phase: "planning", streams: [{ stream: "payouts", state: "waiting", pages: 11, rows: 1_100, quarantined: 1 }] } as const;
	expect(freshestProgress(run, row)).toEqual({
		phase: "reading",
		streams: [{ stream: "payouts", state: "running", pages: 11, rows: 1_100, quarantined: 1 }],
	});
});

it("never counts back when the row is the older of the two", () => {
	const at = (rows: number) =>
		({ phase: "reading", streams: [{ stream: "payouts", state: "done", pages: 2, rows, quarantined: 0 }] }) as const;
	expect(freshestProgress(at(200), at(100)).streams[0]?.rows).toBe(200);
	expect(freshestProgress(at(200), { phase: "reading", streams: [] })).toEqual(at(200));
});
