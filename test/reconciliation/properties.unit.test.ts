// Properties over generated books: half-broken on purpose, so that whatever the engine says must still hold together.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MatchRow } from "../../domain/reconciliation/match-row.ts";
import type { Outcome } from "../../domain/reconciliation/outcome.ts";
import { assignInWindow } from "../../domain/reconciliation/window-assignment.ts";
import { BooksBuilder, type Item, type Line, linesFor, november, october, payoutAmount, run, unexplained } from "./books-builder.ts";
import { listGaps, proofGaps } from "./ties.ts";

const categories = ["charge", "refund", "dispute", "other_adjustment"] as const;

// Few amounts and days, so that ties, duplicates and cross-fits are frequent.
const itemOf = fc.record({
	category: fc.constantFrom(...categories),
	size: fc.constantFrom(1_000, 2_000, 2_001, 5_000),
	fee: fc.constantFrom(0, 30, 31),
});

type LineChange = "as it is" | "dropped" | "twice" | "a cent off" | "off" | "other account" | "no id" | "no category";
const change = fc.constantFrom<LineChange>(
	"as it is",
	"as it is",
	"as it is",
	"dropped",
	"twice",
	"a cent off",
	"off",
	"other account",
	"no id",
	"no category",
);

function changed(line: Line, how: LineChange): Line[] {
	switch (how) {
		case "as it is":
			return [line];
		case "dropped":
			return [];
		case "twice":
			return [line, line];
		case "a cent off":
			return [{ ...line, amount: line.amount + 1 }];
		case "off":
			return [{ ...line, amount: line.amount + 700 }];
		case "other account":
			return [{ ...line, account: "4000" }];
		case "no id":
			return [{ ...line, id: "" }];
		case "no category":
			return [{ ...line, category: "" }];
	}
}

const day = fc
	.integer({ min: -4, max: 34 })
	.map((n) => (n < 1 ? `2026-09-${30 + n}` : n > 31 ? `2026-11-0${n - 31}` : `2026-10-${String(n).padStart(2, "0")}`));
const place = fc.constantFrom("field", "text", "nowhere", "absent", "twice");

const payoutOf = fc.record({
	items: fc.array(itemOf, { minLength: 1, maxLength: 4 }),
	byHand: fc.boolean(),
	failed: fc.constantFrom(false, false, true),
	listed: fc.constantFrom(true, true, false),
	arrival: day,
	depositDay: day,
	bankDay: day,
	deposit: place,
	bank: place,
	changes: fc.array(change, { minLength: 12, maxLength: 12 }),
});

type Plan = typeof payoutOf extends fc.Arbitrary<infer T> ? T : never;

function booksOf(plans: readonly Plan[]): MatchRow[] {
	const books = new BooksBuilder();
	plans.forEach((plan, n) => {
		const key = `po_${n}`;
		const items: Item[] = plan.items.map(({ category, size, fee }, i) => ({
			source: `${category.slice(0, 2)}_${n}x${i}`,
			category,
			gross: category === "charge" ? size : -size,
			fee,
		}));
		const currency = plan.byHand ? "EUR" : "USD";
		const status = plan.failed ? "failed" : "paid";
		if (plan.byHand) {
			books.byHand(key, plan.arrival, payoutAmount(items), { status });
			for (const item of items) books.movement(item, `${plan.arrival}T12:00:00Z`, plan.arrival);
		} else books.automatic(key, plan.arrival, items, { status });
		if (!plan.listed)
			books.rows.splice(0, books.rows.length, ...books.rows.filter((row) => row.groupKey !== key || row.kind !== "payout_item"));
		const alter = (lines: readonly Line[]): Line[] => lines.flatMap((line, i) => changed(line, plan.changes[i] ?? "as it is"));
		const lines = alter(linesFor(items));
		const depositLines = plan.byHand ? alter([{ category: "payout", amount: payoutAmount(items), id: key }]) : lines;
		if (plan.byHand) books.journal(plan.depositDay, lines);
		const named = plan.deposit === "field" || plan.deposit === "twice" ? key : "";
		const deposit = () =>
			books.deposit(named, plan.depositDay, depositLines, { currency, memo: plan.deposit === "text" ? `Stripe ${key}` : "" });
		if (plan.deposit !== "absent") deposit();
		if (plan.deposit === "twice") deposit();
		const total = payoutAmount(items);
		const bank = (amount: number) =>
			books.bank(plan.bankDay, amount, {
				currency,
				ref: plan.bank === "field" || plan.bank === "twice" ? key : "",
				text: plan.bank === "text" ? `STRIPE ${key}` : "STRIPE",
			});
		if (plan.bank !== "absent") bank(total);
		if (plan.bank === "twice") bank(total);
		if (plan.failed) bank(-total);
		if (plan.failed && plan.bank === "field")
			books.journal(plan.bankDay, [{ category: "payout_return", amount: -total, id: key }], currency);
	});
	return books.rows;
}

