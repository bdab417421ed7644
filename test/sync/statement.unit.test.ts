// The grammar of amounts and dates in statements: decided once per file, refused where it can't be sure.
import { describe, expect, test } from "vitest";
import { decideDecimalMark, readAmount } from "../../domain/sync/statement/amounts.ts";
import { decideDateOrder, readDate } from "../../domain/sync/statement/row-dates.ts";

describe("amounts of a statement", () => {
	test.each([
		["1,234.56", ".", 123456n],
		["1.234,56", ",", 123456n],
		["1,50,000.00", ".", 15000000n],
		["-£10.99", ".", -1099n],
		["(12.34)", ".", -1234n],
		["12.00-", ".", -1200n],
		["\u221275,57", ",", -7557n],
		["0.00", ".", 0n],
		["$21.8", ".", 2180n],
		["90071992547409.93", ".", 9007199254740993n],
	] as const)("%s with %s is %s", (text, mark, minor) => {
		expect(readAmount(text, mark, "USD", "2026-10-01")).toBe(minor);
	});

	test("a blank is not zero, three decimals of a two-decimal currency are refused, a broken group is refused", () => {
		expect(() => readAmount(" ", ".", "USD", "2026-10-01")).toThrow("a blank is not zero");
		expect(() => readAmount("12.345", ".", "USD", "2026-10-01")).toThrow("more decimals than USD has");
		expect(readAmount("12.345", ".", "KWD", "2026-10-01")).toBe(12345n);
		expect(() => readAmount("1,23.45", ".", "USD", "2026-10-01")).toThrow("is not an amount");
		expect(() => readAmount("1.5", ".", "JPY", "2026-10-01")).toThrow("more decimals");
	});

	test("the decimal mark is decided per file, and asked when only 1,234 is seen or cells contradict", () => {
		expect(decideDecimalMark(["1,234", "5.10"])).toBe(".");
		expect(decideDecimalMark(["1.234", "5,10"])).toBe(",");
		expect(decideDecimalMark(["1,234"])).toBeNull();
		expect(decideDecimalMark(["1.234,00", "1,234.00"])).toBeNull();
		expect(decideDecimalMark(["500", "20"])).toBe(".");
	});
});

describe("dates of a statement", () => {
	test("day and month order is decided from any value above 12, else asked", () => {
		expect(decideDateOrder(["03/04/2026", "13/04/2026"])).toBe("dmy");
		expect(decideDateOrder(["03/04/2026", "04/13/2026"])).toBe("mdy");
		expect(decideDateOrder(["03/04/2026"])).toBeNull();
		expect(decideDateOrder(["13/04/2026", "04/13/2026"])).toBeNull();
		expect(decideDateOrder(["2026-04-03", "3 Apr 2026"])).toBe("ymd");
		expect(readDate("3/4/26", "dmy")).toBe("2026-04-03");
		expect(() => readDate("2026-02-30", "ymd")).toThrow("not a calendar date");
	});
});
