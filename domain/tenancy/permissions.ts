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
	"codec.decode",
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
	"incidents.read",
	"views.manage",
	"exports.create",
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

/** `jobs.operate` and `codec.decode` are Temporal's own view, which shows every tenant: for the engineer and the administrator alone. */
export const permissionsOf: Readonly<Record<Role, ReadonlySet<Permission>>> = {
	controller: new Set([...prepare, "connections.manage", "jobs.decide", "incidents.sign_off"]),
	preparer: new Set(prepare),
	approver: new Set([...read, "jobs.decide", "incidents.sign_off"]),
	analyst: new Set(read),
	engineer: new Set([
		...read,
		...repair,
		"connections.manage",
		"connections.sync",
		"files.import",
		"jobs.operate",
		"keys.rotate",
		"codec.decode",
	]),
	auditor: new Set(read),
	admin: new Set(permissions),
};

export const allows = (role: Role, permission: Permission): boolean => permissionsOf[role].has(permission);
