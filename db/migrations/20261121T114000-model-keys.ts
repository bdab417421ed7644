// A company's own keys at model providers, sealed.
import { Migration } from "@mikro-orm/migrations";

export class ModelKeys extends Migration {
	override name = "20261121T114000-model-keys";

	override up(): void {
		this.addSql(
			`create table "model_keys" ("tenant_id" uuid not null, "saved_by" uuid not null, "provider" text not null, "ciphertext" bytea not null, "key_id" text collate "C" not null, "ending" text not null, "saved_at" timestamptz not null default now(), primary key ("tenant_id", "provider"));`,
		);
		this.addSql(
			`alter table "model_keys" add constraint "model_keys_tenant_id_saved_by_foreign" foreign key ("tenant_id", "saved_by") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "model_keys" add constraint "model_keys_provider_check" check ("provider" in ('anthropic', 'openai', 'google', 'mistral'));`,
		);
		this.addSql(`alter table "model_keys" enable row level security;`);
		this.addSql(`alter table "model_keys" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "model_keys" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
	}
}
