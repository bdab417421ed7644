// Rules of members and roles: who may give what to whom, what a limit to entities takes, what "view as" shows, who may decide.
import { describe, expect, test } from "vitest";
import { companyWide, withinEntities } from "../../domain/tenancy/entity-scope.ts";
import { mayDecide } from "../../domain/tenancy/may-decide.ts";
import { mayChangeMember, type MemberFacts, mayRemoveMember, mayRestoreMember, type RoleChoice } from "../../domain/tenancy/members.ts";
import { accessOfRole, type Permission, permissionsOf, type Role, roleNames, roles } from "../../domain/tenancy/permissions.ts";
import { checkDraft, checkPublish, roleDiff } from "../../domain/tenancy/roles.ts";
import { hiddenByOwnRole, viewAs } from "../../domain/tenancy/view-as.ts";

const member = (role: Role, over: Partial<MemberFacts> = {}): MemberFacts => ({
	userId: "them",
	name: "Mara",
	kind: "member",
	status: "active",
	role,
	permissions: permissionsOf[role],
	entityIds: null,
	...over,
});
const by = (role: Role) => ({ userId: "me", access: accessOfRole(role) });
const to = (role: Role): RoleChoice & { entityIds: null } => ({
	key: role,
	name: roleNames[role],
	permissions: permissionsOf[role],
	entityIds: null,
});
const code = (result: { ok: true } | { ok: false; error: { code: string } }): string => (result.ok ? "ok" : result.error.code);

describe("changing a member", () => {
	test("the only owner can't step down or be removed, one of two can", () => {
		const change = { by: by("owner"), member: member("owner") };
		expect(code(mayChangeMember({ ...change, owners: 1 }, to("admin")))).toBe("LAST_OWNER");
		expect(code(mayRemoveMember({ ...change, owners: 1 }))).toBe("LAST_OWNER");
		expect(code(mayChangeMember({ ...change, owners: 2 }, to("admin")))).toBe("ok");
		expect(code(mayRemoveMember({ ...change, owners: 2 }))).toBe("ok");
	});

	test("only an owner makes, changes, removes or restores an owner", () => {
		const admin = { by: by("admin"), owners: 3 };
		expect(code(mayChangeMember({ ...admin, member: member("analyst") }, to("owner")))).toBe("ABOVE_YOUR_ROLE");
		expect(code(mayChangeMember({ ...admin, member: member("owner") }, to("analyst")))).toBe("ABOVE_YOUR_ROLE");
		expect(code(mayRemoveMember({ ...admin, member: member("owner") }))).toBe("ABOVE_YOUR_ROLE");
		expect(code(mayRestoreMember({ by: by("admin"), member: member("owner", { status: "removed" }) }))).toBe("ABOVE_YOUR_ROLE");
		expect(code(mayChangeMember({ by: by("owner"), owners: 1, member: member("analyst") }, to("owner")))).toBe("ok");
	});

	test("nobody gives a role that may do more than their own, nor takes one away, for any pair of system roles", () => {
		for (const mine of roles)
			for (const given of roles) {
				if (given === "integration") continue;
				const more = [...permissionsOf[given]].some((permission) => !permissionsOf[mine].has(permission));
				const given1 = mayChangeMember({ by: by(mine), owners: 2, member: member("integration", { role: "analyst" }) }, to(given));
				const removed = mayRemoveMember({ by: by(mine), owners: 2, member: member(given) });
				const expected = more || (given === "owner" && mine !== "owner") ? "ABOVE_YOUR_ROLE" : "ok";
				expect([mine, given, code(given1), code(removed)]).toEqual([mine, given, expected, expected]);
			}
	});

	test("nobody raises themselves, and lowering oneself is allowed", () => {
		const scopedAdmin = { userId: "me", access: accessOfRole("admin") };
		const me = member("preparer", { userId: "me" });
		expect(code(mayChangeMember({ by: scopedAdmin, owners: 1, member: me }, to("controller")))).toBe("OWN_ROLE");
		expect(code(mayChangeMember({ by: by("admin"), owners: 1, member: member("admin", { userId: "me" }) }, to("analyst")))).toBe("ok");
	});

	test("keys, support and removed people aren't changed as members are, and a person doesn't get the role of keys", () => {
		const owner = { by: by("owner"), owners: 1 };
		for (const over of [{ kind: "service" }, { kind: "support" }, { status: "removed" }] as const)
			expect(code(mayChangeMember({ ...owner, member: member("analyst", over) }, to("auditor")))).toBe("NOT_A_MEMBER");
		expect(code(mayChangeMember({ ...owner, member: member("analyst") }, to("integration")))).toBe("ROLE_UNSUITABLE");
		expect(code(mayChangeMember({ ...owner, member: member("analyst") }, { ...to("owner"), entityIds: ["e1"] }))).toBe("ROLE_UNSUITABLE");
		expect(code(mayRestoreMember({ by: by("owner"), member: member("analyst", { status: "removed", kind: "support" }) }))).toBe(
			"NOT_A_MEMBER",
		);
	});
});

test("whose personal data was erased is changed by nobody and doesn't come back", () => {
	const erased = { by: by("owner"), owners: 2, member: member("analyst", { name: "Erased person", status: "erased" }) };
	expect(code(mayRestoreMember(erased))).toBe("NOT_A_MEMBER");
	expect(code(mayRemoveMember(erased))).toBe("NOT_A_MEMBER");
	expect(code(mayChangeMember(erased, to("preparer")))).toBe("NOT_A_MEMBER");
});

