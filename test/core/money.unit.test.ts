import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { currencyCode, exponentOf, stripeExponentOf } from "../../domain/core/currency.ts";
import { NumberText, parseExact } from "../../domain/core/json-exact.ts";
import { addMoney, decimalFromMinor, decodeMoney, encodeMoney, formatMinor, minorFromDecimal, money } from "../../domain/core/money.ts";

const minorOf = (text: string, exponent: number): bigint => {
	const read = minorFromDecimal(text, exponent);
	if (!read.ok) throw new Error(read.error.code);
	return read.value;
};

const numberIn = (json: string): string => {
	const value = parseExact(json);
	if (!(value instanceof NumberText)) throw new Error("not a number");
	return value.text;
};

describe("money", () => {
	it("keeps 9007199254740993 from a JSON number, which a double can't hold", () => {
		expect(minorOf(numberIn("9007199254740993"), 0)).toBe(9_007_199_254_740_993n);
	});

	it("adds 0.1 and 0.2 from JSON to exactly 0.3", () => {
		expect(decimalFromMinor(minorOf(numberIn("0.1"), 2) + minorOf(numberIn("0.2"), 2), 2)).toBe("0.30");
	});

	it("reads dinars with three decimals, yen with none and krónur with none since 2007", () => {
		expect(minorOf("1.234", exponentOf("KWD"))).toBe(1234n);
		expect(minorOf("1234", exponentOf("JPY"))).toBe(1234n);
		expect(exponentOf("ISK", "2006-12-31")).toBe(2);
		expect(exponentOf("ISK", "2007-01-01")).toBe(0);
	});

	it("knows that Stripe's krónur carry two decimals and its ariary none", () => {
		expect(stripeExponentOf("ISK")).toBe(2);
		expect(stripeExponentOf("MGA")).toBe(0);
		expect(stripeExponentOf("USD")).toBe(2);
	});

	it("refuses a third decimal in a two-decimal currency instead of rounding it", () => {
		const read = minorFromDecimal("10.005", 2);
		expect(read).toEqual({ ok: false, error: { code: "TOO_MANY_DECIMALS", text: "10.005" } });
		expect(minorOf("10.500", 2)).toBe(1050n);
	});

	it.each(["", ".", "-", "1e3", "1,000.00", "0x10", "NaN", "--1", "1.2.3", "١٢"])("refuses %j as a decimal", (text) => {
		expect(minorFromDecimal(text, 2)).toMatchObject({ ok: false, error: { code: "NOT_A_DECIMAL" } });
	});

	it("refuses what PostgreSQL's bigint can't hold", () => {
		expect(minorFromDecimal("92233720368547758.08", 2)).toMatchObject({ error: { code: "OUT_OF_RANGE" } });
		expect(minorOf("92233720368547758.07", 2)).toBe(9_223_372_036_854_775_807n);
	});

	it("writes and reads any amount back to itself in every exponent", () => {
		fc.assert(
			fc.property(fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }), fc.constantFrom(0, 2, 3, 4), (minor, exponent) => {
				expect(minorOf(decimalFromMinor(minor, exponent), exponent)).toBe(minor);
			}),
		);
	});

	it("crosses a wire unchanged and never sums two currencies", () => {
		const big = money(-9_999_999_999_999_999n, "USD");
		expect(decodeMoney(JSON.parse(JSON.stringify(encodeMoney(big))))).toEqual(big);
		expect(() => addMoney(money(1n, "USD"), money(1n, "EUR"))).toThrow(RangeError);
	});

	it("shows grouping, the currency's decimals and a true minus", () => {
		expect(formatMinor(-999_999_999_999n, "USD")).toBe("\u22129,999,999,999.99");
		expect(formatMinor(1_234_567n, "JPY")).toBe("1,234,567");
		expect(formatMinor(5n, "KWD")).toBe("0.005");
	});

	it("accepts a currency code in any case and refuses one that isn't ISO 4217", () => {
		expect(currencyCode("usd")).toBe("USD");
		expect(currencyCode("XXQ")).toBeNull();
	});
});
