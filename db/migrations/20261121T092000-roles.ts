// Limits to entities, held by row policies; the entity of a job; roles that are tried on; access of support.
import { Migration } from "@mikro-orm/migrations";

const actingEntities = "(select nullif(nullif(current_setting('app.entity_ids', true), ''), 'all')::uuid[] as acting_entities)::uuid[]";
const actingUser = "(select nullif(current_setting('app.user_id', true), '')::uuid as acting_user)";
const wholeCompany = "(select nullif(current_setting('app.entity_ids', true), '') = 'all' as whole_company)";

const byConnection = [
	"connection_secrets",
	"streams",
	"stream_windows",
	"cursor_moves",
	"pages",
	"records",
	"canonical_rows",
	"deletions",
	"quarantine",
	"control_totals",
	"files",
	"schema_fields",
	"schema_changes",
];
const byRun = [
	"reconciliation_totals",
	"payout_proofs",
	"payout_rows",
	"proof_lines",
	"proof_leaves",
	"matches",
	"match_members",
	"match_losers",
	"exceptions",
	"roll_forwards",
];
const byJob = { attempts: "job_id", job_logs: "job_id", replays: "job_id", decisions: "job_id", incident_jobs: "job_id", exports: "id" };

/** What a row of the table has to fulfil beside the tenant's policy, where the acting person is limited to entities. */
const narrowed: readonly (readonly [table: string, condition: string])[] = [
	["entities", `id = any (${actingEntities})`],
	["connections", `entity_id = any (${actingEntities})`],
	["reconciliation_runs", `entity_id = any (${actingEntities})`],
	["jobs", `entity_id = any (${actingEntities}) or requested_by = ${actingUser}`],
	...byConnection.map((table) => [table, "connection_id in (select c.id from connections c)"] as const),
	...byRun.map((table) => [table, "run_id in (select r.id from reconciliation_runs r)"] as const),
	...Object.entries(byJob).map(
		([table, column]) =>
			[table, `exists (select 1 from jobs j where j.tenant_id = ${table}.tenant_id and j.id = ${table}.${column})`] as const,
	),
];

export class Roles extends Migration {
	override up(): void {
		this.addSql(
			`create table "support_access" ("tenant_id" uuid not null, "admin_id" uuid not null, "id" uuid not null, "admin_name" text not null, "role" text not null, "reason" text not null, "hours" int not null, "status" text not null, "requested_at" timestamptz not null default now(), "decided_by" uuid null, "decided_at" timestamptz null, "expires_at" timestamptz null, "ended_at" timestamptz null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "support_access_list" on "support_access" ("tenant_id", "requested_at", "id");`);

		this.addSql(
			`create table "session_views" ("session_id" uuid not null, "tenant_id" uuid not null, "user_id" uuid not null, "role" text not null, "role_id" uuid null, "draft" boolean not null, "created_at" timestamptz not null default now(), primary key ("session_id"));`,
		);

		this.addSql(`alter table "jobs" add "entity_id" uuid null;`);
		this.addSql(
			`alter table "jobs" add constraint "jobs_tenant_id_entity_id_foreign" foreign key ("tenant_id", "entity_id") references "entities" ("tenant_id", "id") on update no action on delete no action;`,
		);

		this.addSql(
			`alter table "support_access" add constraint "support_access_tenant_id_foreign" foreign key ("tenant_id") references "tenants" ("id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "support_access" add constraint "support_access_admin_id_foreign" foreign key ("admin_id") references "users" ("id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "support_access" add constraint "support_access_tenant_id_decided_by_foreign" foreign key ("tenant_id", "decided_by") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "support_access" add constraint "support_access_role_check" check ("role" in ('auditor', 'engineer'));`);
		this.addSql(
			`alter table "support_access" add constraint "support_access_status_check" check ("status" in ('requested', 'granted', 'refused', 'withdrawn', 'ended'));`,
		);
		this.addSql(`alter table "support_access" enable row level security;`);
		this.addSql(`alter table "support_access" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "support_access" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(
			`alter table "session_views" add constraint "session_views_session_id_foreign" foreign key ("session_id") references "sessions" ("id") on update no action on delete cascade;`,
		);
		this.addSql(
			`alter table "session_views" add constraint "session_views_tenant_id_user_id_foreign" foreign key ("tenant_id", "user_id") references "memberships" ("tenant_id", "user_id") on update no action on delete cascade;`,
		);
		this.addSql(
			`alter table "session_views" add constraint "session_views_role_check" check ("role" in ('owner', 'admin', 'controller', 'preparer', 'approver', 'analyst', 'auditor', 'engineer', 'integration', 'custom'));`,
		);
		this.addSql(`alter table "session_views" enable row level security;`);
		this.addSql(`alter table "session_views" force row level security;`);
		this.addSql(
			`create policy "own_rows" on "session_views" to "tieout_app" using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user)) with check (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user));`,
		);

		// What there is gets the entity of the connection or the reconciliation that it is about. The owner may be bound by the policies too.
		for (const table of ["jobs", "connections", "entities"]) this.addSql(`alter table "${table}" no force row level security;`);
		this.addSql(`update jobs j set entity_id = coalesce(
			(select c.entity_id from connections c where c.tenant_id = j.tenant_id and c.id::text = j.input ->> 'connectionId'),
			(select e.id from entities e where e.tenant_id = j.tenant_id and e.id::text = j.input ->> 'entityId'));`);
		for (const table of ["jobs", "connections", "entities"]) this.addSql(`alter table "${table}" force row level security;`);

		this.addSql(`create policy "door_reads" on "platform_admins" for select to "tieout_door" using (true);`);

		// A person reads their own limits before a company is chosen.
		this.addSql(`create policy "own_rows_read" on "membership_entities" for select to "tieout_app" using (user_id = ${actingUser});`);

		for (const [table, condition] of narrowed) {
			const rule = `${wholeCompany} or ${condition}`;
			this.addSql(`create policy "entity_rows" on "${table}" as restrictive to "tieout_app" using (${rule}) with check (${rule});`);
		}
	}
}
