import { describe, expect, test } from "vitest";
import { currenciesOf, statementsOf } from "../../web/src/areas/reconciliation/statement.ts";
import { recentMonths } from "../../web/src/areas/explorer/recent-months.ts";
import { formatRecord } from "../../web/src/areas/explorer/format-record.ts";
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
