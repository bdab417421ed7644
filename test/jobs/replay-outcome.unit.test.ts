// What came of a replay: sums that tie, who changed what, and sets in which one run settles many jobs.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BulkCandidate, lanesOf, planBulk } from "../../domain/jobs/replay/bulk.ts";
import { bridge, type Explained, outcomeSentence, tieOf } from "../../domain/jobs/replay/outcome.ts";
import { changesBetween, type RowText } from "../../domain/jobs/replay/row-changes.ts";
import { worthReplaying } from "../../domain/jobs/replay/worth-replaying.ts";

const of = { side: "books", currency: "USD" } as const;
const sum = (parts: readonly { readonly minor: bigint }[]): bigint => parts.reduce((total, { minor }) => total + minor, 0n);
const run = (explained: readonly Explained[]) => ({ totalMinor: sum(explained), explained });

describe("the open difference", () => {
	test("goes from before to after by what closed, opened and changed, and ties", () => {
		const before = run([
			{ key: "a", label: "po_1, missing in ledger", minor: 4_418_361n },
			{ key: "b", label: "po_2, missing in ledger", minor: 4_374_875n },
			{ key: "c", label: "po_3, wrong amount", minor: 8_081n },
		]);
		const after = run([
			{ key: "c", label: "po_3, wrong amount", minor: 8_081n },
			{ key: "d", label: "po_4, duplicate", minor: -100n },
		]);
		const found = bridge(of, before, after);
		expect(found.steps).toEqual([
			{ label: "po_1, missing in ledger closed", changeMinor: -4_418_361n },
			{ label: "po_2, missing in ledger closed", changeMinor: -4_374_875n },
			{ label: "po_4, duplicate opened", changeMinor: -100n },
		]);
		expect([found.beforeMinor, found.afterMinor, found.ties]).toEqual([8_801_317n, 7_981n, true]);
	});

	test("doesn't tie when a total is not what explains it: the sum is tested, not defined", () => {
		const found = bridge(of, run([{ key: "a", label: "a", minor: 5n }]), { totalMinor: 7n, explained: [] });
		expect(found.ties).toBe(false);
	});

	test("however many findings there are, at most five steps stand in the sum, and they add up exactly", () => {
		const side = fc.array(
			fc.record({
				key: fc.integer({ min: 0, max: 30 }).map(String),
				label: fc.constant("x"),
				minor: fc.bigInt({ min: -1000n, max: 1000n }),
			}),
		);
		fc.assert(
			fc.property(side, side, (a, b) => {
				const found = bridge(of, run(a), run(b));
				const total = found.steps.reduce((at, { changeMinor }) => at + changeMinor, found.beforeMinor);
				return found.steps.length <= 5 && total === found.afterMinor && found.ties;
			}),
		);
	});
});

test("rows before, added and gone are rows now; anything else says that another run has written, or that the source differs", () => {
	expect(tieOf({ before: 1_500, added: 1_369, gone: 0, now: 2_869, verdicts: ["ties"] })).toEqual({
		ties: true,
		sentence: "1,500 + 1,369 = 2,869 rows; the source's own totals tie",
	});
	expect(tieOf({ before: 5, added: 0, gone: 0, now: 5, verdicts: ["ties", "not_proven"] }).sentence).toBe(
		"5 + 0 = 5 rows; the source's own totals that can be proven tie",
	);
	expect(tieOf({ before: 5, added: 0, gone: 0, now: 5, verdicts: ["not_proven"] }).sentence).toBe("5 + 0 = 5 rows");
	expect(tieOf({ before: 10, added: 0, gone: 2, now: 8, verdicts: [] }).sentence).toBe("10 \u2212 2 = 8 rows");
	expect(tieOf({ before: 10, added: 0, gone: 0, now: 11, verdicts: [] }).ties).toBe(false);
	expect(tieOf({ before: 1, added: 0, gone: 0, now: 1, verdicts: ["ties", "differs"] })).toMatchObject({ ties: false });
});

test("the list's sentence says who changed what, and that nothing has changed", () => {
	const none = { rows: { added: 0, changed: 0, gone: 0, unchanged: 9 }, origin: { source: 0, us: 0 } };
	const same = {
		matches: { gained: 0, lost: 0, changed: 0, before: 1, after: 1 },
		exceptions: { closed: 0, opened: 0, changed: 0, before: 1, after: 1 },
	};
	expect(outcomeSentence({ ...none, ...same })).toBe("Nothing has changed");
	const changed = { rows: { added: 1, changed: 4, gone: 0, unchanged: 0 }, origin: { source: 2, us: 3 } };
	expect(outcomeSentence({ ...changed, ...same, matches: { ...same.matches, gained: 2 } })).toBe(
		"1 row added, 4 changed, 2 at the source, 3 by us, 2 matches gained",
	);
});

