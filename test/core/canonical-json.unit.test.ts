import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../domain/core/canonical-json.ts";
import { sha256 } from "../../domain/core/sha256.ts";

describe("canonical JSON", () => {
	test("sorts keys by UTF-16 code units and writes numbers and strings as RFC 8785's example does", () => {
		const example = {
			numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
			string: '\u20ac$\u000f\nA\'B"\\\\"/',
			literals: [null, true, false],
		};
		expect(canonicalJson(example)).toBe(
			'{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
		);
		expect(canonicalJson({ "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7 })).toBe(
			'{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
		);
	});
	test("writes whole money as text and refuses what JSON can't say", () => {
		expect(canonicalJson({ minor: 9_007_199_254_740_993n })).toBe('{"minor":"9007199254740993"}');
		expect(() => canonicalJson(Number.NaN)).toThrow(RangeError);
		expect(() => canonicalJson("\ud800")).toThrow(RangeError);
	});
});

test("SHA-256 is that of node:crypto for any text", () => {
	fc.assert(
		fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
			expect(sha256(text)).toBe(createHash("sha256").update(text).digest("hex"));
		}),
	);
});
