import { describe, expect, test } from "vitest";
import type { Me } from "../../web/src/app/session.ts";
import { accessChangedSentence } from "../../web/src/app/use-own-access.ts";
import { companiesFor, pageKind } from "../../web/src/app/tenant-switcher.tsx";
import { rolesWith } from "../../web/src/areas/tenancy/people/ask-for-access.tsx";
import {
	choiceOf,
	entitiesText,
	type Matrix,
	type Member,
	permissionChange,
	roleChoices,
	roleOfChoice,
	roleOptions,
	rolesOfText,
} from "../../web/src/areas/tenancy/people/member-words.ts";
import { matrixRoles, shownRoles } from "../../web/src/areas/tenancy/roles/matrix-roles.ts";
import { sectionAt } from "../../web/src/areas/tenancy/settings/settings-sections.ts";

const roles: Pick<Matrix, "system" | "custom" | "own"> = {
	system: [
		{ key: "owner", name: "Owner", permissions: ["jobs.read", "users.manage", "tenant.erase"] },
		{ key: "analyst", name: "Analyst", permissions: ["jobs.read"] },
		{ key: "integration", name: "Integration", permissions: [] },
	],
	custom: [
		{
			id: "r1",
			name: "Close lead",
			description: "",
			permissions: ["jobs.read", "keys.rotate"],
			draft: { name: "Close lead", description: "", permissions: ["jobs.read"], added: [], taken: ["keys.rotate"] },
			version: 2,
			members: 1,
			updatedAt: "2026-11-01T00:00:00Z",
		},
		{
			id: "r2",
			name: "Not yet",
			description: "",
			permissions: [],
			draft: { name: "Not yet", description: "", permissions: ["jobs.read"], added: ["jobs.read"], taken: [] },
			version: 0,
			members: 0,
			updatedAt: "2026-11-01T00:00:00Z",
		},
	],
	own: ["jobs.read", "users.manage"],
};

describe("the choice of a role", () => {
	test("offers what people can have: no role of keys, no draft; and says why one can't be given", () => {
		expect(roleChoices(roles, "admin").map(({ value, why }) => [value, why])).toEqual([
			["owner", "only an owner gives it"],
			["analyst", null],
			["custom:r1", "does more than your own role"],
		]);
	});

	test("comes back as what the API takes", () => {
		const member = { role: { key: "custom", id: "r1", name: "Close lead" } } as Pick<Member, "role">;
		expect(roleOfChoice(choiceOf(member))).toEqual({ role: "custom", roleId: "r1" });
		expect(roleOfChoice("analyst")).toEqual({ role: "analyst", roleId: null });
	});

	test("says how many permissions come and go", () => {
		expect(permissionChange(["a", "b"], ["b", "c", "d"])).toEqual({ added: 2, taken: 1 });
	});

	test("who lacks something is offered the roles that have it, the smallest first, never the owner's", () => {
		expect(rolesWith("keys.rotate")).toEqual(["engineer", "admin"]);
		expect(rolesWith("tenant.erase")).toEqual([]);
		expect(rolesWith("no.such")).toEqual([]);
	});

	test("a member without a limit sees the whole company", () => {
		expect(entitiesText(null)).toBe("Whole company");
		expect(entitiesText([{ id: "1", name: "US Inc." }])).toBe("US Inc.");
	});
});

describe("the matrix", () => {
	test("shows a role as it is published; one that never was, as its draft", () => {
		const [, , lead, draft] = matrixRoles(roles);
		expect([...(lead?.permissions ?? [])]).toEqual(["jobs.read", "keys.rotate"]);
		expect(lead?.state).toBe("has a draft");
		expect([...(draft?.permissions ?? [])]).toEqual(["jobs.read"]);
		expect(draft?.state).toBe("draft, nobody has it");
	});
});