test("two versions of a row differ in the fields that differ, and the same moment written otherwise is no difference", () => {
	const row: RowText = {
		ledgerDate: "2026-10-28",
		occurredAt: "2026-10-28T03:59:59Z",
		currency: "USD",
		amountMinor: "100",
		feeMinor: "3",
		category: "charge",
		status: "available",
		reference: "ch_1",
		groupKey: "",
		groupReference: "",
		relatedKey: "",
		document: "",
		documentKind: "charge",
		account: "",
		description: "a",
	};
	expect(changesBetween(row, { ...row, occurredAt: "2026-10-28T03:59:59.000Z" })).toEqual([]);
	expect(changesBetween(row, { ...row, amountMinor: "90", description: "b" }).map(({ field }) => field)).toEqual([
		"amountMinor",
		"description",
	]);
	expect(changesBetween(row, { ...row, occurredAt: null })).toEqual([{ field: "occurredAt", before: row.occurredAt, after: "" }]);
});

describe("a set", () => {
	const job = (jobId: string, given: Partial<BulkCandidate> = {}): BulkCandidate => ({
		jobId,
		title: jobId,
		kind: "sync",
		status: "failed",
		requestedAt: `2026-10-0${jobId}`,
		supersededByJobId: null,
		supersedesJobId: null,
		ofJobId: null,
		work: "connection:c",
		stored: true,
		...given,
	});

	test("settles all jobs of the same work by one replay, that of the newest", () => {
		const { items, left } = planBulk([job("1"), job("3"), job("2"), job("4", { work: "connection:d" })], null);
		expect(items.map(({ jobId, settles, mode }) => `${jobId}+${settles.join()} ${mode}`)).toEqual(["4+ refetch", "3+2,1 refetch"]);
		expect(left).toEqual([]);
	});

	test("takes what fits each job: failed ones are fetched, ended ones read from stored pages, files never fetched", () => {
		const { items } = planBulk(
			[
				job("1", { status: "check", work: "a" }),
				job("2", { kind: "import", work: "b" }),
				job("3", { kind: "reconcile", status: "done", work: "p" }),
			],
			null,
		);
		expect(items.map(({ jobId, mode }) => `${jobId} ${mode}`).sort()).toEqual(["1 reprocess", "2 reprocess", "3 reprocess"]);
	});

	test("leaves out what is open, replaced or keeps nothing, and says why", () => {
		const { items, left } = planBulk(
			[job("1", { status: "running" }), job("2", { supersededByJobId: "x" }), job("3", { kind: "export" })],
			null,
		);
		expect(items).toEqual([]);
		expect(left.map(({ why }) => why)).toEqual([
			"It keeps nothing that could be read again.",
			"A later replay took its place already.",
			"It is still going on.",
		]);
	});

	test("a failed replay stands for the job that it repeats, once", () => {
		const { items } = planBulk([job("2", { kind: "replay", ofJobId: "1", supersedesJobId: "1" }), job("1")], "refetch");
		expect(items).toEqual([expect.objectContaining({ jobId: "1", settles: [] })]);
	});

	test("what works on one connection stands in one lane, fetching before processing", () => {
		const { items } = planBulk([job("1", { status: "done" }), job("2"), job("3", { work: "connection:d" })], null);
		const lanes = lanesOf(items);
		expect(lanes.map((lane) => lane.map(({ mode }) => mode)).sort((a, b) => a.length - b.length)).toEqual([
			["refetch"],
			["refetch", "reprocess"],
		]);
	});
});

test("a replay makes sense for what can be read again, and says why not otherwise", () => {
	const of = { supersededByJobId: null, supersedesJobId: null };
	expect(worthReplaying({ ...of, kind: "sync", status: "failed" }).makesSense).toBe(true);
	expect(worthReplaying({ ...of, kind: "sync", status: "joined" })).toEqual({
		makesSense: false,
		why: "It joined another run: replay that one.",
	});
	expect(worthReplaying({ ...of, kind: "replay", status: "done" }).makesSense).toBe(false);
	expect(worthReplaying({ ...of, kind: "replay", status: "failed" }).makesSense).toBe(true);
});
