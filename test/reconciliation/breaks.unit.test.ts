// Golden cases: one per type of docs/adr/0002, smallest books in which it occurs. A golden changes only with a line saying why.
import { describe, expect, test } from "vitest";
import { BooksBuilder, briefs, type Item, type Line, linesFor, november, payoutAmount, run, unexplained } from "./books-builder.ts";

const items: Item[] = [
	{ source: "ch_1", category: "charge", gross: 10_000, fee: 320 },
	{ source: "ch_2", category: "charge", gross: 20_000, fee: 610 },
	{ source: "re_1", category: "refund", gross: -4_000, related: "ch_0" },
	{ source: "du_1", category: "dispute", gross: -6_900, fee: 1_500 },
];
const total = payoutAmount(items);
const lines = linesFor(items);
const without = (...drop: ((line: Line) => boolean)[]): Line[] => lines.filter((line) => !drop.some((fits) => fits(line)));
const is =
	(id: string, category: string) =>
	(line: Line): boolean =>
		line.id === id && line.category === category;
const change = (fits: (line: Line) => boolean, fields: Partial<Line>): Line[] =>
	lines.map((line) => (fits(line) ? { ...line, ...fields } : line));

/** A payout of 15 October whose bank line agrees, with a deposit of these lines. */
const booked = (deposit: readonly Line[]): BooksBuilder =>
	new BooksBuilder()
		.automatic("po_1", "2026-10-15", items)
		.deposit("po_1", "2026-10-15", deposit)
		.bank("2026-10-15", total, { ref: "po_1" });

describe("breaks inside a deposit (SPEC R9)", () => {
	const cases: [string, readonly Line[], string[]][] = [
		["a component without a line is missing in the ledger", without(is("ch_1", "charge")), ["missing_in_ledger ch_1:gross 10000 10000"]],
		["a fee without a line is missing in the ledger", without(is("ch_2", "fee")), ["missing_in_ledger ch_2:fee -610 -610"]],
		[
			"a second line of the same id, category and amount is a duplicate",
			[...lines, { id: "re_1", category: "refund", amount: -4_000 }],
			["duplicate re_1:gross -4000 4000"],
		],
		[
			"another amount under the same id is a wrong amount",
			change(is("ch_2", "charge"), { amount: 20_300 }),
			["wrong_amount ch_2:gross -300 -300"],
		],
		[
			"a charge booked net of its fee is one netted fee",
			change(is("ch_1", "charge"), { amount: 9_680 }).filter((line) => !is("ch_1", "fee")(line)),
			["netted_fee ch_1:gross 320 0"],
		],
		[
			"a dispute without gross and fee is one chargeback",
			without(is("du_1", "dispute"), is("du_1", "dispute_fee")),
			["chargeback du_1:gross -8400 -8400"],
		],
		["a dispute whose fee is booked only misses its amount", without(is("du_1", "dispute")), ["missing_in_ledger du_1:gross -6900 -6900"]],
		[
			"the right line in another account is a wrong account",
			change(is("ch_1", "fee"), { account: "6100" }),
			["wrong_account ch_1:fee -320 0"],
		],
		[
			"a line that names nothing at Stripe is unexpected",
			[...lines, { id: "ch_9", category: "charge", amount: 700 }],
			["unexpected_in_ledger 900:8 700 -700"],
		],
	];
	test.each(cases)("%s", (_name, deposit, expected) => {
		const outcome = run(booked(deposit).rows);
		expect(briefs(outcome)).toEqual(expected);
		expect(unexplained(outcome)).toEqual([]);
		expect(outcome.proofs[0]?.status).toBe("break");
	});

	test("a refund of 40.00 booked with the charge's whole 100.00 is a partial refund of +60.00", () => {
		const books = booked(change(is("re_1", "refund"), { amount: -10_000 })).add({
			kind: "balance_entry",
			naturalKey: "txn_ch_0",
			ledgerDate: "2026-08-02",
			category: "charge",
			reference: "ch_0",
			amountMinor: 10_000n,
		});
		expect(briefs(run(books.rows))).toEqual(["partial_refund re_1:gross 6000 6000"]);
	});

	test("the finding says who agrees, who is off by how much, and why", () => {
		const [proof] = run(booked(without(is("ch_1", "charge"))).rows).proofs;
		expect(proof?.sentence).toBe(
			"The bank and Stripe agree on 166.70 USD. NetSuite is 100.00 USD too low, because the charge ch_1 of 100.00 USD has no line in DEP-900.",
		);
		expect(proof?.lines.map(({ category, differenceMinor }) => `${category} ${differenceMinor}`)).toEqual([
			"charge 10000",
			"fee 0",
			"refund 0",
			"dispute 0",
			"dispute_fee 0",
			"payout 10000",
			"bank 0",
		]);
	});
});