describe("a limit to entities", () => {
	test("leaves nothing that reaches over the whole company, whatever the role", () => {
		for (const role of roles) {
			const left = withinEntities(permissionsOf[role], ["e1"]);
			expect([...left].filter((permission) => companyWide.has(permission))).toEqual([]);
		}
		expect(withinEntities(permissionsOf.admin, null)).toEqual(permissionsOf.admin);
		const kept: readonly Permission[] = ["connections.sync", "reconciliations.start", "explorer.read", "jobs.replay"];
		for (const permission of kept) expect(withinEntities(permissionsOf.preparer, ["e1"]).has(permission)).toBe(true);
	});

	test("takes what leads around it: people, keys, the audit trail, the export of the company, Temporal's own view", () => {
		const leads: readonly Permission[] = [
			"users.manage",
			"api_keys.manage",
			"audit.read",
			"tenant.export",
			"jobs.operate",
			"codec.decode",
			"keys.rotate",
		];
		const left = withinEntities(permissionsOf.owner, []);
		expect(leads.filter((permission) => left.has(permission))).toEqual([]);
	});
});

describe("view as", () => {
	const analyst = { name: "Analyst", permissions: permissionsOf.analyst, entityIds: null };

	test("only takes away: nobody sees more through another role than through their own, for any pair of roles", () => {
		for (const mine of roles)
			for (const other of roles) {
				const seen = viewAs(accessOfRole(mine), { name: other, permissions: permissionsOf[other], entityIds: null });
				expect([...seen.permissions].filter((permission) => !permissionsOf[mine].has(permission))).toEqual([]);
				expect([...seen.permissions].filter((permission) => !permissionsOf[other].has(permission))).toEqual([]);
			}
	});

	test("keeps to the entities that both see", () => {
		expect(viewAs(accessOfRole("admin", ["a", "b"]), { ...analyst, entityIds: ["b", "c"] }).entityIds).toEqual(["b"]);
		expect(viewAs(accessOfRole("admin", ["a"]), { ...analyst, entityIds: ["c"] }).entityIds).toEqual([]);
		expect(viewAs(accessOfRole("admin"), { ...analyst, entityIds: ["c"] }).entityIds).toEqual(["c"]);
		expect(viewAs(accessOfRole("admin", ["a"]), analyst).entityIds).toEqual(["a"]);
	});

	test("says what the preview can't show", () => {
		expect(hiddenByOwnRole(accessOfRole("analyst"), { permissions: permissionsOf.approver })).toContain("jobs.decide");
		expect(hiddenByOwnRole(accessOfRole("owner"), { permissions: permissionsOf.approver })).toEqual([]);
	});
});

describe("a role of the company's own", () => {
	const draft = { name: "Payout clerk", description: "", permissions: ["jobs.read"] as const };

	test("can't take the name of another role, in whatever case, nor of a system role", () => {
		const check = (name: string) => code(checkDraft({ ...draft, name }, { by: accessOfRole("admin"), taken: ["Payout reader"] }));
		expect([check("payout READER "), check("Owner"), check("auditor (reads only)"), check("Payout clerk")]).toEqual([
			"ROLE_NAME",
			"ROLE_NAME",
			"ROLE_NAME",
			"ok",
		]);
	});

	test("holds nothing that its editor lacks, and isn't published empty", () => {
		const erase = { ...draft, permissions: ["tenant.erase"] as const };
		expect(code(checkDraft(erase, { by: accessOfRole("admin"), taken: [] }))).toBe("ABOVE_YOUR_ROLE");
		expect(code(checkDraft(erase, { by: accessOfRole("owner"), taken: [] }))).toBe("ok");
		expect(code(checkPublish({ ...draft, permissions: [] }))).toBe("ROLE_EMPTY");
		expect(code(checkPublish(draft))).toBe("ok");
	});

	test("its change is told as what comes and what goes", () => {
		expect(roleDiff(["jobs.read", "jobs.cancel"], ["jobs.read", "files.read"])).toEqual({ added: ["files.read"], taken: ["jobs.cancel"] });
	});
});

describe("deciding", () => {
	const prepared = { preparedBy: ["mara"], permission: "jobs.decide" } as const;
	const as = (id: string | null, onBehalfOf: string | null = null) => ({ id, onBehalfOf });

	test("somebody else with the permission may, the preparer may not, not through a program of theirs either", () => {
		const approver = accessOfRole("approver");
		expect(code(mayDecide(approver, prepared, as("omar")))).toBe("ok");
		expect(code(mayDecide(approver, prepared, as("mara")))).toBe("SAME_PERSON");
		expect(code(mayDecide(approver, prepared, as("key-7", "mara")))).toBe("SAME_PERSON");
		expect(code(mayDecide(approver, { ...prepared, preparedBy: ["agent-1", "omar"] }, as("omar")))).toBe("SAME_PERSON");
	});

	test("a role without the permission may not, and neither may the platform by itself", () => {
		expect(code(mayDecide(accessOfRole("preparer"), prepared, as("omar")))).toBe("FORBIDDEN");
		expect(code(mayDecide(accessOfRole("owner"), prepared, as(null)))).toBe("FORBIDDEN");
	});

	test("nobody decides about their own rights, not through a program of theirs, nor through who stands in for them", () => {
		const about = { ...prepared, concerns: "omar" };
		for (const by of [as("omar"), as("key-7", "omar"), { ...as("ana"), inPlaceOf: "omar" }])
			expect(code(mayDecide(accessOfRole("approver"), about, by))).toBe("SAME_PERSON");
		expect(code(mayDecide(accessOfRole("approver"), about, { ...as("ana"), inPlaceOf: "ivo" }))).toBe("ok");
	});

	test("not even an owner decides about what they prepared", () => {
		expect(code(mayDecide(accessOfRole("owner"), prepared, as("mara")))).toBe("SAME_PERSON");
	});
});
