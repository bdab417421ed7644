import { describe, expect, test } from "vitest";
import { holdNew } from "../../web/src/kit/table/hold-new.ts";
import { stepCell } from "../../web/src/kit/table/active-cell.ts";

const row = (id: string, status = "done") => ({ id, status });
const idOf = ({ id }: { id: string }): string => id;

describe("nothing moves under the hand", () => {
	test("the first answer is shown whole", () => {
		expect(holdNew(null, [row("b"), row("a")], idOf)).toEqual({ shown: [row("b"), row("a")], waiting: 0 });
	});

	test("a row that comes in on top waits; the shown ones are updated in place and keep their order", () => {
		const held = holdNew(["b", "a"], [row("c", "running"), row("b", "failed"), row("a")], idOf);
		expect(held).toEqual({ shown: [row("b", "failed"), row("a")], waiting: 1 });
	});

	test("a changed order on the server doesn't move what is on screen", () => {
		expect(holdNew(["b", "a"], [row("a"), row("b")], idOf).shown.map(idOf)).toEqual(["b", "a"]);
	});

	test("a further page below is shown, not held", () => {
		expect(holdNew(["c", "b"], [row("c"), row("b"), row("a")], idOf)).toEqual({ shown: [row("c"), row("b"), row("a")], waiting: 0 });
	});

	test("a row that is gone leaves", () => {
		expect(holdNew(["b", "a"], [row("a")], idOf).shown.map(idOf)).toEqual(["a"]);
	});
});

describe("the keyboard in a grid", () => {
	const size = { rows: 100, columns: 4, page: 10 };

	test("movement stops at the edges and never wraps", () => {
		expect(stepCell("k", { row: 0, column: 2 }, size)).toEqual({ row: 0, column: 2 });
		expect(stepCell("ArrowRight", { row: 5, column: 3 }, size)).toEqual({ row: 5, column: 3 });
		expect(stepCell("PageDown", { row: 95, column: 0 }, size)).toEqual({ row: 99, column: 0 });
		expect(stepCell("End", { row: 3, column: 1 }, size)).toEqual({ row: 99, column: 1 });
	});

	test("other keys are left to the page", () => {
		expect(stepCell("Enter", { row: 0, column: 0 }, size)).toBeNull();
		expect(stepCell("x", { row: 0, column: 0 }, size)).toBeNull();
	});
});
