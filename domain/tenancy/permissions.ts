// Who may do what: permissions are "area.verb" words, a role is a set of them. A procedure names one; there is no default.

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
	"explorer.read",
	"pages.read",
	"reconciliations.read",
	"reconciliations.start",
	"events.read",
] as const;
export type Permission = (typeof permissions)[number];

export const roles = ["controller", "preparer", "approver", "analyst", "engineer", "auditor", "admin"] as const;
export type Role = (typeof roles)[number];

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
];
const prepare: readonly Permission[] = [...read, "connections.sync", "files.import", "jobs.cancel", "reconciliations.start"];

/** `jobs.operate` is Temporal's own view, which shows every tenant: for the engineer and the administrator alone. */
export const permissionsOf: Readonly<Record<Role, ReadonlySet<Permission>>> = {
	controller: new Set([...prepare, "connections.manage"]),
	preparer: new Set(prepare),
	approver: new Set(read),
	analyst: new Set(read),
	engineer: new Set([...read, "connections.manage", "connections.sync", "files.import", "jobs.cancel", "jobs.operate"]),
	auditor: new Set(read),
	admin: new Set(permissions),
};

export const allows = (role: Role, permission: Permission): boolean => permissionsOf[role].has(permission);
