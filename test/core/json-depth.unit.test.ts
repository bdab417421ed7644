// A body is refused for its depth before anything walks it.
import { expect, test } from "vitest";
import { jsonDepth } from "../../domain/core/json-depth.ts";

test("depth counts arrays and objects alike, and not what stands in strings", () => {
	expect(jsonDepth("1")).toBe(0);
	expect(jsonDepth("{}")).toBe(1);
	expect(jsonDepth('[{"a":[1]},[[]]]')).toBe(3);
	expect(jsonDepth('{"a":"[[[["}')).toBe(1);
	expect(jsonDepth('{"a":"\\"[[[["}')).toBe(1);
	expect(jsonDepth('{"a":"\\\\","b":[[1]]}')).toBe(3);
});

test("a million brackets are counted and nothing overflows", () => {
	expect(jsonDepth("[".repeat(1_000_000))).toBe(1_000_000);
});
