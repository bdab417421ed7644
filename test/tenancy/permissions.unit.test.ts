// Roles and what they may do.
import { expect, test } from "vitest";
import { allows, permissions, permissionsOf, roles } from "../../domain/tenancy/permissions.ts";

test("an administrator may do everything, and nobody else operates Temporal but the engineer", () => {
	expect(permissions.filter((permission) => !allows("admin", permission))).toEqual([]);
	expect(roles.filter((role) => allows(role, "jobs.operate"))).toEqual(["engineer", "admin"]);
});

test("auditors, analysts and approvers change nothing", () => {
	const changing = permissions.filter((permission) => !permission.endsWith(".read"));
	for (const role of ["auditor", "analyst", "approver"] as const) {
		expect(
			changing.filter((permission) => allows(role, permission)),
			role,
		).toEqual([]);
	}
});

test("an engineer syncs but doesn't reconcile; a preparer reconciles but doesn't set up connections", () => {
	expect(allows("engineer", "connections.sync")).toBe(true);
	expect(allows("engineer", "reconciliations.start")).toBe(false);
	expect(allows("preparer", "reconciliations.start")).toBe(true);
	expect(allows("preparer", "connections.manage")).toBe(false);
});

test("every permission is held by someone besides the administrator, but for managing the tenant", () => {
	const held = (permission: (typeof permissions)[number]): boolean =>
		roles.some((role) => role !== "admin" && permissionsOf[role].has(permission));
	expect(permissions.filter((permission) => !held(permission))).toEqual(["tenancy.manage"]);
});
