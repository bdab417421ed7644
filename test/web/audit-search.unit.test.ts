// What the audit page's address asks for: days and months begin and end in the company's zone, and an address can't ask for nonsense.
import { expect, test } from "vitest";
import { actionText, auditInput, whenOptions } from "../../web/src/areas/tenancy/audit/audit-search.ts";

const zone = "America/New_York";
const now = "2026-11-09T03:00:00Z";

test("today is the company's day, not the browser's and not Greenwich's", () => {
	expect(auditInput({ when: "today" }, now, zone)).toMatchObject({ from: "2026-11-08T05:00:00Z" });
	expect(auditInput({ when: "today" }, now, zone)).not.toHaveProperty("until");
	expect(auditInput({ when: "7d" }, now, zone)).toMatchObject({ from: "2026-11-02T05:00:00Z" });
});

test("a month and a day end where the next begins, also where the clock is changed in them", () => {
	expect(auditInput({ when: "2026-11" }, now, zone)).toMatchObject({ from: "2026-11-01T04:00:00Z", until: "2026-12-01T05:00:00Z" });
	expect(auditInput({ when: "2026-11-01" }, now, zone)).toMatchObject({ from: "2026-11-01T04:00:00Z", until: "2026-11-02T05:00:00Z" });
});

test("what is no time in an address narrows nothing", () => {
	for (const when of ["", "soon", "2026-13", "2026", "2026-02-31", "__proto__", "2026-1"]) {
		const input = auditInput({ when }, now, zone);
		expect([when, input.from, input.until]).toEqual([when, undefined, undefined]);
	}
});

test("the choices are spans and two years of months, newest first", () => {
	const values = whenOptions(now, zone).map(({ value }) => value);
	expect(values.slice(0, 5)).toEqual(["today", "7d", "30d", "2026-11", "2026-10"]);
	expect(values).toHaveLength(27);
});

test("an action is said in words", () => {
	expect(actionText("incidents.sign_off")).toBe("Incidents: sign off");
	expect(actionText("login")).toBe("Login");
});
