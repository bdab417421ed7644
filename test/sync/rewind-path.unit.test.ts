// What a rewind reads again when the cursor was put back before: each page once, however many passes went over it.
import { describe, expect, test } from "vitest";
import { behindPlace, type MoveOfPath } from "../../domain/sync/rewind-path.ts";

/** Moves from words: "c1:10" a page of 10 rows to c1, "c1" a step without a page, "<c0" a rewind to c0. */
function history(...words: readonly string[]): readonly MoveOfPath[] {
	let cursor = "c0";
	let seq = 0;
	return words.map((word, i) => {
		const [to = "", rows] = word.replace("<", "").split(":");
		if (rows !== undefined) seq++;
		const cause = word.startsWith("<") ? "rewind" : rows === undefined ? "skip" : "page";
		const move: MoveOfPath = { no: i + 1, cause, cursorBefore: cursor, cursorAfter: to, seqAfter: seq, rows: Number(rows ?? 0) };
		cursor = to;
		return move;
	});
}

const pass = ["c1:100", "c2:100", "c3:50"];
const all = { after: 0, upTo: null };

describe("what lies behind a place", () => {
	test("of a cursor that never went back is everything after it", () => {
		const moves = history(...pass);
		expect(behindPlace(moves, 0)).toEqual({ pages: 3, rows: 250, written: [all] });
		expect(behindPlace(moves, 1)).toEqual({ pages: 2, rows: 150, written: [{ after: 1, upTo: null }] });
		expect(behindPlace(moves, 3)).toEqual({ pages: 0, rows: 0, written: [{ after: 3, upTo: null }] });
	});

	test("is counted once when two passes went over it, from whichever of them it is looked at", () => {
		const moves = history(...pass, "<c0", ...pass);
		expect(behindPlace(moves, 0)).toEqual({ pages: 3, rows: 250, written: [all] });
		const behindFirst = {
			pages: 2,
			rows: 150,
			written: [
				{ after: 1, upTo: 3 },
				{ after: 4, upTo: null },
			],
		};
		expect(behindPlace(moves, 1)).toEqual(behindFirst);
		expect(behindPlace(moves, 5)).toEqual(behindFirst);
	});

	test("of a rewind's own move is what lies behind the place that it went back to", () => {
		const moves = history(...pass, "<c1");
		expect(behindPlace(moves, 4)).toEqual(behindPlace(history(...pass), 1));
		const again = history(...pass, "<c0", ...pass);
		expect(behindPlace(again, 4)).toEqual({ pages: 3, rows: 250, written: [all] });
	});

	test("holds what came new in the later pass, seen from the earlier one too", () => {
		const moves = history(...pass, "<c1", "c2:100", "c3:50", "c4:7");
		for (const no of [1, 4]) expect(behindPlace(moves, no)).toEqual({ pages: 3, rows: 157, written: [{ after: 1, upTo: null }] });
		expect(behindPlace(moves, 3)).toMatchObject({ pages: 1, rows: 7 });
	});

	test("is as long as the longest pass when the later one stopped on the way", () => {
		const moves = history(...pass, "<c0", "c1:100");
		for (const no of [0, 4]) expect(behindPlace(moves, no)).toEqual({ pages: 3, rows: 250, written: [all] });
		expect(behindPlace(moves, 5)).toMatchObject({ pages: 2, rows: 150 });
	});

	test("knows nothing better than all of another pass whose cursors are others: a person is warned rather than not", () => {
		const moves = history(...pass, "<c0", "d1:120", "d2:130");
		expect(behindPlace(moves, 5)).toEqual({
			pages: 1,
			rows: 130,
			written: [
				{ after: 0, upTo: 3 },
				{ after: 4, upTo: null },
			],
		});
	});

	test("steps without a page are no pages, and a page that brought nothing is one", () => {
		expect(behindPlace(history("c1:100", "c2", "c2:0"), 1)).toEqual({ pages: 1, rows: 0, written: [{ after: 1, upTo: null }] });
	});
});
