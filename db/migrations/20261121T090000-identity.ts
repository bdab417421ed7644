// People's roles, what they did and what they are told of: the ground of permissions, audit and domain events.
import { Migration } from "@mikro-orm/migrations";

export class Identity extends Migration {
	override name = "20261121T090000-identity";

	override up(): void {
		this.addSql(
			`create table "roles" ("tenant_id" uuid not null, "id" uuid not null, "name" text not null, "description" text not null default '', "permissions" jsonb not null default '[]', "draft" jsonb null, "version" int not null default 0, "created_by" uuid null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("tenant_id", "id"));`,
		);

		this.addSql(
			`create table "outbox" ("tenant_id" uuid not null, "id" uuid not null, "topic" text collate "C" not null, "key" text collate "C" not null, "payload" jsonb not null, "occurred_at" timestamptz not null default now(), "dispatched_at" timestamptz null, primary key ("tenant_id", "id"));`,
		);

		this.addSql(
			`create table "audit_events" ("tenant_id" uuid not null, "id" uuid not null, "at" timestamptz not null default now(), "actor_kind" text not null, "actor_id" uuid null, "actor_name" text not null, "on_behalf_of" uuid null, "action" text collate "C" not null, "resource_kind" text collate "C" not null, "resource_id" text collate "C" not null, "summary" text not null, "before" jsonb null, "after" jsonb null, "reason" text null, "correlation_id" text collate "C" not null, "job_id" uuid null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "audit_events_at" on "audit_events" ("tenant_id", "at", "id");`);

		this.addSql(
			`create table "platform_admins" ("user_id" uuid not null, "created_at" timestamptz not null default now(), primary key ("user_id"));`,
		);

		this.addSql(
			`create table "membership_entities" ("tenant_id" uuid not null, "user_id" uuid not null, "entity_id" uuid not null, primary key ("tenant_id", "user_id", "entity_id"));`,
		);

		this.addSql(
			`alter table "tenants" add "status" text not null default 'active', add "plan" text collate "C" not null default 'growth', add "settings" jsonb not null default '{}';`,
		);
		this.addSql(`alter table "tenants" add constraint "tenants_status_check" check ("status" in ('active', 'suspended', 'closing'));`);

		this.addSql(
			`alter table "users" add "kind" text not null default 'person', add "email_verified_at" timestamptz null, add "deleted_at" timestamptz null;`,
		);
		this.addSql(`alter table "users" alter column "password_hash" drop not null;`);
		this.addSql(`alter table "users" add constraint "users_kind_check" check ("kind" in ('person', 'service'));`);

		this.addSql(`alter table "memberships" drop constraint "memberships_role_check";`);
		this.addSql(
			`alter table "memberships" add "custom_role_id" uuid null, add "kind" text not null default 'member', add "status" text not null default 'active', add "expires_at" timestamptz null, add "removed_at" timestamptz null;`,
		);
		this.addSql(
			`alter table "memberships" add constraint "memberships_tenant_id_custom_role_id_foreign" foreign key ("tenant_id", "custom_role_id") references "roles" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "memberships" add constraint "memberships_kind_check" check ("kind" in ('member', 'service', 'support'));`);
		this.addSql(`alter table "memberships" add constraint "memberships_status_check" check ("status" in ('active', 'removed'));`);
		this.addSql(
			`alter table "memberships" add constraint "memberships_role_check" check ("role" in ('owner', 'admin', 'controller', 'preparer', 'approver', 'analyst', 'auditor', 'engineer', 'integration', 'custom'));`,
		);

		this.addSql(`alter table "decisions" drop constraint "decisions_kind_check";`);
		this.addSql(
			`alter table "decisions" add "title" text not null default '', add "permission" text collate "C" not null default 'jobs.decide', add "prepared_by" uuid null, add "amount_minor" bigint null, add "currency" text collate "C" null, add "diff" jsonb null, add "applied_at" timestamptz null;`,
		);
		this.addSql(
			`alter table "decisions" add constraint "decisions_tenant_id_prepared_by_foreign" foreign key ("tenant_id", "prepared_by") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);

		this.addSql(
			`alter table "roles" add constraint "roles_tenant_id_foreign" foreign key ("tenant_id") references "tenants" ("id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "roles" enable row level security;`);
		this.addSql(`alter table "roles" force row level security;`);
		this.addSql(
			`create policy "member_rows_read" on "roles" for select to "tieout_app" using (exists (select 1 from memberships m where m.tenant_id = roles.tenant_id and m.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user)));`,
		);
		this.addSql(
			`create policy "tenant_rows" on "roles" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(
			`alter table "outbox" add constraint "outbox_tenant_id_foreign" foreign key ("tenant_id") references "tenants" ("id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "outbox" enable row level security;`);
		this.addSql(`alter table "outbox" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "outbox" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(
			`alter table "audit_events" add constraint "audit_events_tenant_id_foreign" foreign key ("tenant_id") references "tenants" ("id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "audit_events" add constraint "audit_events_actor_kind_check" check ("actor_kind" in ('person', 'key', 'support', 'agent', 'system'));`,
		);
		this.addSql(`alter table "audit_events" enable row level security;`);
		this.addSql(`alter table "audit_events" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "audit_events" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(
			`alter table "platform_admins" add constraint "platform_admins_user_id_foreign" foreign key ("user_id") references "users" ("id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "platform_admins" enable row level security;`);
		this.addSql(`alter table "platform_admins" force row level security;`);
		this.addSql(
			`create policy "own_rows_read" on "platform_admins" for select to "tieout_app" using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user));`,
		);

		this.addSql(
			`alter table "membership_entities" add constraint "membership_entities_tenant_id_user_id_foreign" foreign key ("tenant_id", "user_id") references "memberships" ("tenant_id", "user_id") on update no action on delete cascade;`,
		);
		this.addSql(
			`alter table "membership_entities" add constraint "membership_entities_tenant_id_entity_id_foreign" foreign key ("tenant_id", "entity_id") references "entities" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "membership_entities" enable row level security;`);
		this.addSql(`alter table "membership_entities" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "membership_entities" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
	}
}
