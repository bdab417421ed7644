import { describe, expect, test } from "vitest";
import { currenciesOf, statementsOf } from "../../web/src/areas/reconciliation/statement.ts";
import { differenceElsewhere, matchedFigures } from "../../web/src/areas/reconciliation/line-figures.ts";
import { recentMonths } from "../../web/src/areas/sync/recent-months.ts";
import { formatRecord } from "../../web/src/areas/sync/format-record.ts";
import { resultText } from "../../web/src/areas/jobs/result-text.ts";

const line = (name: string, currency: string, a: number, b: number, count = 1) => ({
	line: name,
	currency,
	aCount: count,
	a: { minor: String(a), currency },
	bCount: count,
	b: { minor: String(b), currency },
	difference: { minor: String(a - b), currency },
});

const totals = [
	line("payouts.matched", "USD", 700, 700, 19),
	line("payouts.exceptions", "USD", 180, 99, 5),
	line("payouts.total", "USD", 880, 799, 24),
	line("payouts.explained:timing", "USD", 81, 0),
	line("payouts.tolerance", "USD", 0, 0),
	line("payouts.unexplained", "USD", 0, 0),
	line("activity.total", "USD", 0, 0, 0),
	line("books.total", "USD", 880, 799, 24),
	line("payouts.total", "EUR", 50, 50, 2),
	line("activity.total", "EUR", 900, 900, 300),
	line("books.total", "EUR", 950, 950, 302),
];

describe("a run's totals as statements", () => {
	test("what explains it is listed by type and what is unexplained is the server's own figure", () => {
		const [payouts] = statementsOf(totals, "USD");
		expect(payouts?.total.difference.minor).toBe("81");
		expect(payouts?.explained).toEqual([{ type: "timing", count: 1, difference: { minor: "81", currency: "USD" } }]);
		expect(payouts?.tolerance).toBeNull();
		expect(payouts?.unexplained.minor).toBe("0");
	});

	test("journals and both are offered only where there is by-hand activity", () => {
		expect(statementsOf(totals, "USD").map(({ section }) => section)).toEqual(["payouts"]);
		expect(statementsOf(totals, "EUR").map(({ section }) => section)).toEqual(["payouts", "activity", "books"]);
	});

	test("the currency with most payouts comes first, however many movements another has", () => {
		expect(currenciesOf(totals)).toEqual(["USD", "EUR"]);
	});
});

describe("words and choices", () => {
	test("months go back over the turn of the year", () => {
		expect(recentMonths("2026-02", 3).map(({ month, period }) => `${month} ${period.to}`)).toEqual([
			"2026-02 2026-02-28",
			"2026-01 2026-01-31",
			"2025-12 2025-12-31",
		]);
	});

	test("a record is laid out without touching a digit", () => {
		const text = '{"id":"txn_1","amount":9007199254740993,"rate":0.10,"note":"a {b}, \\"c\\"","list":[],"nested":{"x":[1,2]}}';
		const out = formatRecord(text);
		expect(out).toContain('"amount": 9007199254740993');
		expect(out).toContain('"rate": 0.10');
		expect(out).toContain('"note": "a {b}, \\"c\\""');
		expect(out.replaceAll(/\s/g, "")).toBe(text.replaceAll(/\s/g, ""));
		expect(formatRecord("2026-10-27,STRIPE,po_1")).toBe("2026-10-27,STRIPE,po_1");
	});

	test("a finished job says what came of it, a failed one why", () => {
		const job = { kind: "sync", status: "check", rowsRead: 10, failureMessage: null, requestedBy: null };
		expect(resultText({ ...job, result: { rowsRead: 1184, quarantined: 2, totals: [{ verdict: "ties" }] } })).toBe(
			"1,184 rows, 2 records in quarantine, totals tie",
		);
		expect(resultText({ ...job, status: "failed", failureMessage: "NetSuite refused page 7.", result: null })).toBe(
			"NetSuite refused page 7.",
		);
		expect(resultText({ ...job, kind: "reconcile", status: "done", result: { summary: "17 matched, 7 exceptions" } })).toBe(
			"17 matched, 7 exceptions",
		);
	});
});

describe("the sums of a proof line's matched records", () => {
	const usd = (minor: number) => ({ minor: String(minor), currency: "USD" });
	const leaf = (matched: boolean, a: number | null, b: number | null) => ({
		matched,
		members: 1,
		a: a === null ? null : usd(a),
		b: b === null ? null : usd(b),
		difference: usd((a ?? 0) - (b ?? 0)),
	});
	const disputes = { aCount: 2, a: usd(-44889), b: usd(-7736), difference: usd(-37153) };

	test("an exception that covers two lines doesn't distort them: what is matched is summed from the records themselves", () => {
		const leaves = [leaf(false, -38653, null), leaf(true, -7736, -7736)];
		expect(matchedFigures(disputes, leaves, false)).toEqual({ count: 1, a: usd(-7736), b: usd(-7736), difference: usd(0) });
		expect(differenceElsewhere(disputes, leaves)).toEqual(usd(1500));
	});

	test("with records still to load, line less exceptions is stated only where it ties", () => {
		const charges = { aCount: 64, a: usd(989145), b: usd(1104670), difference: usd(-115525) };
		const broken = [leaf(false, null, 28545), leaf(false, null, 86980)];
		expect(matchedFigures(charges, broken, true)).toEqual({ count: 64, a: usd(989145), b: usd(989145), difference: usd(0) });
		expect(matchedFigures(disputes, [leaf(false, -38653, null)], true)).toEqual({ count: 1, a: null, b: null, difference: null });
	});
});
