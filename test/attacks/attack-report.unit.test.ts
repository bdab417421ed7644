// The report says what was tried and what did not hold.
import { expect, test } from "vitest";
import { attackReport } from "../../scripts/attack-report.ts";

test("lists the tries of each attack and leaves other tests out", () => {
	const results = [
		{ ancestorTitles: ["", "attack: formulas in the cells of exports"], title: "a cell that begins with = is text", status: "passed" },
		{ ancestorTitles: ["attack: another site"], title: "a form is refused", status: "failed" },
		{ ancestorTitles: ["login"], title: "works", status: "passed" },
	];
	expect(attackReport(results, "abc1234", "2026-11-21")).toBe(
		`# Attacks that must fail

Commit abc1234, 2026-11-21. 1 of 2 tries held, of 2 kinds of attack. Written by the suite.

## Another site

- **FAILED**: a form is refused

## Formulas in the cells of exports

- held: a cell that begins with = is text
`,
	);
});
