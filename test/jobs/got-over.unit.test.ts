import { expect, test } from "vitest";
import { gotOver } from "../../domain/jobs/got-over.ts";

const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 9, 12, 0, seconds)).toISOString();
const tried = (activityId: string, from: number, to: number, failureCode: string | null = null) => ({
	activityId,
	activityType: activityId.startsWith("page") ? "readPages" : "readTotals",
	outcome: failureCode === null ? ("ok" as const) : ("failed" as const),
	failureCode,
	startedAt: at(from),
	endedAt: at(to),
});

test("a step that failed and then went through is told once per cause, with its tries and the time it cost", () => {
	expect(
		gotOver([
			tried("totals", 0, 1, "VENDOR_RATE_LIMITED"),
			tried("totals", 13, 14),
			tried("page 1", 14, 15, "VENDOR_CUT"),
			tried("page 1", 16, 17, "VENDOR_CUT"),
			tried("page 1", 19, 20),
			tried("page 2", 20, 21, "VENDOR_CUT"),
			tried("page 2", 22, 23),
		]),
	).toEqual([
		{ activityType: "readTotals", title: "The vendor asked us to wait", failedTries: 1, tookMs: 14_000 },
		{ activityType: "readPages", title: "The answer broke off on its way", failedTries: 3, tookMs: 9_000 },
	]);
});

test("what never failed and what was given up on are not among what a run got over", () => {
	expect(gotOver([tried("totals", 0, 1), tried("page 1", 1, 2, "VENDOR_AUTH")])).toEqual([]);
});
