// What is needed when something goes wrong: replays, decisions, incidents, logs, cursor history, drift, remembered files, exports, keys
// and saved views. Written from the entities, then read.
import { Migration } from "@mikro-orm/migrations";

export class WhenItGoesWrong extends Migration {
	override name = "20261121T060000-when-it-goes-wrong";

	override up(): void {
		this.addSql(
			`create table "tenant_keys" ("tenant_id" uuid not null, "key_no" int not null, "state" text not null, "wrapped" bytea not null, "created_at" timestamptz not null default now(), "activated_at" timestamptz null, "retired_at" timestamptz null, primary key ("tenant_id", "key_no"));`,
		);
		this.addSql(`create unique index "tenant_keys_active" on "tenant_keys" ("tenant_id") where state = 'active';`);

		this.addSql(
			`create table "saved_views" ("tenant_id" uuid not null, "owner_id" uuid not null, "id" uuid not null, "list" text collate "C" not null, "name" text not null, "shared" boolean not null, "state" jsonb not null, "position" int not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "saved_views_list" on "saved_views" ("tenant_id", "list", "position", "id");`);

		this.addSql(
			`create table "replays" ("tenant_id" uuid not null, "job_id" uuid not null, "of_job_id" uuid null, "mode" text not null, "options" jsonb not null default '{}', "plan" jsonb not null, "base" jsonb not null default '{}', "outcome" jsonb null, "created_at" timestamptz not null default now(), primary key ("tenant_id", "job_id"));`,
		);
		this.addSql(`create index "replays_of" on "replays" ("tenant_id", "of_job_id");`);

		this.addSql(
			`create table "job_logs" ("tenant_id" uuid not null, "job_id" uuid not null, "id" uuid not null, "at" timestamptz not null, "level" text not null, "message" text not null, "facts" jsonb not null default '{}', "activity_type" text collate "C" null, "activity_id" text collate "C" null, "attempt" int null, "stream" text collate "C" null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "job_logs_job" on "job_logs" ("tenant_id", "job_id", "at", "id");`);

		this.addSql(
			`create table "stream_windows" ("tenant_id" uuid not null, "connection_id" uuid not null, "job_id" uuid not null, "stream" text collate "C" not null, "bounds" jsonb not null, "cursor" text not null, "done" boolean not null, primary key ("tenant_id", "job_id", "stream"));`,
		);

		this.addSql(
			`create table "deletions" ("tenant_id" uuid not null, "connection_id" uuid not null, "page_id" uuid not null, "job_id" uuid not null, "decision_id" uuid null, "id" uuid not null, "stream" text collate "C" not null, "record_id" uuid not null, "record_version" int not null, "natural_key" text collate "C" not null, "status" text not null, "found_at" timestamptz not null default now(), "settled_at" timestamptz null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(
			`create index "deletions_open" on "deletions" ("tenant_id", "connection_id", "stream", "natural_key") where status = 'found';`,
		);

		this.addSql(
			`create table "schema_fields" ("tenant_id" uuid not null, "connection_id" uuid not null, "stream" text collate "C" not null, "path" text collate "C" not null, "types" text not null, "first_seq" bigint not null, "last_seq" bigint not null, "seen" bigint not null, "always" boolean not null, "seen_at" timestamptz not null, primary key ("tenant_id", "connection_id", "stream", "path"));`,
		);

		this.addSql(
			`create table "schema_changes" ("tenant_id" uuid not null, "connection_id" uuid not null, "id" uuid not null, "stream" text collate "C" not null, "path" text collate "C" not null, "change" text not null, "before" text null, "after" text null, "status" text not null, "page_id" uuid null, "job_id" uuid null, "found_at" timestamptz not null default now(), "decided_by" uuid null, "decided_at" timestamptz null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "schema_changes_connection" on "schema_changes" ("tenant_id", "connection_id", "status", "found_at", "id");`);

		this.addSql(
			`create table "incidents" ("tenant_id" uuid not null, "created_by" uuid not null, "id" uuid not null, "number" int not null, "name" text not null, "cause" text not null, "fix_version" text not null, "status" text not null, "filter" jsonb null, "created_at" timestamptz not null default now(), "signed_off_by" uuid null, "signed_off_at" timestamptz null, "sign_off_comment" text null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "incidents_list" on "incidents" ("tenant_id", "created_at", "id");`);
		this.addSql(`alter table "incidents" add constraint "incidents_number" unique ("tenant_id", "number");`);

		this.addSql(
			`create table "incident_jobs" ("tenant_id" uuid not null, "incident_id" uuid not null, "job_id" uuid not null, "added_at" timestamptz not null default now(), primary key ("tenant_id", "incident_id", "job_id"));`,
		);
		this.addSql(`create index "incident_jobs_job" on "incident_jobs" ("tenant_id", "job_id");`);

		this.addSql(
			`create table "file_mappings" ("tenant_id" uuid not null, "id" uuid not null, "fingerprint" text collate "C" not null, "format" text collate "C" not null, "mapping" jsonb not null, "name" text not null, "used_at" timestamptz not null, "created_by" uuid null, "created_at" timestamptz not null default now(), primary key ("tenant_id", "id"));`,
		);
		this.addSql(`alter table "file_mappings" add constraint "file_mappings_fingerprint" unique ("tenant_id", "fingerprint");`);

		this.addSql(
			`create table "exports" ("tenant_id" uuid not null, "id" uuid not null, "requested_by" uuid not null, "list" text collate "C" not null, "format" text not null, "name" text not null, "state" jsonb not null, "status" text not null, "row_count" bigint null, "size_bytes" bigint null, "object_key" text null, "created_at" timestamptz not null default now(), "expires_at" timestamptz null, primary key ("tenant_id", "id"));`,
		);

		this.addSql(
			`create table "decisions" ("tenant_id" uuid not null, "job_id" uuid not null, "id" uuid not null, "kind" text not null, "sentence" text not null, "subject" jsonb not null, "sha256" text not null, "status" text not null, "asked_at" timestamptz not null default now(), "due_at" timestamptz not null, "decided_by" uuid null, "decided_at" timestamptz null, "comment" text null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "decisions_job" on "decisions" ("tenant_id", "job_id", "asked_at");`);
		this.addSql(`create index "decisions_open" on "decisions" ("tenant_id", "status", "due_at");`);

		this.addSql(
			`create table "cursor_moves" ("tenant_id" uuid not null, "connection_id" uuid not null, "stream" text collate "C" not null, "no" bigint not null, "cause" text not null, "cursor_before" text not null, "cursor_after" text not null, "seq_after" bigint not null, "page_id" uuid null, "job_id" uuid null, "actor_id" uuid null, "reason" text not null, "moved_at" timestamptz not null default now(), primary key ("tenant_id", "connection_id", "stream", "no"));`,
		);

		this.addSql(`alter table "jobs" drop constraint "jobs_status_check";`);
		this.addSql(
			`alter table "jobs" add "supersedes_job_id" uuid null, add "superseded_by_job_id" uuid null, add "parent_job_id" uuid null, add "waiting" jsonb null;`,
		);
		this.addSql(
			`alter table "jobs" add constraint "jobs_tenant_id_supersedes_job_id_foreign" foreign key ("tenant_id", "supersedes_job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "jobs" add constraint "jobs_tenant_id_superseded_by_job_id_foreign" foreign key ("tenant_id", "superseded_by_job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "jobs" add constraint "jobs_tenant_id_parent_job_id_foreign" foreign key ("tenant_id", "parent_job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(`create index "jobs_business_key" on "jobs" ("tenant_id", "business_key", "requested_at");`);
		this.addSql(`create index "jobs_run" on "jobs" ("tenant_id", "run_id") where run_id is not null;`);
		this.addSql(`create index "jobs_parent" on "jobs" ("tenant_id", "parent_job_id") where parent_job_id is not null;`);
		this.addSql(`create index "jobs_supersedes" on "jobs" ("tenant_id", "supersedes_job_id") where supersedes_job_id is not null;`);
		this.addSql(
			`alter table "jobs" add constraint "jobs_status_check" check ("status" in ('requested', 'running', 'waiting', 'done', 'check', 'failed', 'stopped', 'timed_out', 'joined'));`,
		);

		this.addSql(
			`create index "canonical_rows_document" on "canonical_rows" ("tenant_id", "kind", "document") where to_seq is null and document <> '';`,
		);
		this.addSql(
			`create index "canonical_rows_group_reference" on "canonical_rows" ("tenant_id", "kind", "group_reference") where to_seq is null and group_reference <> '';`,
		);

		this.addSql(`alter table "streams" add "moves" bigint not null default '0';`);

		this.addSql(`drop index "pages_run";`);
		this.addSql(`alter table "pages" drop constraint "pages_kind_check";`);
		this.addSql(`alter table "pages" add "source_page_id" uuid null, add "spans" text null;`);
		this.addSql(
			`alter table "pages" add constraint "pages_tenant_id_source_page_id_foreign" foreign key ("tenant_id", "source_page_id") references "pages" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`create unique index "pages_run" on "pages" ("tenant_id", "run_id", "stream", "page_no") where kind in ('page', 'reprocess');`,
		);
		this.addSql(`alter table "pages" add constraint "pages_kind_check" check ("kind" in ('page', 'refusal', 'total', 'reprocess'));`);

		this.addSql(
			`alter table "quarantine" add "resolved_by_job_id" uuid null, add "dismissed_at" timestamptz null, add "dismissed_by" uuid null, add "dismiss_reason" text null;`,
		);
		this.addSql(
			`alter table "quarantine" add constraint "quarantine_tenant_id_resolved_by_job_id_foreign" foreign key ("tenant_id", "resolved_by_job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "quarantine" add constraint "quarantine_tenant_id_dismissed_by_foreign" foreign key ("tenant_id", "dismissed_by") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);

		this.addSql(`alter table "reconciliation_runs" add "inputs_of_run_id" uuid null;`);
		this.addSql(
			`alter table "reconciliation_runs" add constraint "reconciliation_runs_tenant_id_inputs_of_run_id_foreign" foreign key ("tenant_id", "inputs_of_run_id") references "reconciliation_runs" ("tenant_id", "id") on update no action on delete no action;`,
		);

		this.addSql(
			`create index "canonical_rows_open_by_amount" on "canonical_rows" ("tenant_id", "kind", "amount_minor", "id") where to_seq is null;`,
		);
		this.addSql(`create index "canonical_rows_open_key" on "canonical_rows" ("tenant_id", "kind", "natural_key") where to_seq is null;`);
		this.addSql(`alter table "canonical_rows" drop constraint "canonical_rows_kind_check";`);
		this.addSql(
			`alter table "canonical_rows" add constraint "canonical_rows_kind_check" check ("kind" in ('payout', 'payout_item', 'balance_entry', 'ledger_line', 'bank_line', 'order'));`,
		);

		this.addSql(`alter table "files" drop constraint "files_status_check";`);
		this.addSql(
			`alter table "files" add "format" text collate "C" null, add "detected" jsonb null, add "content_sha256" text collate "C" null, add "duplicate_of" uuid null, add "inspect_job_id" uuid null;`,
		);
		this.addSql(
			`alter table "files" add constraint "files_tenant_id_duplicate_of_foreign" foreign key ("tenant_id", "duplicate_of") references "files" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "files" add constraint "files_tenant_id_inspect_job_id_foreign" foreign key ("tenant_id", "inspect_job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(`create index "files_content" on "files" ("tenant_id", "content_sha256");`);
		this.addSql(
			`alter table "files" add constraint "files_status_check" check ("status" in ('uploaded', 'inspecting', 'inspected', 'mapped', 'imported', 'refused'));`,
		);

		this.addSql(
			`alter table "tenant_keys" add constraint "tenant_keys_tenant_id_foreign" foreign key ("tenant_id") references "tenants" ("id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "tenant_keys" add constraint "tenant_keys_state_check" check ("state" in ('pending', 'active', 'retired'));`);
		this.addSql(`alter table "tenant_keys" enable row level security;`);
		this.addSql(`alter table "tenant_keys" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "tenant_keys" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(
			`alter table "saved_views" add constraint "saved_views_tenant_id_owner_id_foreign" foreign key ("tenant_id", "owner_id") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "saved_views" enable row level security;`);
		this.addSql(`alter table "saved_views" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "saved_views" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(
			`alter table "replays" add constraint "replays_tenant_id_job_id_foreign" foreign key ("tenant_id", "job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "replays" add constraint "replays_tenant_id_of_job_id_foreign" foreign key ("tenant_id", "of_job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "replays" add constraint "replays_mode_check" check ("mode" in ('reprocess', 'refetch'));`);
		this.addSql(`alter table "replays" enable row level security;`);
		this.addSql(`alter table "replays" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "replays" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(
			`alter table "job_logs" add constraint "job_logs_tenant_id_job_id_foreign" foreign key ("tenant_id", "job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "job_logs" add constraint "job_logs_level_check" check ("level" in ('debug', 'info', 'warn', 'error'));`);
		this.addSql(`alter table "job_logs" enable row level security;`);
		this.addSql(`alter table "job_logs" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "job_logs" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(
			`alter table "stream_windows" add constraint "stream_windows_tenant_id_connection_id_foreign" foreign key ("tenant_id", "connection_id") references "connections" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "stream_windows" add constraint "stream_windows_tenant_id_job_id_foreign" foreign key ("tenant_id", "job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "stream_windows" enable row level security;`);
		this.addSql(`alter table "stream_windows" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "stream_windows" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(
			`alter table "schema_fields" add constraint "schema_fields_tenant_id_connection_id_foreign" foreign key ("tenant_id", "connection_id") references "connections" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "schema_fields" enable row level security;`);
		this.addSql(`alter table "schema_fields" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "schema_fields" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(
			`alter table "schema_changes" add constraint "schema_changes_tenant_id_connection_id_foreign" foreign key ("tenant_id", "connection_id") references "connections" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "schema_changes" add constraint "schema_changes_tenant_id_page_id_foreign" foreign key ("tenant_id", "page_id") references "pages" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "schema_changes" add constraint "schema_changes_tenant_id_job_id_foreign" foreign key ("tenant_id", "job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "schema_changes" add constraint "schema_changes_tenant_id_decided_by_foreign" foreign key ("tenant_id", "decided_by") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "schema_changes" add constraint "schema_changes_change_check" check ("change" in ('added', 'type_changed', 'gone'));`,
		);
		this.addSql(
			`alter table "schema_changes" add constraint "schema_changes_status_check" check ("status" in ('open', 'accepted', 'ignored'));`,
		);
		this.addSql(`alter table "schema_changes" enable row level security;`);
		this.addSql(`alter table "schema_changes" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "schema_changes" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(
			`alter table "incidents" add constraint "incidents_tenant_id_created_by_foreign" foreign key ("tenant_id", "created_by") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "incidents" add constraint "incidents_tenant_id_signed_off_by_foreign" foreign key ("tenant_id", "signed_off_by") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "incidents" add constraint "incidents_status_check" check ("status" in ('open', 'resolved', 'signed_off'));`);
		this.addSql(`alter table "incidents" enable row level security;`);
		this.addSql(`alter table "incidents" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "incidents" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(
			`alter table "incident_jobs" add constraint "incident_jobs_tenant_id_incident_id_foreign" foreign key ("tenant_id", "incident_id") references "incidents" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "incident_jobs" add constraint "incident_jobs_tenant_id_job_id_foreign" foreign key ("tenant_id", "job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "incident_jobs" enable row level security;`);
		this.addSql(`alter table "incident_jobs" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "incident_jobs" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(
			`alter table "file_mappings" add constraint "file_mappings_tenant_id_created_by_foreign" foreign key ("tenant_id", "created_by") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "file_mappings" enable row level security;`);
		this.addSql(`alter table "file_mappings" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "file_mappings" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(
			`alter table "exports" add constraint "exports_tenant_id_id_foreign" foreign key ("tenant_id", "id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "exports" add constraint "exports_tenant_id_requested_by_foreign" foreign key ("tenant_id", "requested_by") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "exports" add constraint "exports_format_check" check ("format" in ('csv', 'xlsx'));`);
		this.addSql(
			`alter table "exports" add constraint "exports_status_check" check ("status" in ('requested', 'ready', 'failed', 'expired'));`,
		);
		this.addSql(`alter table "exports" enable row level security;`);
		this.addSql(`alter table "exports" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "exports" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(
			`alter table "decisions" add constraint "decisions_tenant_id_job_id_foreign" foreign key ("tenant_id", "job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "decisions" add constraint "decisions_tenant_id_decided_by_foreign" foreign key ("tenant_id", "decided_by") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "decisions" add constraint "decisions_kind_check" check ("kind" in ('mass_delete'));`);
		this.addSql(
			`alter table "decisions" add constraint "decisions_status_check" check ("status" in ('open', 'approved', 'rejected', 'expired'));`,
		);
		this.addSql(`alter table "decisions" enable row level security;`);
		this.addSql(`alter table "decisions" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "decisions" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(
			`alter table "cursor_moves" add constraint "cursor_moves_tenant_id_connection_id_foreign" foreign key ("tenant_id", "connection_id") references "connections" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "cursor_moves" add constraint "cursor_moves_tenant_id_page_id_foreign" foreign key ("tenant_id", "page_id") references "pages" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "cursor_moves" add constraint "cursor_moves_tenant_id_job_id_foreign" foreign key ("tenant_id", "job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "cursor_moves" add constraint "cursor_moves_tenant_id_actor_id_foreign" foreign key ("tenant_id", "actor_id") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "cursor_moves" add constraint "cursor_moves_cause_check" check ("cause" in ('page', 'skip', 'rewind'));`);
		this.addSql(`alter table "cursor_moves" enable row level security;`);
		this.addSql(`alter table "cursor_moves" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "cursor_moves" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);

		this.addSql(
			`alter table "deletions" add constraint "deletions_tenant_id_connection_id_foreign" foreign key ("tenant_id", "connection_id") references "connections" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "deletions" add constraint "deletions_tenant_id_page_id_foreign" foreign key ("tenant_id", "page_id") references "pages" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "deletions" add constraint "deletions_tenant_id_job_id_foreign" foreign key ("tenant_id", "job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "deletions" add constraint "deletions_tenant_id_decision_id_foreign" foreign key ("tenant_id", "decision_id") references "decisions" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "deletions" add constraint "deletions_status_check" check ("status" in ('found', 'deleted', 'kept', 'returned'));`,
		);
		this.addSql(`alter table "deletions" enable row level security;`);
		this.addSql(`alter table "deletions" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "deletions" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
	}
}
