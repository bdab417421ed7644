// The rules of planning: what is said before a replay runs, and what refuses it. Facts in, sentences out.
import { describe, expect, test } from "vitest";
import type { ReplayFacts, StreamFacts } from "../../domain/jobs/replay/facts.ts";
import { planReplay } from "../../domain/jobs/replay/plan.ts";
import type { ReplayMode, ReplayOptions } from "../../domain/jobs/replay/replay.ts";
import { nothingToReplay } from "../../domain/jobs/replay/refusal.ts";
import { stepsOf } from "../../domain/jobs/replay/steps.ts";

const stream = (name: string, given: Partial<StreamFacts> = {}): StreamFacts => ({
	stream: name,
	title: name.replaceAll("_", " "),
	failed: false,
	windowed: true,
	pages: 3,
	rows: 300,
	pageSize: 100,
	kept: 900,
	cursorAt: "2026-11-01T09:12:00.000Z",
	held: 0,
	selected: { pages: 3, records: 290, quarantined: 0 },
	...given,
});

const facts = (given: Partial<ReplayFacts> = {}): ReplayFacts => ({
	job: { id: "job", title: "Sync Stripe", kind: "sync", status: "failed" },
	openReplay: null,
	busy: null,
	connection: { id: "c", name: "stripe-us", vendor: "stripe", vendorTitle: "Stripe" },
	streams: [stream("payouts"), stream("payout_items", { failed: true, selected: { pages: 0, records: 0, quarantined: 0 } })],
	window: { from: "2026-10-01", to: "2026-10-31" },
	follow: [{ month: "2026-10", entityId: "e", runId: "r", matches: 17, exceptions: 7 }],
	reconcile: null,
	versions: { present: "2026.11.02", original: "2026.10.30" },
	...given,
});

const ask = (mode: ReplayMode, options: Partial<ReplayOptions> = {}) => ({ mode, options: { reconcileAfter: true, ...options } });

