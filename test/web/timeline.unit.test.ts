import { describe, expect, test } from "vitest";
import { timelineRows } from "../../web/src/areas/jobs/timeline-rows.ts";
import { placeOf, ticksOf } from "../../web/src/kit/timeline-scale.ts";
import { eventOfActivity } from "../../web/src/areas/sync/event-of-activity.ts";

const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 3, 14, 0, seconds)).toISOString();
const ms = (seconds: number): number => Date.parse(at(seconds));
const run = { status: "failed", requestedAt: at(0), startedAt: at(1), closedAt: at(100), title: "Sync NetSuite" };
const attempt = (activityId: string, number: number, from: number, to: number | null, outcome: string) => ({
	activityId,
	activityType: "readPages",
	attempt: number,
	startedAt: at(from),
	endedAt: to === null ? null : at(to),
	outcome,
});
const page = (activityId: string, pageNo: number, received: number) => ({
	activityId,
	pageNo,
	stream: "ledger_lines",
	kind: "page",
	rowCount: 250,
	receivedAt: at(received),
});

describe("a run as a timeline", () => {
	test("a step tried three times is one row: failed tries, and the waits between them", () => {
		const rows = timelineRows(
			run,
			[attempt("7", 2, 60, 63, "failed"), attempt("7", 1, 10, 13, "failed"), attempt("7", 3, 90, 95, "failed")],
			[],
			ms(100),
		);
		expect(rows.map((row) => row.label)).toEqual(["Whole run", "Read pages"]);
		expect(rows[1]?.took).toBe("3 tries, 1m 25s");
		expect(rows[1]?.bars.map((bar) => `${bar.tone} ${bar.label}`.trim())).toEqual([
			"fail",
			"wait wait 47.0s",
			"fail",
			"wait wait 27.0s",
			"fail",
		]);
	});

	test("pages of one activity fold to numbered segments with what they carried", () => {
		const rows = timelineRows(run, [attempt("4", 1, 10, 40, "ok")], [page("4", 1, 20), page("4", 2, 30), page("4", 3, 40)], ms(100));
		expect(rows[1]?.label).toBe("Read ledger lines");
		expect(rows[1]?.bars.map((bar) => bar.label)).toEqual(["1", "2", "3"]);
		expect(rows[1]?.note).toBe("3 pages, 750 rows, one transaction a page");
	});

	test("a thousand pages stay at most eighty segments", () => {
		const pages = Array.from({ length: 1000 }, (_, index) => page("4", index + 1, 10 + index / 100));
		const rows = timelineRows(run, [attempt("4", 1, 10, 40, "ok")], pages, ms(100));
		expect(rows[1]?.bars.length).toBeLessThanOrEqual(80);
		expect(rows[1]?.bars.at(-1)?.label).toMatch(/1000$/);
	});

	test("what still runs ends at the present", () => {
		const rows = timelineRows({ ...run, status: "running", closedAt: null }, [attempt("2", 1, 50, null, "running")], [], ms(70));
		expect(rows[1]?.bars).toEqual([{ from: ms(50), to: ms(70), tone: "run", label: "" }]);
	});

	test("places are clamped to the track and ticks are few", () => {
		const scale = { from: ms(0), to: ms(271) };
		expect(placeOf(scale, ms(-5))).toBe(0);
		expect(placeOf(scale, ms(500))).toBe(100);
		expect(ticksOf(scale).map((tick) => tick.label)).toEqual(["+1 min", "+2 min", "+3 min", "+4 min"]);
	});
});

describe("the event that fetched a page", () => {
	test("is the activity's completion, else its schedule, else none", () => {
		const events = [
			{ eventId: "5", type: "ActivityTaskScheduled", activityId: "4" },
			{ eventId: "6", type: "ActivityTaskStarted", activityId: "4" },
			{ eventId: "9", type: "ActivityTaskCompleted", activityId: "4" },
			{ eventId: "12", type: "ActivityTaskScheduled", activityId: "5" },
		];
		expect(eventOfActivity(events, "4")).toBe("9");
		expect(eventOfActivity(events, "5")).toBe("12");
		expect(eventOfActivity(events, "6")).toBeNull();
	});
});
