// The rules behind repairs: what counts as a change of shape, when deletions are many, who may answer, which lines are all there is.
import { describe, expect, test } from "vitest";
import { completeOnes, growing, type LineKey, wholeTransactions } from "../../connectors/netsuite/line-key.ts";
import { type DecisionAnswer, refuseAnswer } from "../../domain/jobs/decision.ts";
import { clockNote } from "../../domain/sync/clock-note.ts";
import { driftSentence } from "../../domain/sync/drift-sentence.ts";
import { foundGone, isMassDelete, massDeleteSentence } from "../../domain/sync/mass-delete.ts";
import { type KnownSchema, observeSchema, withObserved } from "../../domain/sync/schema-drift.ts";

const texts = (count: number, record: (i: number) => object): string[] =>
	Array.from({ length: count }, (_, i) => JSON.stringify(record(i)));
const learned = (records: readonly string[]): KnownSchema => {
	const seen = observeSchema(new Map(), records, true);
	return seen === null ? new Map() : withObserved(new Map(), seen);
};
const changes = (known: KnownSchema, records: readonly string[]): string[] =>
	(observeSchema(known, records, false)?.changes ?? []).map(({ path, change }) => `${path} ${change}`);

describe("the shape of records", () => {
	const known = learned(texts(40, (i) => ({ id: `t${i}`, amount: i, trace: { value: "x" }, ...(i % 2 === 0 ? { memo: "m" } : {}) })));

	test("is learned from the first run, which reports nothing", () => {
		expect(
			observeSchema(
				new Map(),
				texts(2, () => ({ id: "a", net: 1 })),
				true,
			)?.changes,
		).toEqual([]);
		expect([...known.values()].filter(({ always }) => always).map(({ path }) => path)).toEqual(["id", "amount", "trace", "trace.value"]);
	});

	test("a new field, another type and a field that was always there are changes; a rare field that is missing is none", () => {
		const same = { id: "a", amount: 1, trace: { value: "x" } };
		expect(
			changes(
				known,
				texts(3, () => same),
			),
		).toEqual([]);
		expect(
			changes(
				known,
				texts(3, () => ({ ...same, note: "n" })),
			),
		).toEqual(["note added"]);
		expect(
			changes(
				known,
				texts(3, () => ({ ...same, amount: "1" })),
			),
		).toEqual(["amount type_changed"]);
		expect(
			changes(
				known,
				texts(3, () => ({ id: "a", trace: { value: "x" } })),
			),
		).toEqual(["amount gone"]);
		expect(
			changes(
				known,
				texts(3, () => ({ ...same, amount: null })),
			),
		).toEqual([]);
	});

	test("each change is told once", () => {
		const renamed = texts(3, () => ({ id: "a", total: 1, trace: { value: "x" } }));
		const first = observeSchema(known, renamed, false);
		expect(first?.changes).toHaveLength(2);
		expect(changes(withObserved(known, first ?? { fields: [], changes: [] }), renamed)).toEqual([]);
	});

	test("an expanded object is one field, and what isn't JSON is no shape", () => {
		const expanded = learned(texts(1, () => ({ id: "a", source: { object: "charge", id: "ch_1" } })));
		expect([...expanded.keys()]).toEqual(["id", "source"]);
		expect(observeSchema(known, ["<p>", "[1]"], false)).toBeNull();
	});

	test("is said in words, with what it means where rows need the field", () => {
		const gone = { path: "arrival_date", change: "gone", before: "number", after: null } as const;
		expect(driftSentence(gone, true)).toContain("are in quarantine");
		expect(driftSentence(gone, false)).toContain("don't depend on it");
	});
});

describe("deletions", () => {
	test.each([
		[20, 100, false],
		[21, 100, true],
		[50, 1000, false],
		[51, 1000, true],
		[21, 21, true],
	])("of %d among %d wait for a person: %s", (found, open, asked) => {
		expect(isMassDelete({ stream: "s", found, open })).toBe(asked);
	});

	test("are asked about in a sentence with both numbers", () => {
		expect(massDeleteSentence("NetSuite", [{ stream: "s", title: "Ledger lines", found: 60, open: 1200 }])).toBe(
			"NetSuite no longer has 60 of 1,200 ledger lines. That is more than a sync deletes by itself: nothing is deleted until somebody decides.",
		);
	});

	test("keep of the question what stays true once it is answered, whoever wanted it asked", () => {
		const streams = [{ stream: "s", title: "Ledger lines", found: 60, open: 1200 }];
		for (const byPolicy of [false, true])
			expect(foundGone(massDeleteSentence("NetSuite", streams, byPolicy))).toBe("NetSuite no longer has 60 of 1,200 ledger lines.");
		expect(foundGone("Something else.")).toBe("Something else.");
	});

	const question = { decisionId: "d", sha256: "h", permission: "jobs.decide", preparedBy: "p" } as const;
	const answer: DecisionAnswer = {
		decisionId: "d",
		sha256: "h",
		verdict: "approve",
		actorId: "u",
		onBehalfOf: null,
		role: "Controller",
		permissions: ["jobs.decide"],
	};
	test.each([
		["who may decide", question, answer, null],
		["an analyst", question, { ...answer, permissions: ["jobs.read" as const] }, "FORBIDDEN"],
		["the one who prepared it", question, { ...answer, actorId: "p" }, "SAME_PERSON"],
		["a deputy of the one who prepared it", question, { ...answer, inPlaceOf: "p" }, "SAME_PERSON"],
		["a deputy of somebody else", question, { ...answer, inPlaceOf: "q" }, null],
		["too late", null, answer, "DECISION_CLOSED"],
		["another question", question, { ...answer, decisionId: "e" }, "DECISION_UNKNOWN"],
		["what was not shown", question, { ...answer, sha256: "i" }, "DECISION_CHANGED"],
	])("an answer by %s", (_name, open, given, code) => {
		expect(refuseAnswer(open, given)?.code ?? null).toBe(code);
	});
});

describe("lines of transactions", () => {
	const key = (transaction: string, line: string, modified = "2026-10-01T00:00:00"): LineKey => ({ modified, transaction, line });
	const page = [key("9", "0"), key("9", "1"), key("10", "0"), key("10", "1")];

	test("grow by number, not by text, and a repeated or swapped one is seen", () => {
		expect(growing(page, null)).toBe(true);
		expect(growing(page, key("9", "0"))).toBe(false);
		expect(growing([...page].reverse(), null)).toBe(false);
		expect(growing([key("9", "0"), key("9", "0")], null)).toBe(false);
		expect(growing([null, key("9", "0"), null], key("8", "5"))).toBe(true);
	});

	test("are never cut in two at the end of a page, unless one transaction fills it", () => {
		expect(wholeTransactions(page, false)).toBe(2);
		expect(wholeTransactions(page, true)).toBe(4);
		expect(wholeTransactions(page.slice(0, 2), false)).toBe(2);
	});

	test("are all there is only where the page has the transaction from its first to its last line", () => {
		expect(completeOnes(page, null, true, false)).toEqual(["9", "10"]);
		expect(completeOnes(page, key("9", "0"), true, false)).toEqual(["10"]);
		expect(completeOnes(page.slice(0, 2), null, false, true)).toEqual(["9"]);
		expect(completeOnes(page.slice(0, 2), null, false, false)).toEqual([]);
		expect(completeOnes([...page, null], null, true, false)).toEqual([]);
	});
});

test("a clock that differs by minutes is nobody's concern, by hours it is said", () => {
	expect(clockNote("Stripe", 60_000)).toBeNull();
	expect(clockNote("Stripe", -3 * 3_600_000)).toContain("3 hours behind ours");
});
