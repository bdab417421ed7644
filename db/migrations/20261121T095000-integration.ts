// What programs of the customer need: API keys, and the answers to writes that may be sent again.
import { Migration } from "@mikro-orm/migrations";

export class Integration extends Migration {
	override name = "20261121T095000-integration";

	override up(): void {
		this.addSql(
			`create table "idempotency_keys" ("tenant_id" uuid not null, "user_id" uuid not null, "key" text collate "C" not null, "request_hash" text collate "C" not null, "answer" bytea not null, "key_id" text collate "C" not null, "created_at" timestamptz not null default now(), primary key ("tenant_id", "user_id", "key"));`,
		);
		this.addSql(`create index "idempotency_keys_age" on "idempotency_keys" ("tenant_id", "created_at");`);
		this.addSql(
			`create table "api_keys" ("tenant_id" uuid not null, "user_id" uuid not null, "created_by" uuid not null, "id" uuid not null, "name" text not null, "shown" text collate "C" not null, "secret_hash" text collate "C" not null, "old_secret_hash" text collate "C" null, "old_secret_until" timestamptz null, "scopes" jsonb not null, "created_at" timestamptz not null default now(), "rotated_at" timestamptz null, "expires_at" timestamptz not null, "last_used_at" timestamptz null, "revoked_at" timestamptz null, "revoked_by" uuid null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "api_keys_secret" on "api_keys" ("secret_hash");`);
		this.addSql(`create index "api_keys_old_secret" on "api_keys" ("old_secret_hash") where old_secret_hash is not null;`);
		this.addSql(`create index "api_keys_member" on "api_keys" ("tenant_id", "user_id");`);
		this.addSql(
			`alter table "idempotency_keys" add constraint "idempotency_keys_tenant_id_user_id_foreign" foreign key ("tenant_id", "user_id") references "memberships" ("tenant_id", "user_id") on update no action on delete cascade;`,
		);
		this.addSql(`alter table "idempotency_keys" enable row level security;`);
		this.addSql(`alter table "idempotency_keys" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "idempotency_keys" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(
			`alter table "api_keys" add constraint "api_keys_tenant_id_user_id_foreign" foreign key ("tenant_id", "user_id") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "api_keys" add constraint "api_keys_tenant_id_created_by_foreign" foreign key ("tenant_id", "created_by") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "api_keys" add constraint "api_keys_tenant_id_revoked_by_foreign" foreign key ("tenant_id", "revoked_by") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "api_keys" enable row level security;`);
		this.addSql(`alter table "api_keys" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "api_keys" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`create policy "door_reads" on "api_keys" for select to "tieout_door" using (true);`);
	}
}
