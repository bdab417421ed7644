import { describe, expect, test } from "vitest";
import { plainCell, plainCells } from "../../web/src/kit/table/copy-cells.ts";

describe("cells on the clipboard", () => {
	test("a figure pastes as a number: ASCII minus, no grouping, the currency's own decimals", () => {
		expect(plainCell("money", { minor: "-127736", currency: "USD" })).toBe("-1277.36");
		expect(plainCell("money", { minor: "-999999999999", currency: "USD" })).toBe("-9999999999.99");
		expect(plainCell("money", { minor: "5000", currency: "JPY" })).toBe("5000");
		expect(plainCell("money", { minor: "1234", currency: "KWD" })).toBe("1.234");
	});

	test("a real zero is written, nothing known is an empty cell", () => {
		expect(plainCell("money", { minor: "0", currency: "USD" })).toBe("0.00");
		expect(plainCell("money", null)).toBe("");
		expect(plainCell("text", undefined)).toBe("");
	});

	test("counts lose their grouping, text loses what would break the line", () => {
		expect(plainCell("count", 412906)).toBe("412906");
		expect(plainCell("text", "=HYPERLINK(1)")).toBe("'=HYPERLINK(1)");
		expect(plainCell("text", "@SUM(A1)")).toBe("'@SUM(A1)");
		expect(plainCell("text", "-2,50")).toBe("-2,50");
		expect(plainCell("text", "two\nlines\tand a tab")).toBe("two lines and a tab");
	});

	test("rows are tab-separated lines", () => {
		expect(
			plainCells([
				["a", "1"],
				["b", "2"],
			]),
		).toBe("a\t1\nb\t2");
	});
});
