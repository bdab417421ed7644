// The audit trail as it stays: events parted by month and named by nobody, personal values that can be erased, the chain that the sealer
// makes of it, signed checkpoints, and archives. Months are made by db/audit-months.ts, after every migration and by the keeper.
import { Migration } from "@mikro-orm/migrations";

export class Audit extends Migration {
	override name = "20261121T093000-audit";

	override up(): void {
		// A table can't become a partitioned one; this one had no reader before the present version.
		this.addSql(`drop table "audit_events";`);
		this.addSql(
			`create table "audit_events" ("tenant_id" uuid not null, "at" timestamptz not null, "id" uuid not null, "actor_kind" text not null, "actor_id" uuid null, "on_behalf_of" uuid null, "action" text collate "C" not null, "resource_kind" text collate "C" not null, "resource_id" text collate "C" not null, "summary" text not null, "before" jsonb null, "after" jsonb null, "reason" text null, "correlation_id" text collate "C" not null, "job_id" uuid null, "personal" jsonb not null, primary key ("tenant_id", "at", "id")) partition by range ("at");`,
		);
		this.addSql(
			`alter table "audit_events" add constraint "audit_events_actor_kind_check" check ("actor_kind" in ('person', 'key', 'support', 'agent', 'system'));`,
		);
		this.addSql(`create index "audit_events_actor" on "audit_events" ("tenant_id", "actor_id", "at", "id");`);
		this.addSql(`create index "audit_events_action" on "audit_events" ("tenant_id", "action", "at", "id");`);
		this.addSql(`create index "audit_events_resource" on "audit_events" ("tenant_id", "resource_id", "at", "id");`);
		this.addSql(`create index "audit_events_correlation" on "audit_events" ("tenant_id", "correlation_id", "at", "id");`);
		this.addSql(`create index "audit_events_job" on "audit_events" ("tenant_id", "job_id", "at", "id");`);
		// What no month takes is kept all the same: an action must not fail because nobody made its month.
		this.addSql(`create table "audit_events_rest" partition of "audit_events" default;`);
		this.addSql(`alter table "audit_events_rest" enable row level security;`);
		this.addSql(`alter table "audit_events_rest" force row level security;`);
		this.addSql(
			`create table "audit_archives" ("tenant_id" uuid not null, "id" uuid not null, "month" date not null, "events" bigint not null, "first_seq" bigint not null, "last_seq" bigint not null, "object_key" text not null, "sha256" text not null, "verified_at" timestamptz not null default now(), primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "audit_archives_month" on "audit_archives" ("tenant_id", "month");`);
		this.addSql(
			`create table "audit_chains" ("tenant_id" uuid not null, "count" bigint not null, "head" text not null, "signed_count" bigint not null, "signed_at" timestamptz null, primary key ("tenant_id"));`,
		);
		this.addSql(
			`create table "audit_checkpoints" ("tenant_id" uuid not null, "no" int not null, "count" bigint not null, "at" timestamptz not null, "body" text not null, "object_key" text not null, primary key ("tenant_id", "no"));`,
		);
		this.addSql(
			`create table "audit_personal" ("tenant_id" uuid not null, "event_id" uuid not null, "field" text collate "C" not null, "event_at" timestamptz not null, "subject_id" uuid null, "salt" text not null, "value" text not null, primary key ("tenant_id", "event_id", "field"));`,
		);
		this.addSql(`create index "audit_personal_subject" on "audit_personal" ("tenant_id", "subject_id");`);
		this.addSql(`create index "audit_personal_at" on "audit_personal" ("tenant_id", "event_at");`);
		this.addSql(
			`create table "audit_seals" ("tenant_id" uuid not null, "last_seq" bigint not null, "first_seq" bigint not null, "from_at" timestamptz not null, "to_at" timestamptz not null, "entries" bytea not null, "head" text not null, "sealed_at" timestamptz not null default now(), primary key ("tenant_id", "last_seq"));`,
		);
		this.addSql(`create index "audit_seals_time" on "audit_seals" ("tenant_id", "to_at");`);
		this.addSql(
			`create table "audit_unsealed" ("tenant_id" uuid not null, "at" timestamptz not null, "event_id" uuid not null, primary key ("tenant_id", "at", "event_id"));`,
		);

		this.addSql(`alter table "audit_archives" enable row level security;`);
		this.addSql(`alter table "audit_archives" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "audit_archives" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`create policy "door_reads" on "audit_archives" for select to "tieout_door" using (true);`);

		this.addSql(`alter table "audit_chains" enable row level security;`);
		this.addSql(`alter table "audit_chains" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "audit_chains" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`create policy "door_reads" on "audit_chains" for select to "tieout_door" using (true);`);

		this.addSql(`alter table "audit_checkpoints" enable row level security;`);
		this.addSql(`alter table "audit_checkpoints" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "audit_checkpoints" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(`alter table "audit_events" enable row level security;`);
		this.addSql(`alter table "audit_events" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "audit_events" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`create policy "door_reads" on "audit_events" for select to "tieout_door" using (true);`);

		this.addSql(`alter table "audit_personal" enable row level security;`);
		this.addSql(`alter table "audit_personal" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "audit_personal" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(`alter table "audit_seals" enable row level security;`);
		this.addSql(`alter table "audit_seals" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "audit_seals" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(`alter table "audit_unsealed" enable row level security;`);
		this.addSql(`alter table "audit_unsealed" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "audit_unsealed" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`create policy "door_reads" on "audit_unsealed" for select to "tieout_door" using (true);`);

		// The trail is exported as lines that are verified offline.
		this.addSql(`alter table "exports" drop constraint "exports_format_check";`);
		this.addSql(`alter table "exports" add constraint "exports_format_check" check ("format" in ('csv', 'xlsx', 'ndjson'));`);
	}
}