describe("a plan", () => {
	test("says that nothing is written outside, and that stored pages need no request and move no cursor", () => {
		const plan = planReplay(facts(), ask("reprocess"));
		expect(plan.outside).toEqual([]);
		expect(plan.outsideSentence).toBe("Stripe: nothing is written, so no approval is needed.");
		expect(plan.cost.requests).toEqual([{ vendor: "Stripe", count: 0 }]);
		expect(plan.written.find(({ what }) => what === "Cursors")).toMatchObject({ guard: "locked", count: 0 });
		expect(plan.action).toBe("Replay 3 pages");
		expect([plan.cost.version, plan.cost.versionBefore]).toEqual(["2026.11.02", "2026.10.30"]);
	});

	test("guards or locks every write, in words", () => {
		for (const mode of ["reprocess", "refetch"] as const) {
			const { written } = planReplay(facts(), ask(mode));
			expect(written.length).toBeGreaterThanOrEqual(3);
			expect(written.every(({ how, guard }) => how.length > 20 && (guard === "guarded" || how.startsWith("Locked")))).toBe(true);
		}
	});

	test("fetches from before what is in quarantine, and says that stored pages alone don't bring back what was corrected at the source", () => {
		const held = facts({ streams: [stream("payouts", { held: 2, selected: { pages: 3, records: 290, quarantined: 2 } })] });
		const fetched = planReplay(held, ask("refetch"));
		expect(fetched.read.map(({ what }) => what)).toEqual(["payouts, from before 2 records in quarantine"]);
		expect(fetched.written.find(({ what }) => what === "Cursors")).toMatchObject({ count: 1, how: expect.stringContaining("Put back") });
		expect(fetched.notRead).toEqual([]);
		expect(planReplay(held, ask("reprocess")).read[0]?.detail).toContain("what was corrected at the source is fetched again");
	});

	test("reads of a failed job only what failed, and names what isn't read", () => {
		const plan = planReplay(facts(), ask("refetch"));
		expect(plan.read.map(({ what }) => what)).toEqual(["payout items, from where it stopped"]);
		expect(plan.notRead).toContainEqual({ what: "payouts", count: 900 });
		expect(plan.action).toBe("Fetch payout items again");
		expect(plan.choices.streams.map(({ stream, read }) => [stream, read])).toEqual([
			["payouts", false],
			["payout_items", true],
		]);
	});

	test("of chosen days names as read only what can be asked by days", () => {
		const window = { from: "2026-10-01", to: "2026-10-31" };
		const streams = [stream("payouts"), stream("deleted_records", { windowed: false })];
		const plan = planReplay(facts({ streams }), ask("refetch", { window }));
		expect(plan.read.map(({ what }) => what)).toEqual([expect.stringMatching(/^payouts, /)]);
		expect(plan.notRead).toContainEqual({ what: "deleted records", count: 900 });
		expect(plan.choices.streams.map(({ read }) => read)).toEqual([true, false]);
		expect(plan.action).toBe("Fetch payouts again");
	});

	test("counts requests only where it can: a window of known rows, never where only the source knows", () => {
		const window = { from: "2026-10-27", to: "2026-10-31" };
		const streams = [stream("payouts", { selected: { pages: 3, records: 250, quarantined: 0 } })];
		expect(planReplay(facts({ streams }), ask("refetch", { window })).cost.requests).toEqual([{ vendor: "Stripe", count: 3 }]);
		expect(planReplay(facts({ streams }), ask("refetch")).cost.requests).toEqual([{ vendor: "Stripe", count: null }]);
	});

	test("says which matches and exceptions stand on the rows, and that the earlier run stays", () => {
		const { disturbs, cost } = planReplay(facts(), ask("reprocess"));
		expect(disturbs).toEqual([
			{ what: "Reconciliation 2026-10", count: 17, sentence: expect.stringContaining("17 matches and 7 exceptions") },
		]);
		expect(cost.after).toEqual([{ title: "Reconcile payouts, 2026-10, if its rows change", runId: "r" }]);
		const alone = planReplay(facts(), ask("reprocess", { reconcileAfter: false }));
		expect(alone.cost.after).toEqual([]);
		expect(alone.disturbs[0]?.sentence).toContain("isn't repeated");
	});

	test("of a reconciliation offers the rules, and says that the same inputs must give the same hash", () => {
		const reconcile = {
			entityId: "e",
			entityName: "Alder",
			month: "2026-10",
			run: { runId: "r", done: true, rulesVersion: "a/1", asOf: "2026-11-01T09:00:00.000Z", streams: 5 },
			rulesVersionNow: "a/2",
			matches: 17,
			exceptions: 7,
			newPages: 4,
		};
		const of = facts({
			job: { id: "job", title: "Reconcile", kind: "reconcile", status: "check" },
			connection: null,
			streams: [],
			reconcile,
		});
		const same = planReplay(of, ask("reprocess", { rules: "original" }));
		expect(same.choices.rules).toBe(true);
		expect(same.read[0]?.detail).toContain("the result hash must be the same");
		expect(same.cost.version).toBe("rules a/1, build 2026.11.02");
		expect(planReplay(of, ask("refetch", { rules: "present" })).cost.version).toBe("rules a/2, build 2026.11.02");
		expect(planReplay(of, ask("refetch")).read[0]?.detail).toBe("4 pages have been added since.");
		const { refusal } = planReplay(facts({ ...of, reconcile: { ...reconcile, run: null } }), ask("reprocess"));
		expect(refusal).toMatchObject({ code: "NOTHING_TO_REPLAY", sentence: expect.stringContaining("Freeze them anew") });
	});
});

