import { expect, test } from "vitest";
import { plainDecimal } from "../../web/src/kit/money-input.tsx";

test.each([
	["1,234.50", "1234.50"],
	["1.234,50", "1234.50"],
	["1 234 567,8", "1234567.8"],
	["1'000", "1000"],
	["10,000", "10000"],
	["10.000", "10000"],
	["1,234,567", "1234567"],
	["1.5", "1.5"],
	["1,50", "1.50"],
	["1,000.125", "1000.125"],
	["250", "250"],
])("an amount typed as %s is read as %s", (typed, read) => {
	expect(plainDecimal(typed)).toBe(read);
});