describe("the company switcher", () => {
	const of = (name: string) => ({ tenantId: name, name, dataKind: "demo" as const, role: "owner" as const, roleName: "Owner" });
	const me = { memberships: [of("Alder"), of("Birch"), of("Cedar Alder")], tenant: of("Birch") };

	test("has the company of now first, then the others; a word narrows them", () => {
		expect(companiesFor(me, "").map(({ name }) => name)).toEqual(["Birch", "Alder", "Cedar Alder"]);
		expect(companiesFor(me, " ald").map(({ name }) => name)).toEqual(["Alder", "Cedar Alder"]);
	});

	test("keeps the kind of page and drops its ids", () => {
		expect([pageKind("/jobs/123"), pageKind("/settings/people"), pageKind("/settings/roles/9"), pageKind("/")]).toEqual([
			"/jobs",
			"/settings/people",
			"/settings/roles",
			"/",
		]);
	});
});

test("an address below a section belongs to the section, a similar one doesn't", () => {
	expect(sectionAt("/settings/roles/123")?.label).toBe("Roles");
	expect(sectionAt("/settings/rolesandmore")).toBeNull();
	expect(sectionAt("/settings")).toBeNull();
});

test("the matrix shows the roles of every company, one's own, or those with a name", () => {
	const shown = (show: "all" | "every" | "own", words = "") => shownRoles(matrixRoles(roles), { show, words }).map(({ name }) => name);
	expect(shown("all")).toEqual(["Owner", "Analyst", "Close lead", "Not yet"]);
	expect(shown("every")).toEqual(["Owner", "Analyst"]);
	expect(shown("own")).toEqual(["Close lead", "Not yet"]);
	expect(shown("all", " LEAD ")).toEqual(["Close lead"]);
	expect(shown("own", "owner")).toEqual([]);
});

test("the list is filtered by roles that are published, and by nothing that an address makes up", () => {
	const values = roleOptions(roles.custom).map(({ value }) => value);
	expect(values).toContain("owner");
	expect(values).toContain("r1");
	expect(values).not.toContain("r2");
	expect(values).not.toContain("integration");
	const id = "0198c1a0-7d00-7000-8000-000000000001";
	expect(rolesOfText(`analyst,${id},king,`)).toEqual(["analyst", id]);
	expect(rolesOfText(undefined)).toEqual([]);
});

describe("access that somebody else changes while a page is open", () => {
	const here: Me["tenant"] = { tenantId: "t1", name: "Larkfield", dataKind: "demo", role: "preparer", roleName: "Preparer" };
	const me: Me = {
		user: { id: "u1", name: "Ines", email: "ines@larkfield.example" },
		tenant: here,
		memberships: [here],
		permissions: ["jobs.read"],
		status: "active",
		plan: "growth",
		viewing: null,
		entityIds: null,
		masked: [],
		platformAdmin: false,
	};

	test("is told by what changed: the role, the entities, what the role may, what is masked", () => {
		const told = (change: Partial<Me>): string | null => accessChangedSentence(me, { ...me, ...change });
		expect(told({ tenant: { ...here, role: "analyst", roleName: "Analyst" }, permissions: [] })).toContain(
			"Your role in Larkfield was changed from Preparer to Analyst.",
		);
		expect(told({ entityIds: ["e1"] })).toContain("The entities that you work on in Larkfield were changed.");
		expect(told({ permissions: [] })).toContain("What your role may do in Larkfield was changed.");
		expect(told({ masked: ["bank_line.reference"] })).toContain("What is masked for you in Larkfield was changed.");
	});

	test("is not told of what the person did, or a banner says: another company, another role looked through, a suspended company", () => {
		expect(accessChangedSentence(me, { ...me, tenant: { ...here, tenantId: "t2" } })).toBeNull();
		expect(accessChangedSentence(me, { ...me, viewing: { name: "Analyst", draft: false, role: "analyst" }, permissions: [] })).toBeNull();
		expect(accessChangedSentence(me, { ...me, status: "suspended" })).toBeNull();
	});
});
