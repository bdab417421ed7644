import { expect, test } from "vitest";
import { cursorText } from "../../web/src/areas/sync/cursor-text.ts";

test("a cursor is read by people: names and values without braces, nothing for what is not set", () => {
	expect(cursorText('{"high":null,"pass":{"from":null,"at":{"modified":"2026-09-15T10:00:00","line":"3"}}}')).toBe(
		"modified 2026-09-15T10:00:00 · line 3",
	);
});

test("a cursor that stands at the beginning says so, whichever way the source writes it", () => {
	expect([cursorText(""), cursorText("{}"), cursorText('{"high":null,"pass":null}')]).toEqual([
		"the beginning",
		"the beginning",
		"the beginning",
	]);
});

test("a cursor that is plain text is shown as it is", () => {
	expect(cursorText("txn_1QRy2A")).toBe("txn_1QRy2A");
});
