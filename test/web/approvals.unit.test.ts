import { describe, expect, test } from "vitest";
import { type Approval, dueText, grouped, groupOf, neighbourOf } from "../../web/src/areas/tenancy/approvals/approval-groups.ts";
import { changedFields, fieldName } from "../../web/src/areas/tenancy/approvals/change-fields.ts";

const zone = "America/New_York";
const now = "2026-11-05T20:30:00Z";

const row = (id: string, dueAt: string, lock: Approval["lock"] = null): Approval => ({
	id,
	jobId: id,
	jobTitle: "Job",
	kind: "change",
	title: id,
	sentence: "",
	status: "open",
	permission: "changes.decide",
	preparedBy: null,
	connectionName: null,
	amount: null,
	askedAt: now,
	dueAt,
	amounts: [],
	action: "roles.publish",
	sha256: "",
	decidedBy: null,
	decidedFor: null,
	inPlaceOf: null,
	decidedAt: null,
	comment: null,
	lock,
});

describe("the inbox's groups", () => {
	test("today is the ledger's day, not the reader's or UTC's", () => {
		expect(groupOf(row("a", "2026-11-06T04:59:00Z"), zone, now)).toBe("today");
		expect(groupOf(row("a", "2026-11-06T05:01:00Z"), zone, now)).toBe("later");
		expect(groupOf(row("a", "2026-11-05T20:29:59Z"), zone, now)).toBe("overdue");
	});

	test("what somebody else must decide stands apart, however urgent", () => {
		expect(groupOf(row("a", "2026-11-05T01:00:00Z", "own"), zone, now)).toBe("locked");
	});

	test("groups without rows are left out; rows keep the server's order", () => {
		const rows = [row("late", "2026-11-05T19:00:00Z"), row("b", "2026-11-09T00:00:00Z"), row("a", "2026-11-09T00:00:00Z")];
		expect(grouped(rows, zone, now).map((each) => [each.group, each.rows.map(({ id }) => id)])).toEqual([
			["overdue", ["late"]],
			["later", ["b", "a"]],
		]);
	});

	test("a time due today is a clock, another day is a date, another year says so", () => {
		expect(dueText("2026-11-05T22:00:00Z", zone, now)).toBe("due 17:00");
		expect(dueText("2026-11-09T22:00:00Z", zone, now)).toBe("due 9 Nov");
		expect(dueText("2027-01-09T22:00:00Z", zone, now)).toBe("due 9 Jan 2027");
		expect(dueText("2026-11-05T15:00:00Z", zone, now)).toBe("overdue since 10:00");
	});

	test("after an answer the next line opens, at the end the one before, alone none", () => {
		const rows = [row("a", now), row("b", now), row("c", now)];
		expect([neighbourOf(rows, "a"), neighbourOf(rows, "c"), neighbourOf(rows.slice(0, 1), "a")]).toEqual(["b", "b", null]);
	});
});

describe("a change field by field", () => {
	test("only what differs is listed, the rest is counted", () => {
		const { changed, same } = changedFields(
			{ role: "Preparer", name: "Priya", limit: 50 },
			{ role: "Controller", name: "Priya", limit: 50 },
		);
		expect(changed).toEqual([{ field: "Role", before: { kind: "text", text: "Preparer" }, after: { kind: "text", text: "Controller" } }]);
		expect(same).toBe(2);
	});

	test("of a list each side shows what the other lacks", () => {
		const [line] = changedFields({ permissions: ["a", "b", "c"] }, { permissions: ["b", "c", "d"] }).changed;
		expect(line).toEqual({
			field: "Permissions",
			before: { kind: "list", items: ["a"], same: 2 },
			after: { kind: "list", items: ["d"], same: 2 },
		});
	});

	test("a false is said, a nothing is nothing, and what is new has no before", () => {
		expect(changedFields({ on: true, until: null }, { on: false, until: "2027-01-01" }).changed).toEqual([
			{ field: "On", before: { kind: "text", text: "yes" }, after: { kind: "text", text: "no" } },
			{ field: "Until", before: { kind: "none" }, after: { kind: "text", text: "2027-01-01" } },
		]);
		expect(changedFields(null, { name: "x" }).changed).toEqual([
			{ field: "Name", before: { kind: "none" }, after: { kind: "text", text: "x" } },
		]);
	});

	test("inner fields carry their way; records in lists their place", () => {
		const { changed } = changedFields({ rules: [{ maxAmount: 1 }] }, { rules: [{ maxAmount: 2 }] });
		expect(changed.map(({ field }) => field)).toEqual(["Rules, 1, Max amount"]);
		expect(fieldName("entity_ids")).toBe("Entity ids");
	});

	test("nothing that differs lists nothing", () => {
		expect(changedFields({ a: [1], b: {} }, { a: [1], b: {} }).changed).toEqual([]);
	});
});
