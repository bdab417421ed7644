// Who sees a row: the policies that entities declare. All are for the application role alone; no other role has one,
// except the doors' role where an entity says so. Settings are read in a sub-select, so that they are read once per statement.
import type { PolicyDef } from "@mikro-orm/core";
import { appRole, doorRole } from "./roles.ts";

// An unset setting reads NULL, one whose transaction has ended reads '': both mean nobody.
const actingTenant = `(select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)`;
const actingUser = `(select nullif(current_setting('app.user_id', true), '')::uuid as acting_user)`;

/** Rows of the acting tenant, for reading and writing. `column` is the tenant column. */
export const tenantRows = (column = "tenant_id"): PolicyDef => ({
	name: "tenant_rows",
	command: "all",
	roles: [appRole],
	using: `${column} = ${actingTenant}`,
	check: `${column} = ${actingTenant}`,
});

/** Rows of the acting user, for reading and writing. */
export const ownRows = (column: string): PolicyDef => ({
	name: "own_rows",
	command: "all",
	roles: [appRole],
	using: `${column} = ${actingUser}`,
	check: `${column} = ${actingUser}`,
});

/** Rows of the acting user, for reading only: what a person may know before a tenant is chosen. */
export const ownRowsRead = (column: string): PolicyDef => ({
	name: "own_rows_read",
	command: "select",
	roles: [appRole],
	using: `${column} = ${actingUser}`,
});

/** Tenants of which the acting user is a member, for reading only. */
export const memberTenantsRead = (): PolicyDef => ({
	name: "member_tenants_read",
	command: "select",
	roles: [appRole],
	using: `exists (select 1 from memberships m where m.tenant_id = tenants.id and m.user_id = ${actingUser})`,
});

/** Lets the doors (db/doors.ts) find ids across tenants; their role may select the listed columns only. */
export const doorReads = (): PolicyDef => ({
	name: "door_reads",
	command: "select",
	roles: [doorRole],
	using: "true",
});
