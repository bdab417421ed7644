import { describe, expect, test } from "vitest";
import { absentNow, delegablePermissions, mayDelegate, standsInFor } from "../../domain/tenancy/delegation.ts";
import { mayDecide } from "../../domain/tenancy/may-decide.ts";
import { accessOfRole, type Role } from "../../domain/tenancy/permissions.ts";

const day = (date: string): Date => new Date(`2026-11-${date}T00:00:00Z`);
const person = (userId: string, role: Role, entityIds: readonly string[] | null = null) => ({
	...accessOfRole(role, entityIds),
	userId,
	name: userId,
	kind: "member" as const,
});
const named = (change: Partial<Parameters<typeof mayDelegate>[0]> = {}) => {
	const allowed = mayDelegate({
		giver: person("mara", "controller"),
		deputy: person("omar", "preparer"),
		startsAt: day("10"),
		endsAt: day("17"),
		now: day("09"),
		...change,
	});
	return allowed.ok ? "ok" : allowed.error.code;
};

describe("somebody who will be away", () => {
	test("may name a colleague who sees the approvals, for a bounded time that is to come", () => {
		expect(named()).toBe("ok");
		expect(named({ endsAt: day("10") })).toBe("INPUT");
		expect(named({ now: day("17") })).toBe("INPUT");
		expect(named({ endsAt: new Date(day("10").getTime() + 61 * 86_400_000) })).toBe("INPUT");
		expect(named({ deputy: person("mara", "controller") })).toBe("INPUT");
		expect(named({ deputy: { ...person("key", "preparer"), kind: "service" } })).toBe("ROLE_UNSUITABLE");
		expect(named({ deputy: person("bot", "integration") })).toBe("ROLE_UNSUITABLE");
		expect(named({ giver: person("ana", "analyst") })).toBe("FORBIDDEN");
	});

	test("can't lead anybody to entities that they don't see themselves", () => {
		const giver = person("mara", "approver", ["de"]);
		expect(named({ giver })).toBe("ROLE_UNSUITABLE");
		expect(named({ giver, deputy: person("omar", "preparer", ["de", "uk"]) })).toBe("ROLE_UNSUITABLE");
		expect(named({ giver, deputy: person("omar", "preparer", ["de"]) })).toBe("ok");
		expect(absentNow(giver, person("omar", "preparer")).permissions).toEqual([]);
	});
});

describe("a deputy", () => {
	const own = accessOfRole("preparer");
	const absent = [absentNow(person("mara", "controller"), person("omar", "preparer"))];
	const by = (
		permission: Parameters<typeof standsInFor>[2]["permission"],
		preparedBy: string | null = null,
		concerns: string | null = null,
	) => standsInFor(own, absent, { permission, preparedBy, concerns })?.userId ?? null;

	test("decides what the absent one may decide now, and nothing else of theirs", () => {
		expect(by("changes.decide")).toBe("mara");
		expect(by("users.manage")).toBeNull();
		expect(by("tenancy.manage")).toBeNull();
		expect(absent[0]?.permissions).not.toContain("connections.manage");
		expect(delegablePermissions).not.toContain("tenancy.manage");
	});

	test("answers in their own name where they may themselves", () => {
		expect(standsInFor(accessOfRole("approver"), absent, { permission: "changes.decide", preparedBy: null, concerns: null })).toBeNull();
	});

	test("never decides what the absent one has prepared, nor what they have prepared themselves", () => {
		expect(by("changes.decide", "mara")).toBeNull();
		expect(by("changes.decide", null, "mara")).toBeNull();
		const access = { ...own, permissions: new Set([...own.permissions, "changes.decide" as const]) };
		const decide = (preparedBy: string) => {
			const answer = mayDecide(
				access,
				{ preparedBy: [preparedBy], permission: "changes.decide" },
				{ id: "omar", onBehalfOf: null, inPlaceOf: "mara" },
			);
			return answer.ok ? "ok" : answer.error.code;
		};
		expect([decide("mara"), decide("omar"), decide("ana")]).toEqual(["SAME_PERSON", "SAME_PERSON", "ok"]);
	});
});
