// Counts of refused webhooks, and what vendors told us of as one list, newest first.
import { Migration } from "@mikro-orm/migrations";

export class RefusedWebhooks extends Migration {
	override name = "20261121T113000-refused-webhooks";

	override up(): void {
		this.addSql(
			`create table "inbox_refusals" ("tenant_id" uuid not null, "connection_id" uuid not null, "day" date not null, "reason" text not null, "times" int not null default 1, "last_at" timestamptz not null default now(), primary key ("tenant_id", "connection_id", "day", "reason"));`,
		);
		this.addSql(
			`alter table "inbox_refusals" add constraint "inbox_refusals_tenant_id_connection_id_foreign" foreign key ("tenant_id", "connection_id") references "connections" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "inbox_refusals" add constraint "inbox_refusals_reason_check" check ("reason" in ('no_secret', 'unsigned', 'wrong', 'late', 'no_event'));`,
		);
		this.addSql(`alter table "inbox_refusals" enable row level security;`);
		this.addSql(`alter table "inbox_refusals" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "inbox_refusals" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(
			`create policy "entity_rows" on "inbox_refusals" as restrictive to "tieout_app" using ((select nullif(current_setting('app.entity_ids', true), '') = 'all' as whole_company) or connection_id in (
select c.id from connections c)) with check ((select nullif(current_setting('app.entity_ids', true), '') = 'all' as whole_company) or connection_id in (
select c.id from connections c));`,
		);
		this.addSql(`create index "inbox_received" on "inbox" ("tenant_id", "received_at", "id");`);
	}
}
