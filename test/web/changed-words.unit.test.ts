import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changedWords, type Piece } from "../../web/src/areas/jobs/changed-words.ts";

const joined = (pieces: readonly Piece[]): string => pieces.map((piece) => piece.text).join("");
const marked = (pieces: readonly Piece[]): readonly string[] => pieces.filter((piece) => piece.changed).map((piece) => piece.text.trim());

describe("changed words of a replay's diff", () => {
	test("only the words that differ are marked, on their own side", () => {
		const pieces = changedWords("Stripe payout 27", "Stripe po_1QRy2A");
		expect(marked(pieces.before)).toEqual(["payout 27"]);
		expect(marked(pieces.after)).toEqual(["po_1QRy2A"]);
		expect(pieces.before[0]).toEqual({ text: "Stripe ", changed: false });
	});

	test("equal values carry no mark", () => {
		expect(marked(changedWords("27 Oct 2026", "27 Oct 2026").before)).toEqual([]);
	});

	test("what is shown is the value itself, letter for letter, whatever is marked", () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (before, after) => {
				const pieces = changedWords(before, after);
				expect([joined(pieces.before), joined(pieces.after)]).toEqual([before, after]);
			}),
		);
	});

	test("a very long value is marked whole instead of holding the page up", () => {
		const long = "word ".repeat(5000);
		expect(changedWords(long, `${long}x`).before).toEqual([{ text: long, changed: true }]);
	});
});