describe("a refusal", () => {
	const refusal = (given: Partial<ReplayFacts>, mode: ReplayMode = "reprocess", options: Partial<ReplayOptions> = {}) =>
		planReplay(facts(given), ask(mode, options)).refusal;

	test("names the open job first, then an open replay, then what is busy, each with the job to stop", () => {
		const open = { id: "job", title: "Sync Stripe", kind: "sync", status: "running" } as const;
		const replay = { jobId: "r2", title: "Replay", kind: "replay" } as const;
		const busy = { jobId: "b", title: "Sync Stripe", kind: "sync" } as const;
		expect(refusal({ job: open, openReplay: replay, busy })).toMatchObject({ code: "JOB_OPEN", jobId: "job" });
		expect(refusal({ openReplay: replay, busy })).toMatchObject({ code: "JOB_OPEN", jobId: "r2" });
		expect(refusal({ busy })).toMatchObject({ code: "CONNECTION_BUSY", jobId: "b", sentence: expect.stringContaining("stripe-us") });
	});

	test("nothing is left to replay only where both ways are closed, and what stands in the way for now doesn't count", () => {
		const gone = [stream("statement_lines", { selected: { pages: 0, records: 0, quarantined: 0 } })];
		const files = { id: "c", name: "bank", vendor: "files", vendorTitle: "Statements" };
		const statement = { job: { id: "job", title: "Import", kind: "import", status: "done" }, connection: files } as const;
		const why = "Nothing that it stored is current any more: no page of it holds a record that a later run has not replaced.";
		expect(nothingToReplay(facts({ ...statement, streams: gone }))).toBe(why);
		expect(nothingToReplay(facts({ ...statement, streams: [stream("statement_lines")] }))).toBeNull();
		expect(nothingToReplay(facts({ streams: gone }))).toBeNull();
		expect(nothingToReplay(facts({ busy: { jobId: "b", title: "Sync Stripe", kind: "sync" } }))).toBeNull();
		expect(nothingToReplay(facts({ connection: null }))).toBe("Its connection is no longer there.");
	});

	test("a job waiting for a person is open too", () => {
		expect(refusal({ job: { id: "job", title: "Sync", kind: "sync", status: "waiting" } })?.code).toBe("JOB_OPEN");
	});

	test("says why there is nothing to read again, and what to do instead", () => {
		const none = { pages: 0, records: 0, quarantined: 0 };
		expect(refusal({ streams: [stream("payouts", { selected: none })] })?.sentence).toContain("Nothing that it stored is current any more");
		expect(refusal({ job: { id: "j", title: "Test", kind: "test", status: "failed" } })?.code).toBe("NOT_REPLAYABLE");
		const files = { id: "c", name: "Bank", vendor: "files", vendorTitle: "Bank statements" };
		expect(refusal({ connection: files }, "refetch")?.sentence).toContain("upload the file again");
		expect(refusal({ connection: null })?.sentence).toBe("Its connection is no longer there.");
	});

	test("a window is refused where no chosen stream can be asked by days, and drops the others where one can", () => {
		const window = { from: "2026-10-01", to: "2026-10-02" };
		const streams = [stream("payouts"), stream("deleted_records", { windowed: false })];
		expect(refusal({ streams: [stream("deleted_records", { windowed: false })] }, "refetch", { window })?.sentence).toContain(
			"Leave the window out",
		);
		expect(refusal({ streams }, "refetch", { window })).toBeNull();
		const steps = stepsOf({ facts: facts({ streams }), ask: ask("refetch", { window }), selection: {}, stale: 0 });
		expect(steps).toEqual([{ do: "sync", connectionId: "c", only: { streams: ["payouts"], window } }]);
	});
});

describe("the steps", () => {
	test("what we read otherwise by now comes before what the source says, so that the two stand apart", () => {
		const steps = stepsOf({ facts: facts(), ask: ask("refetch"), selection: {}, stale: 5 });
		expect(steps.map((step) => step.do)).toEqual(["reprocess", "sync"]);
		expect(steps[0]).toMatchObject({ selection: { streams: ["payout_items"], staleOnly: true } });
	});

	test("stored pages are one step, with exactly the selection that was asked for", () => {
		const selection = { jobIds: ["job"], recordKeys: [{ stream: "payouts", naturalKey: "po_1" }] };
		expect(stepsOf({ facts: facts(), ask: ask("reprocess"), selection, stale: 5 })).toEqual([
			{ do: "reprocess", connectionId: "c", selection },
		]);
	});
});
