// Who may do what: permissions are "resource.action" words, a role is a set of them. A procedure names one; there is no default.

export const permissions = [
	"tenancy.read",
	"tenancy.manage",
	"entities.read",
	"connections.read",
	"connections.manage",
	"connections.sync",
	"files.read",
	"files.import",
	"jobs.read",
	"jobs.cancel",
	"jobs.operate",
	"jobs.replay",
	"jobs.decide",
	"incidents.read",
	"incidents.manage",
	"incidents.sign_off",
	"streams.rewind",
	"quarantine.retry",
	"drift.decide",
	"views.manage",
	"exports.create",
	"keys.rotate",
	"model_keys.manage",
	"codec.decode",
	"explorer.read",
	"pages.read",
	"reconciliations.read",
	"reconciliations.start",
	"events.read",
	"users.read",
	"users.invite",
	"users.manage",
	"roles.read",
	"roles.manage",
	"api_keys.read",
	"api_keys.manage",
	"audit.read",
	"policies.read",
	"policies.manage",
	"webhooks.read",
	"webhooks.manage",
	"sso.manage",
	"support.grant",
	"approvals.read",
	"changes.decide",
	"tenant.export",
	"tenant.erase",
	"onboarding.manage",
] as const;
export type Permission = (typeof permissions)[number];

/** Roles that every company has and nobody can edit. */
export const roles = ["owner", "admin", "controller", "preparer", "approver", "analyst", "auditor", "engineer", "integration"] as const;
export type Role = (typeof roles)[number];

export const isSystemRole = (text: string): text is Role => (roles as readonly string[]).includes(text);

/** What people call them. */
export const roleNames: Readonly<Record<Role, string>> = {
	owner: "Owner",
	admin: "Admin",
	controller: "Controller",
	preparer: "Preparer",
	approver: "Approver",
	analyst: "Analyst",
	auditor: "Auditor (reads only)",
	engineer: "Engineer",
	integration: "Integration",
};

const read: readonly Permission[] = [
	"tenancy.read",
	"entities.read",
	"connections.read",
	"files.read",
	"jobs.read",
	"explorer.read",
	"pages.read",
	"reconciliations.read",
	"events.read",
	"incidents.read",
	"views.manage",
	"exports.create",
	"users.read",
	"roles.read",
	"approvals.read",
];
const repair: readonly Permission[] = [
	"jobs.cancel",
	"jobs.replay",
	"incidents.manage",
	"streams.rewind",
	"quarantine.retry",
	"drift.decide",
];
const prepare: readonly Permission[] = [...read, ...repair, "connections.sync", "files.import", "reconciliations.start"];

const govern: readonly Permission[] = ["audit.read", "policies.read", "webhooks.read", "api_keys.read"];

/**
 * `jobs.operate` and `codec.decode` are Temporal's own view, which shows every tenant: for the engineer and the administrators alone.
 * `integration` is the role of API keys: what a key may do are its scopes, never this set.
 */
export const permissionsOf: Readonly<Record<Role, ReadonlySet<Permission>>> = {
	owner: new Set(permissions),
	admin: new Set(permissions.filter((permission) => permission !== "tenant.erase")),
	controller: new Set([
		...prepare,
		...govern,
		"connections.manage",
		"jobs.decide",
		"changes.decide",
		"incidents.sign_off",
		"users.invite",
		"policies.manage",
		"onboarding.manage",
	]),
	preparer: new Set(prepare),
	approver: new Set([...read, "audit.read", "policies.read", "jobs.decide", "changes.decide", "incidents.sign_off"]),
	analyst: new Set(read),
	auditor: new Set([...read, ...govern]),
	engineer: new Set([
		...read,
		...repair,
		...govern,
		"connections.manage",
		"connections.sync",
		"files.import",
		"jobs.operate",
		"keys.rotate",
		"model_keys.manage",
		"codec.decode",
		"api_keys.manage",
		"webhooks.manage",
		"onboarding.manage",
	]),
	integration: new Set(),
};

/** What a member may do in a company, read once per request. */
export interface Access {
	/** "custom": a role of the company's own, with its id. */
	readonly role: { readonly key: Role | "custom"; readonly id: string | null; readonly name: string };
	readonly permissions: ReadonlySet<Permission>;
	/** Only what belongs to these entities is seen; null: every one. */
	readonly entityIds: readonly string[] | null;
}

/** Whether a system role holds a permission. */
export const allows = (role: Role, permission: Permission): boolean => permissionsOf[role].has(permission);

export const may = ({ permissions: held }: Pick<Access, "permissions">, permission: Permission): boolean => held.has(permission);

export const isPermission = (text: string): text is Permission => (permissions as readonly string[]).includes(text);

/** Access of a member with a system role and no limit to entities. */
export const accessOfRole = (role: Role, entityIds: readonly string[] | null = null): Access => ({
	role: { key: role, id: null, name: roleNames[role] },
	permissions: permissionsOf[role],
	entityIds,
});
