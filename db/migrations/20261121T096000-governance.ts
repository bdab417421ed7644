// Data-governance policies and every version of them.
import { Migration } from "@mikro-orm/migrations";

export class Governance extends Migration {
	override name = "20261121T096000-governance";

	override up(): void {
		this.addSql(
			`create table "policies" ("tenant_id" uuid not null, "id" uuid not null, "kind" text not null, "name" text not null, "content" jsonb not null, "active" boolean not null, "version" int not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("tenant_id", "id"));`,
		);
		this.addSql(
			`create table "policy_versions" ("tenant_id" uuid not null, "policy_id" uuid not null, "made_by" uuid not null, "version" int not null, "name" text not null, "content" jsonb not null, "active" boolean not null, "reason" text not null, "made_at" timestamptz not null default now(), primary key ("tenant_id", "policy_id", "version"));`,
		);
		this.addSql(
			`alter table "policies" add constraint "policies_tenant_id_foreign" foreign key ("tenant_id") references "tenants" ("id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "policies" add constraint "policies_kind_check" check ("kind" in ('masking', 'export', 'approval', 'retention', 'model'));`,
		);
		this.addSql(`alter table "policies" enable row level security;`);
		this.addSql(`alter table "policies" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "policies" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(
			`alter table "policy_versions" add constraint "policy_versions_tenant_id_policy_id_foreign" foreign key ("tenant_id", "policy_id") references "policies" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "policy_versions" add constraint "policy_versions_tenant_id_made_by_foreign" foreign key ("tenant_id", "made_by") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "policy_versions" enable row level security;`);
		this.addSql(`alter table "policy_versions" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "policy_versions" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
	}
}
