// Events that are handed on in order, addresses that are told of them, and what vendors tell us.
import { Migration } from "@mikro-orm/migrations";

export class Events extends Migration {
	override name = "20261121T094000-events";

	override up(): void {
		this.addSql(
			`create table "event_cursors" ("tenant_id" uuid not null, "subscriber" text collate "C" not null, "seq" bigint not null default '0', "next_at" timestamptz null, "failures" int not null default 0, "failure_code" text collate "C" null, primary key ("tenant_id", "subscriber"));`,
		);
		this.addSql(`create index "event_cursors_due" on "event_cursors" ("next_at") where next_at is not null;`);
		this.addSql(
			`create table "inbox" ("tenant_id" uuid not null, "connection_id" uuid not null, "id" uuid not null, "event_id" text collate "C" not null, "event_type" text collate "C" not null, "body" bytea not null, "received_at" timestamptz not null default now(), "handled_at" timestamptz null, "sync_job_id" uuid null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "inbox_list" on "inbox" ("tenant_id", "connection_id", "received_at");`);
		this.addSql(`alter table "inbox" add constraint "inbox_event" unique ("tenant_id", "connection_id", "event_id");`);
		this.addSql(
			`create table "webhook_endpoints" ("tenant_id" uuid not null, "created_by" uuid not null, "id" uuid not null, "name" text not null, "url" text not null, "topics" jsonb not null default '[]', "status" text not null default 'active', "created_at" timestamptz not null default now(), "deleted_at" timestamptz null, "failing_since" timestamptz null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(
			`create table "webhook_deliveries" ("tenant_id" uuid not null, "endpoint_id" uuid not null, "event_id" uuid not null, "id" uuid not null, "seq" bigint not null, "topic" text collate "C" not null, "event_key" text collate "C" not null, "status" text not null default 'pending', "tries" int not null default 0, "next_at" timestamptz null, "last_status" int null, "last_sentence" text null, "created_at" timestamptz not null default now(), "ended_at" timestamptz null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(
			`create index "webhook_deliveries_order" on "webhook_deliveries" ("tenant_id", "endpoint_id", "event_key", "seq") where status = 'pending';`,
		);
		this.addSql(`create index "webhook_deliveries_due" on "webhook_deliveries" ("next_at") where status = 'pending';`);
		this.addSql(`create index "webhook_deliveries_state" on "webhook_deliveries" ("tenant_id", "endpoint_id", "status", "ended_at");`);
		this.addSql(`create index "webhook_deliveries_list" on "webhook_deliveries" ("tenant_id", "created_at", "id");`);
		this.addSql(
			`create table "webhook_secrets" ("tenant_id" uuid not null, "endpoint_id" uuid not null, "no" int not null, "ciphertext" bytea not null, "key_id" text collate "C" not null, "created_at" timestamptz not null default now(), "ends_at" timestamptz null, primary key ("tenant_id", "endpoint_id", "no"));`,
		);
		this.addSql(
			`create table "webhook_tries" ("tenant_id" uuid not null, "delivery_id" uuid not null, "id" uuid not null, "at" timestamptz not null default now(), "took_ms" int not null, "status" int null, "sentence" text null, "answer" text not null default '', primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "webhook_tries_delivery" on "webhook_tries" ("tenant_id", "delivery_id", "at");`);
		this.addSql(`alter table "outbox" add "xact" xid8 not null default pg_current_xact_id(), add "seq" bigint null;`);
		this.addSql(`create index "outbox_waiting" on "outbox" ("tenant_id", "id") where seq is null;`);
		this.addSql(`create unique index "outbox_seq" on "outbox" ("tenant_id", "seq") where seq is not null;`);
		this.addSql(`create policy "door_reads" on "outbox" for select to "tieout_door" using (true);`);
		this.addSql(`create policy "door_reads" on "connections" for select to "tieout_door" using (true);`);
		this.addSql(
			`alter table "event_cursors" add constraint "event_cursors_tenant_id_foreign" foreign key ("tenant_id") references "tenants" ("id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "event_cursors" enable row level security;`);
		this.addSql(`alter table "event_cursors" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "event_cursors" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`create policy "door_reads" on "event_cursors" for select to "tieout_door" using (true);`);
		this.addSql(
			`alter table "inbox" add constraint "inbox_tenant_id_connection_id_foreign" foreign key ("tenant_id", "connection_id") references "connections" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "inbox" add constraint "inbox_tenant_id_sync_job_id_foreign" foreign key ("tenant_id", "sync_job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "inbox" enable row level security;`);
		this.addSql(`alter table "inbox" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "inbox" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(
			`create policy "entity_rows" on "inbox" as restrictive to "tieout_app" using ((select nullif(current_setting('app.entity_ids', true), '') = 'all' as whole_company) or connection_id in (
select c.id from connections c)) with check ((select nullif(current_setting('app.entity_ids', true), '') = 'all' as whole_company) or connection_id in (
select c.id from connections c));`,
		);
		this.addSql(
			`alter table "webhook_endpoints" add constraint "webhook_endpoints_tenant_id_foreign" foreign key ("tenant_id") references "tenants" ("id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "webhook_endpoints" add constraint "webhook_endpoints_tenant_id_created_by_foreign" foreign key ("tenant_id", "created_by") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "webhook_endpoints" add constraint "webhook_endpoints_status_check" check ("status" in ('active', 'paused', 'gone'));`,
		);
		this.addSql(`alter table "webhook_endpoints" enable row level security;`);
		this.addSql(`alter table "webhook_endpoints" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "webhook_endpoints" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(
			`alter table "webhook_deliveries" add constraint "webhook_deliveries_tenant_id_endpoint_id_foreign" foreign key ("tenant_id", "endpoint_id") references "webhook_endpoints" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "webhook_deliveries" add constraint "webhook_deliveries_tenant_id_event_id_foreign" foreign key ("tenant_id", "event_id") references "outbox" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "webhook_deliveries" add constraint "webhook_deliveries_status_check" check ("status" in ('pending', 'delivered', 'dead'));`,
		);
		this.addSql(`alter table "webhook_deliveries" enable row level security;`);
		this.addSql(`alter table "webhook_deliveries" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "webhook_deliveries" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`create policy "door_reads" on "webhook_deliveries" for select to "tieout_door" using (true);`);
		this.addSql(
			`alter table "webhook_secrets" add constraint "webhook_secrets_tenant_id_endpoint_id_foreign" foreign key ("tenant_id", "endpoint_id") references "webhook_endpoints" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "webhook_secrets" enable row level security;`);
		this.addSql(`alter table "webhook_secrets" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "webhook_secrets" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(
			`alter table "webhook_tries" add constraint "webhook_tries_tenant_id_delivery_id_foreign" foreign key ("tenant_id", "delivery_id") references "webhook_deliveries" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "webhook_tries" enable row level security;`);
		this.addSql(`alter table "webhook_tries" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "webhook_tries" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
	}
}
