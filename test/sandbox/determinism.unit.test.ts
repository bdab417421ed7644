// Same seed, same bytes; a later clock only adds.
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Company, companyAt } from "../../sandbox/company/company.ts";
import { checkedOptions } from "../../sandbox/company/options.ts";
import { statementCsv } from "../../sandbox/company/statement.ts";
import { truthOf } from "../../sandbox/company/truth.ts";
import { unixOf } from "../../sandbox/core/calendar.ts";

const at = (seed: string, days = 0, orders = 800): Company => {
	const options = checkedOptions({ seed, orders });
	return companyAt(options, unixOf(options.now) + days * 86_400);
};
const digest = (company: Company): string => createHash("sha256").update(JSON.stringify(company)).digest("hex");
const october = { from: "2026-10-01", to: "2026-10-31" };

describe("a seeded company", () => {
	it("is the same, byte for byte, for the same seed, and another for another", () => {
		expect(digest(at("one"))).toBe(digest(at("one")));
		expect(digest(at("one"))).not.toBe(digest(at("two")));
		expect(statementCsv(at("one"), october)).toBe(statementCsv(at("one"), october));
	});

	it("keeps its history, its numbers and its truth when the clock moves, and gains new and late rows", () => {
		const [before, after] = [at("one"), at("one", 3)];
		const ids = new Set(after.history.entries.map(({ id }) => id));
		expect(before.history.entries.every(({ id }) => ids.has(id))).toBe(true);
		expect(after.history.entries.length).toBeGreaterThan(before.history.entries.length);
		const known = new Set(before.history.entries.map(({ id }) => id));
		expect(after.history.entries.some(({ id, created }) => !known.has(id) && created <= before.now)).toBe(true);
		const numbers = new Map(after.ledger.map(({ id, tranid, day, lines }) => [id, `${tranid}${day}${JSON.stringify(lines)}`]));
		for (const { id, tranid, day, lines } of before.ledger) expect(numbers.get(id)).toBe(`${tranid}${day}${JSON.stringify(lines)}`);
		expect(statementCsv(after, october)).toBe(statementCsv(before, october));
		const [truthBefore, truthAfter] = [truthOf(before, october), truthOf(after, october)];
		expect(truthAfter).toEqual(truthBefore);
	});

	it("of 20,000 orders is made in a few seconds", () => {
		// The processor's time, which what else runs on the machine does not change much.
		const started = process.threadCpuUsage();
		const company = at("large", 0, 20_000);
		expect(company.history.charges.length).toBeGreaterThan(18_000);
		expect(company.history.charges.length).toBeLessThan(22_000);
		expect(process.threadCpuUsage(started).user / 1e6).toBeLessThan(8);
	});

	it("refuses a size, a history or a clock that leaves the month without room", () => {
		expect(() => checkedOptions({ orders: 100_001 })).toThrow(RangeError);
		expect(() => checkedOptions({ from: "2026-09-20" })).toThrow(RangeError);
		expect(() => checkedOptions({ now: "2026-11-02T00:00:00Z" })).toThrow(RangeError);
	});
});
