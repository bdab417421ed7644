// People's identity: sessions of programs, refresh tokens, second factors, throttles, mails and their links, signing keys, invitations,
// single sign-on.
import { Migration } from "@mikro-orm/migrations";

export class People extends Migration {
	override name = "20261121T091000-people";

	override up(): void {
		this.addSql(
			`create table "mails" ("id" uuid not null, "kind" text not null, "sealed" bytea not null, "created_at" timestamptz not null default now(), "settled_at" timestamptz null, primary key ("id"));`,
		);
		this.addSql(`create index "mails_unsettled" on "mails" ("created_at") where settled_at is null;`);

		this.addSql(
			`create table "mail_links" ("id" uuid not null, "purpose" text not null, "sealed" bytea not null, "created_at" timestamptz not null default now(), "expires_at" timestamptz not null, "used_at" timestamptz null, primary key ("id"));`,
		);

		this.addSql(
			`create table "signing_keys" ("subject_id" uuid not null, "kid" text collate "C" not null, "state" text not null, "public_jwk" jsonb not null, "sealed" bytea not null, "created_at" timestamptz not null default now(), "activated_at" timestamptz null, "retired_at" timestamptz null, primary key ("subject_id", "kid"));`,
		);
		this.addSql(`create unique index "signing_keys_active" on "signing_keys" ("subject_id") where state = 'active';`);

		this.addSql(
			`create table "identity_providers" ("tenant_id" uuid not null, "id" uuid not null, "name" text not null, "issuer" text not null, "client_id" text not null, "secret_sealed" bytea not null, "secret_key_id" text not null, "state" text not null, "joins" boolean not null, "default_role" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("tenant_id", "id"));`,
		);

		this.addSql(
			`create table "sso_domains" ("tenant_id" uuid not null, "provider_id" uuid not null, "domain" text collate "C" not null, "proof" text not null, "created_at" timestamptz not null default now(), "verified_at" timestamptz null, primary key ("tenant_id", "domain"));`,
		);
		this.addSql(`create index "sso_domains_verified" on "sso_domains" ("domain") where verified_at is not null;`);

		this.addSql(
			`create table "throttles" ("id" uuid not null, "tries" int not null, "last_try_at" timestamptz not null, "blocked_until" timestamptz not null, primary key ("id"));`,
		);
		this.addSql(`create index "throttles_last_try" on "throttles" ("last_try_at");`);

		this.addSql(
			`create table "second_factors" ("user_id" uuid not null, "sealed" bytea not null, "created_at" timestamptz not null default now(), "confirmed_at" timestamptz null, "last_step" bigint not null, primary key ("user_id"));`,
		);

		this.addSql(
			`create table "recovery_codes" ("user_id" uuid not null, "code_hash" text collate "C" not null, "created_at" timestamptz not null default now(), "used_at" timestamptz null, primary key ("user_id", "code_hash"));`,
		);

		this.addSql(
			`create table "sso_identities" ("tenant_id" uuid not null, "provider_id" uuid not null, "user_id" uuid not null, "subject" text collate "C" not null, "created_at" timestamptz not null default now(), primary key ("tenant_id", "provider_id", "subject"));`,
		);

		this.addSql(
			`create table "refresh_tokens" ("session_id" uuid not null, "id" uuid not null, "user_id" uuid not null, "token_hash" text collate "C" not null, "created_at" timestamptz not null default now(), "expires_at" timestamptz not null, "used_at" timestamptz null, primary key ("id"));`,
		);
		this.addSql(`create index "refresh_tokens_session" on "refresh_tokens" ("session_id");`);
		this.addSql(`alter table "refresh_tokens" add constraint "refresh_tokens_hash" unique ("token_hash");`);

		this.addSql(
			`create table "invitations" ("tenant_id" uuid not null, "invited_by" uuid not null, "id" uuid not null, "email" text collate "C" not null, "role" text not null, "custom_role_id" uuid null, "entity_ids" jsonb null, "created_at" timestamptz not null default now(), "expires_at" timestamptz not null, "accepted_at" timestamptz null, "accepted_by" uuid null, "revoked_at" timestamptz null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "invitations_list" on "invitations" ("tenant_id", "created_at", "id");`);

		this.addSql(
			`alter table "sessions" add "kind" text not null default 'browser', add "method" text not null default 'password', add "bound_tenant_id" uuid null, add "user_agent" text null, add "address" text null, add "seen_at" timestamptz not null default now();`,
		);
		this.addSql(`alter table "sessions" add constraint "sessions_kind_check" check ("kind" in ('browser', 'api'));`);
		this.addSql(`alter table "sessions" add constraint "sessions_method_check" check ("method" in ('password', 'sso'));`);

		this.addSql(
			`alter table "mails" add constraint "mails_kind_check" check ("kind" in ('register', 'reset', 'invite', 'password_changed'));`,
		);
		this.addSql(`alter table "mails" enable row level security;`);
		this.addSql(`alter table "mails" force row level security;`);
		this.addSql(
			`create policy "own_rows" on "mails" to "tieout_app" using (id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user)) with check (id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user));`,
		);
		this.addSql(`create policy "door_reads" on "mails" for select to "tieout_door" using (true);`);

		this.addSql(`alter table "mail_links" add constraint "mail_links_purpose_check" check ("purpose" in ('register', 'reset', 'invite'));`);
		this.addSql(`alter table "mail_links" enable row level security;`);
		this.addSql(`alter table "mail_links" force row level security;`);
		this.addSql(
			`create policy "own_rows" on "mail_links" to "tieout_app" using (id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user)) with check (id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user));`,
		);

		this.addSql(
			`alter table "signing_keys" add constraint "signing_keys_state_check" check ("state" in ('pending', 'active', 'retired'));`,
		);
		this.addSql(`alter table "signing_keys" enable row level security;`);
		this.addSql(`alter table "signing_keys" force row level security;`);
		this.addSql(
			`create policy "own_rows" on "signing_keys" to "tieout_app" using (subject_id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user)) with check (subject_id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user));`,
		);

		this.addSql(
			`alter table "identity_providers" add constraint "identity_providers_tenant_id_foreign" foreign key ("tenant_id") references "tenants" ("id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "identity_providers" add constraint "identity_providers_state_check" check ("state" in ('off', 'optional', 'enforced'));`,
		);
		this.addSql(
			`alter table "identity_providers" add constraint "identity_providers_default_role_check" check ("default_role" in ('owner', 'admin', 'controller', 'preparer', 'approver', 'analyst', 'auditor', 'engineer', 'integration'));`,
		);
		this.addSql(`alter table "identity_providers" enable row level security;`);
		this.addSql(`alter table "identity_providers" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "identity_providers" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`create policy "door_reads" on "identity_providers" for select to "tieout_door" using (true);`);

		this.addSql(
			`alter table "sso_domains" add constraint "sso_domains_tenant_id_provider_id_foreign" foreign key ("tenant_id", "provider_id") references "identity_providers" ("tenant_id", "id") on update no action on delete cascade;`,
		);
		this.addSql(`alter table "sso_domains" enable row level security;`);
		this.addSql(`alter table "sso_domains" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "sso_domains" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`create policy "door_reads" on "sso_domains" for select to "tieout_door" using (true);`);

		this.addSql(`alter table "throttles" enable row level security;`);
		this.addSql(`alter table "throttles" force row level security;`);
		this.addSql(
			`create policy "own_rows" on "throttles" to "tieout_app" using (id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user)) with check (id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user));`,
		);
		this.addSql(`create policy "door_reads" on "throttles" for select to "tieout_door" using (true);`);

		this.addSql(
			`alter table "second_factors" add constraint "second_factors_user_id_foreign" foreign key ("user_id") references "users" ("id") on update no action on delete cascade;`,
		);
		this.addSql(`alter table "second_factors" enable row level security;`);
		this.addSql(`alter table "second_factors" force row level security;`);
		this.addSql(
			`create policy "own_rows" on "second_factors" to "tieout_app" using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user)) with check (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user));`,
		);

		this.addSql(
			`alter table "recovery_codes" add constraint "recovery_codes_user_id_foreign" foreign key ("user_id") references "users" ("id") on update no action on delete cascade;`,
		);
		this.addSql(`alter table "recovery_codes" enable row level security;`);
		this.addSql(`alter table "recovery_codes" force row level security;`);
		this.addSql(
			`create policy "own_rows" on "recovery_codes" to "tieout_app" using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user)) with check (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user));`,
		);

		this.addSql(
			`alter table "sso_identities" add constraint "sso_identities_tenant_id_provider_id_foreign" foreign key ("tenant_id", "provider_id") references "identity_providers" ("tenant_id", "id") on update no action on delete cascade;`,
		);
		this.addSql(
			`alter table "sso_identities" add constraint "sso_identities_tenant_id_user_id_foreign" foreign key ("tenant_id", "user_id") references "memberships" ("tenant_id", "user_id") on update no action on delete cascade;`,
		);
		this.addSql(`alter table "sso_identities" enable row level security;`);
		this.addSql(`alter table "sso_identities" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "sso_identities" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(
			`alter table "refresh_tokens" add constraint "refresh_tokens_user_id_foreign" foreign key ("user_id") references "users" ("id") on update no action on delete cascade;`,
		);
		this.addSql(
			`alter table "refresh_tokens" add constraint "refresh_tokens_session_id_foreign" foreign key ("session_id") references "sessions" ("id") on update no action on delete cascade;`,
		);
		this.addSql(`alter table "refresh_tokens" enable row level security;`);
		this.addSql(`alter table "refresh_tokens" force row level security;`);
		this.addSql(
			`create policy "own_rows" on "refresh_tokens" to "tieout_app" using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user)) with check (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user));`,
		);
		this.addSql(`create policy "door_reads" on "refresh_tokens" for select to "tieout_door" using (true);`);

		this.addSql(
			`alter table "invitations" add constraint "invitations_tenant_id_invited_by_foreign" foreign key ("tenant_id", "invited_by") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "invitations" add constraint "invitations_tenant_id_custom_role_id_foreign" foreign key ("tenant_id", "custom_role_id") references "roles" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "invitations" add constraint "invitations_role_check" check ("role" in ('owner', 'admin', 'controller', 'preparer', 'approver', 'analyst', 'auditor', 'engineer', 'integration', 'custom'));`,
		);
		this.addSql(`alter table "invitations" enable row level security;`);
		this.addSql(`alter table "invitations" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "invitations" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
	}
}