const books = fc.array(payoutOf, { minLength: 1, maxLength: 6 }).map(booksOf);
const asOf = fc.constantFrom("2026-10-31", "2026-11-03", "2026-11-30");
const periods = [october, november];

/** Rows of the booked side that a result has used, by level. */
function usedBooked(outcome: Outcome): string[] {
	const matched = outcome.matches.flatMap((match) =>
		match.members.filter(({ side }) => side === "b").map(({ row }) => `${match.level} ${row.naturalKey}`),
	);
	const grouped = new Set<string>();
	const excepted = outcome.exceptions.flatMap(({ a, b, type, section, leaf }) => {
		if (b === null || (a?.kind === "payout" && leaf === a.naturalKey)) return [];
		const level = b.kind === "bank_line" ? "payout_bank" : b.category === "bank" ? "payout_ledger" : "item";
		const key = `${level} ${b.naturalKey}`;
		// The members of one group share their line.
		const shares = (type === "wrong_account" || type === "wrong_period") && grouped.has(key);
		grouped.add(key);
		return shares || section === undefined ? [] : [key];
	});
	return [...matched, ...excepted];
}

/** Leaves of the payouts that are tied to a deposit of the period and whose items Stripe lists. */
function componentsInQuestion(rows: readonly MatchRow[], outcome: Outcome): string[] {
	const tied = new Set(
		outcome.matches.filter(({ level, category }) => level === "payout_ledger" && category === "payout").map(({ payoutKey }) => payoutKey),
	);
	return rows
		.filter((row) => row.kind === "payout_item" && row.category !== "payout" && tied.has(row.groupKey))
		.flatMap((row) => [`${row.reference}:gross`, ...(row.feeMinor === 0n ? [] : [`${row.reference}:fee`])]);
}

