// Golden cases of what looks like a break and is none (docs/adr/0002, "Not breaks"): the engine must keep quiet.
import { describe, expect, test } from "vitest";
import { BooksBuilder, briefs, type Item, linesFor, november, payoutAmount, run, unexplained } from "./books-builder.ts";

const items: Item[] = [
	{ source: "ch_1", category: "charge", gross: 10_000, fee: 320 },
	{ source: "ch_2", category: "charge", gross: 20_000, fee: 610 },
];
const total = payoutAmount(items);
const lines = linesFor(items);
const payout = (): BooksBuilder => new BooksBuilder().automatic("po_1", "2026-10-15", items);
const banked = (books: BooksBuilder): BooksBuilder => books.bank("2026-10-15", total, { ref: "po_1" });
const twins: Item[] = [
	{ source: "ch_1", category: "charge", gross: 2_000 },
	{ source: "ch_2", category: "charge", gross: 2_000 },
];

const euro = (): BooksBuilder =>
	new BooksBuilder()
		.byHand("po_e", "2026-10-20", 5_000)
		.deposit("po_e", "2026-10-20", [{ category: "payout", amount: 5_000, id: "po_e" }], { currency: "EUR" })
		.bank("2026-10-20", 5_000, { ref: "po_e", currency: "EUR" });

const cases: [string, BooksBuilder, string[]][] = [
	["books that agree", new BooksBuilder().agreed("po_1", "2026-10-15", items), ["exact"]],
	["two charges of one amount on one day", new BooksBuilder().agreed("po_1", "2026-10-15", twins), ["exact"]],
	[
		"a refund of an earlier month's charge",
		new BooksBuilder().agreed("po_1", "2026-10-15", [...items, { source: "re_1", category: "refund", gross: -4_000, related: "ch_0" }]),
		["exact"],
	],
	[
		"a deposit without any id that fits by amount and day",
		banked(payout()).deposit(
			"",
			"2026-10-16",
			lines.map((line) => ({ ...line, id: "", memo: `order ${line.id}` })),
		),
		["date_window", "exact", "reference"],
	],
	["a deposit named only by the ids of its lines", banked(payout()).deposit("", "2026-10-16", lines), ["exact", "reference"]],
	[
		"a bank line without an id that fits by amount and day",
		payout().deposit("po_1", "2026-10-15", lines).bank("2026-10-16", total),
		["date_window", "exact"],
	],
	[
		"the id only inside a memo",
		banked(payout()).deposit("", "2026-10-15", lines, { memo: "Stripe payout po_1, checked" }),
		["exact", "reference"],
	],
	[
		"the id only inside the bank's narration",
		payout().deposit("po_1", "2026-10-15", lines).bank("2026-10-15", total, { text: "STRIPE TRANSFER po_1" }),
		["exact", "reference"],
	],
	[
		"a fee booked 0.01 off beside a rounding line",
		banked(payout()).deposit("po_1", "2026-10-15", [
			...lines.map((line) => (line.id === "ch_1" && line.category === "fee" ? { ...line, amount: -321 } : line)),
			{ category: "rounding", amount: 1 },
		]),
		["exact", "tolerance"],
	],
	[
		"a fee booked 0.01 off without one",
		banked(payout()).deposit(
			"po_1",
			"2026-10-15",
			lines.map((line) => (line.id === "ch_1" && line.category === "fee" ? { ...line, amount: -321 } : line)),
		),
		["exact", "tolerance"],
	],
	[
		"all fees as one line",
		banked(payout()).deposit("po_1", "2026-10-15", [
			...lines.filter((line) => line.category !== "fee"),
			{ category: "fee", amount: -930, memo: "Stripe fees po_1" },
		]),
		["exact", "grouping"],
	],
	[
		"one bank line for two payouts of one day",
		payout()
			.deposit("po_1", "2026-10-15", lines)
			.automatic("po_2", "2026-10-15", [{ source: "ch_3", category: "charge", gross: 700 }])
			.deposit("po_2", "2026-10-15", [{ category: "charge", amount: 700, id: "ch_3" }])
			.bank("2026-10-15", total + 700),
		["exact", "grouping"],
	],
	[
		"a payout that failed, came back and was paid again",
		new BooksBuilder()
			.automatic("po_1", "2026-10-12", items, { status: "failed" })
			.deposit("po_1", "2026-10-12", lines)
			.bank("2026-10-12", total, { ref: "po_1" })
			.bank("2026-10-14", -total, { ref: "po_1", text: "STRIPE PAYOUT RETURN" })
			.journal("2026-10-14", [{ category: "payout_return", amount: -total, id: "po_1" }], "USD")
			.agreed("po_2", "2026-10-15", [
				{ source: "po_1", category: "payout_reversal", gross: total },
				{ source: "ch_4", category: "charge", gross: 500 },
			]),
		["exact"],
	],
	["a payout that failed before it reached anybody", new BooksBuilder().automatic("po_1", "2026-10-12", items, { status: "failed" }), []],
	["a negative payout", new BooksBuilder().agreed("po_1", "2026-10-15", [{ source: "re_1", category: "refund", gross: -900 }]), ["exact"]],
	["a deposit three days after arrival inside the period", banked(payout()).deposit("po_1", "2026-10-18", lines), ["exact"]],
	[
		"an instant payout at 23:50 local on the last day",
		euro()
			.byHand("po_i", "2026-10-31", 700, { category: "instant", occurredAt: "2026-11-01T03:50:00Z" }, 7)
			.deposit("po_i", "2026-10-31", [{ category: "payout", amount: 700, id: "po_i" }], { currency: "EUR" })
			.bank("2026-10-31", 700, { ref: "po_i", currency: "EUR" })
			.journal("2026-10-20", [])
			.journal("2026-10-31", [{ category: "fee", amount: -7, id: "txn_po_i" }]),
		["exact"],
	],
	[
		"a by-hand charge at 23:30 local on the last day, booked that day",
		euro()
			.movement({ source: "ch_e", category: "charge", gross: 900, fee: 30 }, "2026-11-01T03:30:00Z", "2026-11-03")
			.journal("2026-10-31", [
				{ category: "charge", amount: 900, id: "ch_e" },
				{ category: "fee", amount: -30, id: "ch_e" },
			]),
		["exact"],
	],
];

describe("decoys (SPEC R11)", () => {
	test.each(cases)("no exception: %s", (_name, books, passes) => {
		for (const period of [undefined, november]) {
			const outcome = run(books.rows, period === undefined ? {} : { period });
			expect(briefs(outcome)).toEqual([]);
			expect(unexplained(outcome)).toEqual([]);
			if (period === undefined) expect([...new Set(outcome.matches.map((match) => match.pass))].sort()).toEqual(passes);
		}
	});

	test("month-end midnight belongs to the entity's zone: the same charge is November's in London", () => {
		const books = euro()
			.movement({ source: "ch_e", category: "charge", gross: 900 }, "2026-11-01T03:30:00Z", "2026-11-03")
			.journal("2026-10-31", [{ category: "charge", amount: 900, id: "ch_e" }]);
		expect(briefs(run(books.rows, { zone: "America/New_York" }))).toEqual([]);
		expect(briefs(run(books.rows, { zone: "Europe/London" }))).toEqual(["wrong_period ch_e:gross 900 -900"]);
	});
});
