// Companies that leave and companies that begin: the report of an erasure, which belongs to nobody, what was skipped while setting up,
// archives as exports, and what a company is when it was erased.
import { Migration } from "@mikro-orm/migrations";

export class Lifecycle extends Migration {
	override name = "20261121T097000-lifecycle";

	override up(): void {
		this.addSql(
			`create table "erasure_reports" ("id" uuid not null, "company_id" uuid not null, "facts" jsonb not null, "counts" jsonb not null default '{}', "report" text null, "created_at" timestamptz not null default now(), "done_at" timestamptz null, primary key ("id"));`,
		);
		this.addSql(
			`create table "onboarding_skips" ("tenant_id" uuid not null, "skipped_by" uuid not null, "step" text collate "C" not null, "reason" text not null, "created_at" timestamptz not null default now(), primary key ("tenant_id", "step"));`,
		);
		this.addSql(`alter table "tenants" drop constraint "tenants_status_check";`);
		this.addSql(
			`alter table "tenants" add constraint "tenants_status_check" check ("status" in ('active', 'suspended', 'closing', 'erased'));`,
		);
		this.addSql(`alter table "exports" drop constraint "exports_format_check";`);
		this.addSql(`alter table "exports" add constraint "exports_format_check" check ("format" in ('csv', 'xlsx', 'ndjson', 'zip'));`);
		this.addSql(`alter table "erasure_reports" enable row level security;`);
		this.addSql(`alter table "erasure_reports" force row level security;`);
		this.addSql(
			`create policy "own_rows" on "erasure_reports" to "tieout_app" using (id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user)) with check (id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user));`,
		);
		this.addSql(
			`alter table "onboarding_skips" add constraint "onboarding_skips_tenant_id_skipped_by_foreign" foreign key ("tenant_id", "skipped_by") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "onboarding_skips" enable row level security;`);
		this.addSql(`alter table "onboarding_skips" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "onboarding_skips" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
	}
}