describe("properties", () => {
	test("totals tie in every period, whatever is wrong with the books (SPEC R12)", () => {
		fc.assert(
			fc.property(books, asOf, (rows, day) => {
				for (const period of periods) expect(unexplained(run(rows, { period, asOf: day }))).toEqual([]);
			}),
			{ numRuns: 400 },
		);
	});

	test("the list adds up to the control totals and hides no exception; leaves add up to lines, lines to payouts (SPEC R18, R19)", () => {
		fc.assert(
			fc.property(books, asOf, (rows, day) => {
				for (const period of periods) {
					const outcome = run(rows, { period, asOf: day });
					expect([...listGaps(outcome), ...proofGaps(outcome)]).toEqual([]);
				}
			}),
			{ numRuns: 400 },
		);
	});

	test("the order of the input reaches nothing: the same hash for every shuffle (SPEC R2, R15)", () => {
		fc.assert(
			fc.property(
				books.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }))),
				([rows, shuffled]) => {
					expect(run(shuffled).resultHash).toBe(run(rows).resultHash);
				},
			),
			{ numRuns: 150 },
		);
	});

	test("no booked row is used twice (SPEC R3)", () => {
		fc.assert(
			fc.property(books, (rows) => {
				for (const period of periods) {
					const used = usedBooked(run(rows, { period }));
					expect(used.length - new Set(used).size, used.sort().join("\n")).toBe(0);
				}
			}),
			{ numRuns: 300 },
		);
	});

	test("every component of a booked payout ends in exactly one match or exception (SPEC R3)", () => {
		fc.assert(
			fc.property(books, (rows) => {
				const outcome = run(rows);
				const ends = new Map<string, number>();
				const end = (leaf: string): void => void ends.set(leaf, (ends.get(leaf) ?? 0) + 1);
				for (const match of outcome.matches)
					if (match.level === "item")
						for (const { side, row, amountMinor } of match.members)
							if (side === "a") end(`${row.reference}:${amountMinor === row.amountMinor ? "gross" : "fee"}`);
				for (const exception of outcome.exceptions) {
					if (exception.type === "duplicate" || exception.a === null || exception.a.kind === "payout") continue;
					end(exception.leaf);
					// These two speak for gross and fee at once.
					if (exception.type === "netted_fee" || (exception.type === "chargeback" && exception.a.feeMinor !== 0n))
						end(exception.leaf.replace(":gross", ":fee"));
				}
				for (const [leaf, count] of ends) expect([leaf, count]).toEqual([leaf, 1]);
				expect(componentsInQuestion(rows, outcome).filter((leaf) => !ends.has(leaf))).toEqual([]);
			}),
			{ numRuns: 300 },
		);
	});

	test("a run of the same input gives the same hash, another rule another hash (SPEC R1, R15)", () => {
		fc.assert(
			fc.property(books, (rows) => {
				expect(run(rows).resultHash).toBe(run(rows).resultHash);
				expect(run(rows, { asOf: "2026-11-21" }).resultHash).not.toBe(run(rows).resultHash);
			}),
			{ numRuns: 20 },
		);
	});
});

/** All assignments by brute force: most pairs, then fewest days, and in how many ways. */
function bruteForce(
	a: readonly number[],
	b: readonly number[],
	before: number,
	after: number,
): { pairs: number; days: number; ways: number } {
	let best = { pairs: 0, days: 0, ways: 1 };
	const walk = (i: number, taken: ReadonlySet<number>, pairs: number, days: number): void => {
		if (i === a.length) {
			if (pairs > best.pairs || (pairs === best.pairs && days < best.days)) best = { pairs, days, ways: 1 };
			else if (pairs === best.pairs && days === best.days) best = { ...best, ways: best.ways + 1 };
			return;
		}
		walk(i + 1, taken, pairs, days);
		b.forEach((day, j) => {
			const apart = day - (a[i] as number);
			if (!taken.has(j) && apart >= -before && apart <= after) walk(i + 1, new Set([...taken, j]), pairs + 1, days + Math.abs(apart));
		});
	};
	best = { pairs: 0, days: 0, ways: 0 };
	walk(0, new Set(), 0, 0);
	return best;
}

describe("the window's assignment (SPEC R6)", () => {
	const days = fc.array(fc.integer({ min: 0, max: 14 }), { maxLength: 5 }).map((list) => list.sort((x, y) => x - y));
	test("has as many pairs and as few days as brute force finds, and knows whether it is the only one", () => {
		fc.assert(
			fc.property(days, days, fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 5 }), (a, b, before, after) => {
				const components = assignInWindow(a, b, before, after);
				const pairs = components.flatMap((component) => component.pairs);
				const total = pairs.reduce((sum, [i, j]) => sum + Math.abs((b[j] as number) - (a[i] as number)), 0);
				const best = bruteForce(a, b, before, after);
				expect({ pairs: pairs.length, days: total }).toEqual({ pairs: best.pairs, days: best.days });
				expect(components.every((component) => component.unique)).toBe(best.ways === 1);
			}),
			{ numRuns: 500 },
		);
	});
});
