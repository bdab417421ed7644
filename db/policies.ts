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

/** Rows of tenants of which the acting user is a member, for reading only. */
export const memberRowsRead = (table: string): PolicyDef => ({
	name: "member_rows_read",
	command: "select",
	roles: [appRole],
	using: `exists (select 1 from memberships m where m.tenant_id = ${table}.tenant_id and m.user_id = ${actingUser})`,
});

// Which entities the acting person is limited to: "all", or ids as {a,b}. Unset or '' means none, so that a unit of work that says
// nothing sees nothing.
const wholeCompany = `(select nullif(current_setting('app.entity_ids', true), '') = 'all' as whole_company)`;
const actingEntities = `(select nullif(nullif(current_setting('app.entity_ids', true), ''), 'all')::uuid[] as acting_entities)`;

/** Narrows what the tenant's policy lets through; never opens anything. The sub-selects run once per statement, or not at all. */
const narrowed = (condition: string): PolicyDef => ({
	name: "entity_rows",
	type: "restrictive",
	command: "all",
	roles: [appRole],
	using: `${wholeCompany} or ${condition}`,
	check: `${wholeCompany} or ${condition}`,
});

/** Rows of the entities that the acting person is limited to, if they are. */
export const entityRows = (column = "entity_id"): PolicyDef => narrowed(`${column} = any (${actingEntities}::uuid[])`);

// The line breaks keep the schema differ from reading a sub-select as a list of values.
/** Rows of connections that the acting person may see. */
export const connectionRows = (column = "connection_id"): PolicyDef => narrowed(`${column} in (\nselect c.id from connections c)`);

/** Rows of reconciliations that the acting person may see. */
export const runRows = (column = "run_id"): PolicyDef => narrowed(`${column} in (\nselect r.id from reconciliation_runs r)`);

/** Rows of jobs that the acting person may see. Correlated: a company has many jobs, and a page is about one of them. */
export const jobRows = (table: string, column = "job_id"): PolicyDef =>
	narrowed(`exists (select 1 from jobs j where j.tenant_id = ${table}.tenant_id and j.id = ${table}.${column})`);

/** Jobs of the entities that the acting person is limited to, and whatever they asked for themselves. */
export const entityJobs = (): PolicyDef => narrowed(`entity_id = any (${actingEntities}::uuid[]) or requested_by = ${actingUser}`);

/** Lets the doors (db/doors.ts) find ids across tenants; their role may select the listed columns only. */
export const doorReads = (): PolicyDef => ({
	name: "door_reads",
	command: "select",
	roles: [doorRole],
	using: "true",
});