describe("the finding of a payout with several breaks", () => {
	const netted = change(is("ch_1", "charge"), { amount: 9_680 }).filter((line) => !is("ch_1", "fee")(line));
	const sentenceOf = (deposit: readonly Line[]): string | undefined => run(booked(deposit).rows).proofs[0]?.sentence;

	test("names as the cause the one that is the whole difference, not the first by kind", () => {
		expect(sentenceOf(netted.filter((line) => !is("ch_2", "charge")(line)))).toBe(
			"The bank and Stripe agree on 166.70 USD. NetSuite is 200.00 USD too low, because the charge ch_2 of 200.00 USD has no line in DEP-900. 1 more exception below.",
		);
	});

	test("claims no cause where the largest is only a part", () => {
		expect(sentenceOf(without(is("ch_1", "charge"), is("ch_2", "charge")))).toBe(
			"The bank and Stripe agree on 166.70 USD. NetSuite is 300.00 USD too low; the largest part: the charge ch_2 of 200.00 USD has no line in DEP-900. 1 more exception below.",
		);
	});
});

describe("breaks of whole payouts (SPEC R10)", () => {
	const payout = (): BooksBuilder => new BooksBuilder().automatic("po_1", "2026-10-15", items);
	test("a payout that the bank has and the books don't is one exception, none for its items", () => {
		expect(briefs(run(payout().bank("2026-10-15", total, { ref: "po_1" }).rows))).toEqual([`missing_in_ledger po_1 ${total} ${total}`]);
	});
	test("a paid payout without a bank line is missing in the bank once the window is over", () => {
		const outcome = run(payout().deposit("po_1", "2026-10-15", lines).rows);
		expect(briefs(outcome)).toEqual([`missing_in_bank po_1 ${total} 0`]);
		expect(unexplained(outcome)).toEqual([]);
		expect(outcome.totals.find((line) => line.line === "bank.total")?.differenceMinor).toBe(BigInt(total));
	});
	test("a second deposit for a payout is a duplicate", () => {
		const outcome = run(
			payout().deposit("po_1", "2026-10-15", lines).deposit("po_1", "2026-10-16", lines).bank("2026-10-15", total, { ref: "po_1" }).rows,
		);
		expect(briefs(outcome)).toEqual([`duplicate po_1 ${total} ${-total}`]);
		expect(unexplained(outcome)).toEqual([]);
	});
	test("a deposit in another period than bank and payout is a wrong period, mirrored where it lands", () => {
		const { rows } = payout().deposit("po_1", "2026-11-03", lines).bank("2026-10-15", total, { ref: "po_1" });
		expect(briefs(run(rows))).toEqual([`wrong_period po_1 ${total} ${total}`]);
		expect(briefs(run(rows, { period: november }))).toEqual([`wrong_period po_1 ${total} ${-total}`]);
		for (const period of [undefined, november]) expect(unexplained(run(rows, period === undefined ? {} : { period }))).toEqual([]);
	});
	test("a payout in transit at the period's end is timing, mirrored where it lands", () => {
		const { rows } = new BooksBuilder()
			.automatic("po_1", "2026-10-30", items)
			.deposit("po_1", "2026-11-02", lines)
			.bank("2026-11-02", total, { ref: "po_1" });
		const outcome = run(rows);
		expect(briefs(outcome)).toEqual([`timing po_1 ${total} ${total}`]);
		expect(outcome.proofs[0]?.status).toBe("timing");
		expect(briefs(run(rows, { period: november }))).toEqual([`timing po_1 ${total} ${-total}`]);
	});
	test("a payout whose bank line is not there yet is timing while the window runs", () => {
		const { rows } = new BooksBuilder().automatic("po_1", "2026-10-30", items);
		expect(briefs(run(rows, { asOf: "2026-11-04" }))).toEqual([`timing po_1 ${total} ${total}`]);
		expect(briefs(run(rows, { asOf: "2026-11-05" }))).toEqual([`missing_in_bank po_1 ${total} ${total}`]);
	});
	test("a deposit that names no payout of ours is unexpected in the ledger", () => {
		const outcome = run(new BooksBuilder().deposit("po_9", "2026-10-07", [{ category: "charge", amount: 4_400 }]).rows);
		expect(briefs(outcome)).toEqual(["unexpected_in_ledger 900 4400 -4400"]);
		expect(unexplained(outcome)).toEqual([]);
	});
	test("a bank line that says Stripe and fits no payout is unexpected in the bank; other lines are not ours", () => {
		const outcome = run(new BooksBuilder().bank("2026-10-07", 990).bank("2026-10-07", 880, { text: "OFFICE RENT" }).rows);
		expect(outcome.exceptions.map(({ type, amountMinor }) => `${type} ${amountMinor}`)).toEqual(["unexpected_in_bank 990"]);
		expect(unexplained(outcome)).toEqual([]);
	});
	test("two payouts and two bank lines that fit crosswise are ambiguous: nobody chooses", () => {
		const two: Item[] = [{ source: "ch_1", category: "charge", gross: 250_000 }];
		const other: Item[] = [{ source: "ch_2", category: "charge", gross: 250_000 }];
		const { rows } = new BooksBuilder()
			.automatic("po_1", "2026-10-12", two)
			.automatic("po_2", "2026-10-12", other)
			.deposit("po_1", "2026-10-12", linesFor(two))
			.deposit("po_2", "2026-10-12", linesFor(other))
			.bank("2026-10-13", 250_000)
			.bank("2026-10-14", 250_000);
		const outcome = run(rows);
		expect(outcome.exceptions.map(({ type, leaf }) => `${type} ${leaf.slice(0, 4)}`)).toEqual([
			"ambiguous po_1",
			"ambiguous po_2",
			"ambiguous acct",
			"ambiguous acct",
		]);
		expect(unexplained(outcome)).toEqual([]);
		expect(outcome.exceptions[0]?.losers).toHaveLength(2);
	});
	test("a by-hand movement booked in another month is a wrong period on both sides", () => {
		const { rows } = new BooksBuilder()
			.byHand("po_e", "2026-10-20", 5_000)
			.deposit("po_e", "2026-10-20", [{ category: "payout", amount: 5_000, id: "po_e" }], { currency: "EUR" })
			.bank("2026-10-20", 5_000, { ref: "po_e", currency: "EUR" })
			.movement({ source: "ch_e", category: "charge", gross: 900 }, "2026-10-31T15:00:00Z", "2026-11-02")
			.journal("2026-11-01", [{ category: "charge", amount: 900, id: "ch_e" }]);
		expect(briefs(run(rows))).toEqual(["wrong_period ch_e:gross 900 900"]);
		expect(briefs(run(rows, { period: november }))).toEqual(["wrong_period ch_e:gross 900 -900"]);
	});
});
