// Roles and what they may do.
import { expect, test } from "vitest";
import { allows, permissions, permissionsOf, roles } from "../../domain/tenancy/permissions.ts";

test("an owner may do everything, an administrator all but erasing the company, and nobody else operates Temporal but the engineer", () => {
	expect(permissions.filter((permission) => !allows("owner", permission))).toEqual([]);
	expect(permissions.filter((permission) => !allows("admin", permission))).toEqual(["tenant.erase"]);
	for (const permission of ["jobs.operate", "codec.decode", "keys.rotate"] as const)
		expect(roles.filter((role) => allows(role, permission))).toEqual(["owner", "admin", "engineer"]);
});

test("the role of API keys holds nothing: what a key may do are its scopes", () => {
	expect([...permissionsOf.integration]).toEqual([]);
});

test("auditors and analysts change no figures: they keep views and take exports", () => {
	const changing = permissions.filter((permission) => !permission.endsWith(".read"));
	for (const role of ["auditor", "analyst"] as const) {
		expect(
			changing.filter((permission) => allows(role, permission)),
			role,
		).toEqual(["views.manage", "exports.create"]);
	}
});

test("an approver decides and signs off, and prepares nothing; a preparer does neither", () => {
	const deciding = ["jobs.decide", "incidents.sign_off"] as const;
	for (const permission of deciding) {
		expect(allows("approver", permission)).toBe(true);
		expect(allows("preparer", permission)).toBe(false);
	}
	for (const permission of ["jobs.replay", "streams.rewind", "quarantine.retry", "incidents.manage"] as const)
		expect(allows("approver", permission)).toBe(false);
});

test("an engineer syncs but doesn't reconcile; a preparer reconciles but doesn't set up connections", () => {
	expect(allows("engineer", "connections.sync")).toBe(true);
	expect(allows("engineer", "reconciliations.start")).toBe(false);
	expect(allows("preparer", "reconciliations.start")).toBe(true);
	expect(allows("preparer", "connections.manage")).toBe(false);
});

test("every permission is held by someone besides owner and administrator, but for managing the company and its people", () => {
	const held = (permission: (typeof permissions)[number]): boolean =>
		roles.some((role) => role !== "admin" && role !== "owner" && permissionsOf[role].has(permission));
	expect(permissions.filter((permission) => !held(permission))).toEqual([
		"tenancy.manage",
		"users.manage",
		"roles.manage",
		"sso.manage",
		"support.grant",
		"tenant.export",
		"tenant.erase",
	]);
});
