// The first schema: every table with its keys, checks, indexes and policies. Written from the entities, then read.
import { Migration } from "@mikro-orm/migrations";

export class InitialMigration extends Migration {
	override name = "20261121T024500-initial";

	override up(): void {
		this.addSql(
			`create table "tenants" ("id" uuid not null, "slug" text collate "C" not null, "name" text not null, "data_kind" text not null, "created_at" timestamptz not null default now(), primary key ("id"));`,
		);
		this.addSql(`alter table "tenants" add constraint "tenants_data_kind_check" check ("data_kind" in ('demo', 'sandbox', 'production'));`);
		this.addSql(
			`create table "entities" ("tenant_id" uuid not null, "id" uuid not null, "name" text not null, "currency" text collate "C" not null, "time_zone" text not null, "rules" jsonb not null default '{}', "created_at" timestamptz not null default now(), primary key ("tenant_id", "id"));`,
		);
		this.addSql(
			`create table "users" ("id" uuid not null, "email" text collate "C" not null, "name" text not null, "password_hash" text not null, "created_at" timestamptz not null default now(), primary key ("id"));`,
		);
		this.addSql(`alter table "users" add constraint "users_email" unique ("email");`);
		this.addSql(`alter table "users" add constraint "users_email_check" check (email = lower(email));`);
		this.addSql(
			`create table "memberships" ("tenant_id" uuid not null, "user_id" uuid not null, "role" text not null, "name" text not null, "created_at" timestamptz not null default now(), primary key ("tenant_id", "user_id"));`,
		);
		this.addSql(`create index "memberships_user" on "memberships" ("user_id");`);
		this.addSql(
			`alter table "memberships" add constraint "memberships_role_check" check ("role" in ('controller', 'preparer', 'approver', 'analyst', 'engineer', 'auditor', 'admin'));`,
		);
		this.addSql(
			`create table "sessions" ("tenant_id" uuid not null, "user_id" uuid not null, "id" uuid not null, "token_hash" text collate "C" not null, "created_at" timestamptz not null default now(), "expires_at" timestamptz not null, "revoked_at" timestamptz null, primary key ("id"));`,
		);
		this.addSql(`create index "sessions_user" on "sessions" ("user_id");`);
		this.addSql(`alter table "sessions" add constraint "sessions_token_hash" unique ("token_hash");`);
		this.addSql(
			`create table "jobs" ("tenant_id" uuid not null, "id" uuid not null, "kind" text collate "C" not null, "title" text not null, "business_key" text collate "C" not null, "workflow_id" text collate "C" not null, "first_run_id" text collate "C" null, "run_id" text collate "C" null, "status" text not null, "requested_by" uuid null, "requested_at" timestamptz not null default now(), "started_at" timestamptz null, "closed_at" timestamptz null, "input" jsonb not null default '{}', "result" jsonb null, "progress" jsonb null, "failure_code" text null, "failure_message" text null, "correlation_id" text not null, "joined_job_id" uuid null, "rows_read" bigint not null default '0', "rows_written" bigint not null default '0', "archive_key" text null, "archive_sha256" text null, "archived_at" timestamptz null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "jobs_list" on "jobs" ("tenant_id", "requested_at", "id");`);
		this.addSql(`create index "jobs_workflow" on "jobs" ("tenant_id", "workflow_id", "requested_at");`);
		this.addSql(`create index "jobs_status" on "jobs" ("tenant_id", "status", "requested_at");`);
		this.addSql(`create index "jobs_open" on "jobs" ("requested_at") where closed_at is null;`);
		this.addSql(`create index "jobs_unarchived" on "jobs" ("closed_at") where closed_at is not null and archived_at is null;`);
		this.addSql(
			`create unique index "jobs_execution" on "jobs" ("tenant_id", "workflow_id", "first_run_id") where first_run_id is not null and status <> 'joined';`,
		);
		this.addSql(
			`alter table "jobs" add constraint "jobs_status_check" check ("status" in ('requested', 'running', 'done', 'check', 'failed', 'stopped', 'timed_out', 'joined'));`,
		);
		this.addSql(
			`create table "reconciliation_runs" ("tenant_id" uuid not null, "job_id" uuid not null, "entity_id" uuid not null, "id" uuid not null, "period_from" date not null, "period_to" date not null, "as_of" timestamptz not null, "inputs" jsonb not null, "control_totals" jsonb not null, "rules" jsonb not null, "rules_version" text collate "C" not null, "engine_version" text collate "C" not null, "input_hash" text null, "result_hash" text null, "status" text not null, "created_at" timestamptz not null default now(), primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "reconciliation_runs_list" on "reconciliation_runs" ("tenant_id", "created_at", "id");`);
		this.addSql(
			`create index "reconciliation_runs_period" on "reconciliation_runs" ("tenant_id", "entity_id", "period_from", "created_at");`,
		);
		this.addSql(`create index "reconciliation_runs_job" on "reconciliation_runs" ("tenant_id", "job_id");`);
		this.addSql(
			`alter table "reconciliation_runs" add constraint "reconciliation_runs_status_check" check ("status" in ('frozen', 'matched', 'done', 'failed'));`,
		);
		this.addSql(
			`create table "roll_forwards" ("tenant_id" uuid not null, "run_id" uuid not null, "currency" text collate "C" not null, "position" int not null, "line" text collate "C" not null, "minor" bigint not null, "tie_minor" bigint null, primary key ("tenant_id", "run_id", "currency", "position"));`,
		);
		this.addSql(
			`create table "reconciliation_totals" ("tenant_id" uuid not null, "run_id" uuid not null, "line" text collate "C" not null, "currency" text collate "C" not null, "a_count" bigint not null, "a_minor" bigint not null, "b_count" bigint not null, "b_minor" bigint not null, "difference_minor" bigint not null, "position" int not null, primary key ("tenant_id", "run_id", "line", "currency"));`,
		);
		this.addSql(
			`create table "payout_rows" ("tenant_id" uuid not null, "run_id" uuid not null, "key" text collate "C" not null, "kind" text not null, "status" text not null, "section" text not null, "label" text collate "C" not null, "payout_key" text collate "C" null, "currency" text collate "C" not null, "ledger_date" date not null, "sentence" text not null, "a_count" bigint not null, "a_minor" bigint not null, "b_count" bigint not null, "b_minor" bigint not null, "bank_stripe_count" bigint not null, "bank_stripe_minor" bigint not null, "bank_count" bigint not null, "bank_minor" bigint not null, "records" jsonb not null, primary key ("tenant_id", "run_id", "key"));`,
		);
		this.addSql(`create index "payout_rows_by_date" on "payout_rows" ("tenant_id", "run_id", "ledger_date", "key");`);
		this.addSql(
			`alter table "payout_rows" add constraint "payout_rows_kind_check" check ("kind" in ('payout', 'other_period', 'returned', 'untied', 'activity'));`,
		);
		this.addSql(
			`alter table "payout_rows" add constraint "payout_rows_status_check" check ("status" in ('matched', 'break', 'timing', 'unproven', 'returned', 'untied'));`,
		);
		this.addSql(`alter table "payout_rows" add constraint "payout_rows_section_check" check ("section" in ('payouts', 'activity'));`);
		this.addSql(
			`create table "matches" ("tenant_id" uuid not null, "run_id" uuid not null, "id" uuid not null, "level" text not null, "pass" text collate "C" not null, "payout_key" text collate "C" null, "leaf" text collate "C" null, "category" text collate "C" null, "currency" text collate "C" not null, "a_minor" bigint not null, "b_minor" bigint not null, "residual_minor" bigint not null, "reasons" jsonb not null, primary key ("tenant_id", "run_id", "id"));`,
		);
		this.addSql(`create index "matches_payout" on "matches" ("tenant_id", "payout_key", "run_id", "category");`);
		this.addSql(`alter table "matches" add constraint "matches_level_check" check ("level" in ('item', 'payout_bank', 'payout_ledger'));`);
		this.addSql(
			`create table "connections" ("tenant_id" uuid not null, "entity_id" uuid not null, "id" uuid not null, "vendor" text collate "C" not null, "name" text not null, "base_url" text not null, "config" jsonb not null default '{}', "status" text not null, "created_at" timestamptz not null default now(), "last_synced_at" timestamptz null, "last_job_id" uuid null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "connections_entity" on "connections" ("tenant_id", "entity_id");`);
		this.addSql(
			`alter table "connections" add constraint "connections_status_check" check ("status" in ('untested', 'connected', 'failing', 'paused'));`,
		);
		this.addSql(
			`create table "streams" ("tenant_id" uuid not null, "connection_id" uuid not null, "stream" text collate "C" not null, "cursor" text not null, "cursor_at" timestamptz null, "seq" bigint not null default '0', "lease_epoch" bigint not null default '0', "lease_holder" text collate "C" null, "updated_at" timestamptz not null default now(), primary key ("tenant_id", "connection_id", "stream"));`,
		);
		this.addSql(
			`create table "pages" ("tenant_id" uuid not null, "connection_id" uuid not null, "job_id" uuid not null, "id" uuid not null, "stream" text collate "C" not null, "seq" bigint null, "workflow_id" text collate "C" not null, "run_id" text collate "C" not null, "page_no" int not null, "activity_id" text collate "C" not null, "attempt" int not null, "kind" text not null, "method" text not null, "target" text not null, "request_body" text not null, "status" int not null, "headers" jsonb not null default '{}', "object_key" text not null, "sha256" text not null, "size_bytes" bigint not null, "row_count" int not null, "cursor_before" text null, "cursor_after" text null, "received_at" timestamptz not null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "pages_job" on "pages" ("tenant_id", "job_id", "received_at", "id");`);
		this.addSql(`alter table "pages" add constraint "pages_seq" unique ("tenant_id", "connection_id", "stream", "seq");`);
		this.addSql(`create unique index "pages_run" on "pages" ("tenant_id", "run_id", "stream", "page_no") where kind = 'page';`);
		this.addSql(`alter table "pages" add constraint "pages_kind_check" check ("kind" in ('page', 'refusal', 'total'));`);
		this.addSql(
			`create table "records" ("tenant_id" uuid not null, "connection_id" uuid not null, "page_id" uuid not null, "id" uuid not null, "version" int not null, "stream" text collate "C" not null, "natural_key" text collate "C" not null, "page_index" int not null, "payload_sha256" text not null, "from_seq" bigint not null, "to_seq" bigint null, "seen_at" timestamptz not null, primary key ("tenant_id", "id", "version"));`,
		);
		this.addSql(`create index "records_page" on "records" ("tenant_id", "page_id", "page_index");`);
		this.addSql(
			`create unique index "records_open" on "records" ("tenant_id", "connection_id", "stream", "natural_key") where to_seq is null;`,
		);
		this.addSql(
			`create table "quarantine" ("tenant_id" uuid not null, "connection_id" uuid not null, "page_id" uuid not null, "job_id" uuid not null, "id" uuid not null, "stream" text collate "C" not null, "page_index" int not null, "natural_key" text collate "C" not null, "code" text collate "C" not null, "reason" text not null, "payload_sha256" text not null, "created_at" timestamptz not null default now(), "resolved_at" timestamptz null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "quarantine_connection" on "quarantine" ("tenant_id", "connection_id", "created_at", "id");`);
		this.addSql(`create index "quarantine_job" on "quarantine" ("tenant_id", "job_id");`);
		this.addSql(`alter table "quarantine" add constraint "quarantine_place" unique ("tenant_id", "page_id", "page_index");`);
		this.addSql(
			`create table "control_totals" ("tenant_id" uuid not null, "job_id" uuid not null, "connection_id" uuid not null, "id" uuid not null, "stream" text collate "C" not null, "name" text collate "C" not null, "currency" text collate "C" not null, "ours_minor" bigint null, "theirs_minor" bigint null, "ours_count" bigint null, "theirs_count" bigint null, "verdict" text not null, "note" text not null, "page_id" uuid null, "as_of" timestamptz not null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "control_totals_connection" on "control_totals" ("tenant_id", "connection_id", "as_of");`);
		this.addSql(
			`alter table "control_totals" add constraint "control_totals_name" unique ("tenant_id", "job_id", "stream", "name", "currency");`,
		);
		this.addSql(
			`alter table "control_totals" add constraint "control_totals_verdict_check" check ("verdict" in ('ties', 'differs', 'not_proven'));`,
		);
		this.addSql(
			`create table "connection_secrets" ("tenant_id" uuid not null, "connection_id" uuid not null, "ciphertext" bytea not null, "key_id" text collate "C" not null, "updated_at" timestamptz not null default now(), primary key ("tenant_id", "connection_id"));`,
		);
		this.addSql(
			`create table "canonical_rows" ("tenant_id" uuid not null, "connection_id" uuid not null, "record_id" uuid not null, "record_version" int not null, "id" uuid not null, "version" int not null, "stream" text collate "C" not null, "kind" text not null, "transform_version" int not null, "natural_key" text collate "C" not null, "ledger_date" date not null, "date_kind" text not null, "occurred_at" timestamptz null, "currency" text collate "C" not null, "amount_minor" bigint not null, "fee_minor" bigint not null, "net_minor" bigint not null, "category" text collate "C" not null, "status" text collate "C" not null, "reference" text collate "C" not null, "group_key" text collate "C" not null, "group_reference" text collate "C" not null, "related_key" text collate "C" not null, "document" text collate "C" not null, "document_kind" text collate "C" not null, "account" text collate "C" not null, "description" text not null, "from_seq" bigint not null, "to_seq" bigint null, primary key ("tenant_id", "id", "version"));`,
		);
		this.addSql(`create index "canonical_rows_by_date" on "canonical_rows" ("tenant_id", "connection_id", "kind", "ledger_date", "id");`);
		this.addSql(
			`create index "canonical_rows_open_by_date" on "canonical_rows" ("tenant_id", "kind", "ledger_date", "id") where to_seq is null;`,
		);
		this.addSql(`create index "canonical_rows_group" on "canonical_rows" ("tenant_id", "kind", "group_key");`);
		this.addSql(`create index "canonical_rows_reference" on "canonical_rows" ("tenant_id", "kind", "reference");`);
		this.addSql(`create index "canonical_rows_record" on "canonical_rows" ("tenant_id", "record_id", "record_version");`);
		this.addSql(
			`create unique index "canonical_rows_open" on "canonical_rows" ("tenant_id", "connection_id", "kind", "natural_key") where to_seq is null;`,
		);
		this.addSql(`alter table "canonical_rows" add constraint "canonical_rows_net" check (net_minor = amount_minor - fee_minor);`);
		this.addSql(
			`alter table "canonical_rows" add constraint "canonical_rows_kind_check" check ("kind" in ('payout', 'payout_item', 'balance_entry', 'ledger_line', 'bank_line'));`,
		);
		this.addSql(
			`alter table "canonical_rows" add constraint "canonical_rows_date_kind_check" check ("date_kind" in ('instant', 'ledger_date', 'value_date'));`,
		);
		this.addSql(
			`create table "payout_proofs" ("tenant_id" uuid not null, "run_id" uuid not null, "canonical_id" uuid not null, "canonical_version" int not null, "payout_key" text collate "C" not null, "ledger_date" date not null, "currency" text collate "C" not null, "kind" text not null, "status" text not null, "payout_minor" bigint not null, "items_minor" bigint null, "bank_minor" bigint null, "booked_minor" bigint null, "difference_minor" bigint not null, "sentence" text not null, primary key ("tenant_id", "run_id", "payout_key"));`,
		);
		this.addSql(`alter table "payout_proofs" add constraint "payout_proofs_kind_check" check ("kind" in ('itemised', 'balance_proven'));`);
		this.addSql(
			`alter table "payout_proofs" add constraint "payout_proofs_status_check" check ("status" in ('matched', 'break', 'timing', 'unproven'));`,
		);
		this.addSql(
			`create table "proof_lines" ("tenant_id" uuid not null, "run_id" uuid not null, "payout_key" text collate "C" not null, "position" int not null, "category" text collate "C" not null, "a_count" bigint not null, "a_minor" bigint not null, "b_count" bigint not null, "b_minor" bigint not null, "difference_minor" bigint not null, primary key ("tenant_id", "run_id", "payout_key", "position"));`,
		);
		this.addSql(
			`create table "proof_leaves" ("tenant_id" uuid not null, "run_id" uuid not null, "payout_key" text collate "C" not null, "position" int not null, "category" text collate "C" not null, "leaf" text collate "C" not null, "members" int not null, "exception_type" text collate "C" null, "sentence" text null, "a_row_id" uuid null, "a_row_version" int null, "a_minor" bigint null, "b_row_id" uuid null, "b_row_version" int null, "b_minor" bigint null, primary key ("tenant_id", "run_id", "payout_key", "position"));`,
		);
		this.addSql(
			`create table "match_members" ("tenant_id" uuid not null, "run_id" uuid not null, "match_id" uuid not null, "canonical_id" uuid not null, "canonical_version" int not null, "side" text not null, "position" int not null, "amount_minor" bigint not null, primary key ("tenant_id", "run_id", "match_id", "side", "position"));`,
		);
		this.addSql(`create index "match_members_canonical" on "match_members" ("tenant_id", "canonical_id", "run_id");`);
		this.addSql(`alter table "match_members" add constraint "match_members_side_check" check ("side" in ('a', 'b'));`);
		this.addSql(
			`create table "match_losers" ("tenant_id" uuid not null, "run_id" uuid not null, "match_id" uuid not null, "canonical_id" uuid not null, "canonical_version" int not null, "position" int not null, "reason" text not null, primary key ("tenant_id", "run_id", "match_id", "position"));`,
		);
		this.addSql(
			`create table "exceptions" ("tenant_id" uuid not null, "run_id" uuid not null, "id" uuid not null, "type" text collate "C" not null, "leaf" text collate "C" not null, "payout_key" text collate "C" null, "row_key" text collate "C" not null, "currency" text collate "C" not null, "amount_minor" bigint not null, "difference_minor" bigint not null, "ledger_date" date null, "sentence" text not null, "a_canonical_id" uuid null, "a_canonical_version" int null, "b_canonical_id" uuid null, "b_canonical_version" int null, "losers" jsonb not null, primary key ("tenant_id", "run_id", "id"));`,
		);
		this.addSql(`create index "exceptions_type" on "exceptions" ("tenant_id", "run_id", "type", "leaf");`);
		this.addSql(`create index "exceptions_payout" on "exceptions" ("tenant_id", "run_id", "payout_key");`);
		this.addSql(`create index "exceptions_row" on "exceptions" ("tenant_id", "run_id", "row_key");`);
		this.addSql(
			`create table "attempts" ("tenant_id" uuid not null, "id" uuid not null, "workflow_id" text collate "C" not null, "run_id" text collate "C" not null, "job_id" uuid null, "activity_id" text collate "C" not null, "activity_type" text collate "C" not null, "attempt" int not null, "started_at" timestamptz not null, "ended_at" timestamptz null, "outcome" text not null, "failure_code" text null, "failure_message" text null, "worker_build" text not null, "page_id" uuid null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "attempts_job" on "attempts" ("tenant_id", "job_id", "started_at", "id");`);
		this.addSql(
			`alter table "attempts" add constraint "attempts_try" unique ("tenant_id", "workflow_id", "run_id", "activity_id", "attempt");`,
		);
		this.addSql(
			`alter table "attempts" add constraint "attempts_outcome_check" check ("outcome" in ('running', 'ok', 'failed', 'cancelled'));`,
		);
		this.addSql(
			`create table "files" ("tenant_id" uuid not null, "connection_id" uuid not null, "id" uuid not null, "name" text not null, "size_bytes" bigint not null, "sha256" text not null, "object_key" text not null, "status" text not null, "mapping" jsonb null, "preview" jsonb null, "uploaded_by" uuid null, "uploaded_at" timestamptz not null default now(), "job_id" uuid null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "files_connection" on "files" ("tenant_id", "connection_id", "uploaded_at", "id");`);
		this.addSql(
			`alter table "files" add constraint "files_status_check" check ("status" in ('uploaded', 'mapped', 'imported', 'refused'));`,
		);
		this.addSql(
			`alter table "entities" add constraint "entities_tenant_id_foreign" foreign key ("tenant_id") references "tenants" ("id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "memberships" add constraint "memberships_tenant_id_foreign" foreign key ("tenant_id") references "tenants" ("id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "memberships" add constraint "memberships_user_id_foreign" foreign key ("user_id") references "users" ("id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "sessions" add constraint "sessions_tenant_id_user_id_foreign" foreign key ("tenant_id", "user_id") references "memberships" ("tenant_id", "user_id") on update no action on delete cascade;`,
		);
		this.addSql(
			`alter table "jobs" add constraint "jobs_tenant_id_foreign" foreign key ("tenant_id") references "tenants" ("id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "jobs" add constraint "jobs_tenant_id_requested_by_foreign" foreign key ("tenant_id", "requested_by") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "jobs" add constraint "jobs_tenant_id_joined_job_id_foreign" foreign key ("tenant_id", "joined_job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "reconciliation_runs" add constraint "reconciliation_runs_tenant_id_job_id_foreign" foreign key ("tenant_id", "job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "reconciliation_runs" add constraint "reconciliation_runs_tenant_id_entity_id_foreign" foreign key ("tenant_id", "entity_id") references "entities" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "roll_forwards" add constraint "roll_forwards_tenant_id_run_id_foreign" foreign key ("tenant_id", "run_id") references "reconciliation_runs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "reconciliation_totals" add constraint "reconciliation_totals_tenant_id_run_id_foreign" foreign key ("tenant_id", "run_id") references "reconciliation_runs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "payout_rows" add constraint "payout_rows_tenant_id_run_id_foreign" foreign key ("tenant_id", "run_id") references "reconciliation_runs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "matches" add constraint "matches_tenant_id_run_id_foreign" foreign key ("tenant_id", "run_id") references "reconciliation_runs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "connections" add constraint "connections_tenant_id_entity_id_foreign" foreign key ("tenant_id", "entity_id") references "entities" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "connections" add constraint "connections_tenant_id_last_job_id_foreign" foreign key ("tenant_id", "last_job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "streams" add constraint "streams_tenant_id_connection_id_foreign" foreign key ("tenant_id", "connection_id") references "connections" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "pages" add constraint "pages_tenant_id_connection_id_foreign" foreign key ("tenant_id", "connection_id") references "connections" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "pages" add constraint "pages_tenant_id_job_id_foreign" foreign key ("tenant_id", "job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "records" add constraint "records_tenant_id_connection_id_foreign" foreign key ("tenant_id", "connection_id") references "connections" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "records" add constraint "records_tenant_id_page_id_foreign" foreign key ("tenant_id", "page_id") references "pages" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "quarantine" add constraint "quarantine_tenant_id_connection_id_foreign" foreign key ("tenant_id", "connection_id") references "connections" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "quarantine" add constraint "quarantine_tenant_id_page_id_foreign" foreign key ("tenant_id", "page_id") references "pages" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "quarantine" add constraint "quarantine_tenant_id_job_id_foreign" foreign key ("tenant_id", "job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "control_totals" add constraint "control_totals_tenant_id_job_id_foreign" foreign key ("tenant_id", "job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "control_totals" add constraint "control_totals_tenant_id_connection_id_foreign" foreign key ("tenant_id", "connection_id") references "connections" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "control_totals" add constraint "control_totals_tenant_id_page_id_foreign" foreign key ("tenant_id", "page_id") references "pages" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "connection_secrets" add constraint "connection_secrets_tenant_id_connection_id_foreign" foreign key ("tenant_id", "connection_id") references "connections" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "canonical_rows" add constraint "canonical_rows_tenant_id_connection_id_foreign" foreign key ("tenant_id", "connection_id") references "connections" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "canonical_rows" add constraint "canonical_rows_tenant_id_record_id_record_version_foreign" foreign key ("tenant_id", "record_id", "record_version") references "records" ("tenant_id", "id", "version") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "payout_proofs" add constraint "payout_proofs_tenant_id_run_id_foreign" foreign key ("tenant_id", "run_id") references "reconciliation_runs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "payout_proofs" add constraint "payout_proofs_tenant_id_canonical_id_canonical_version_foreign" foreign key ("tenant_id", "canonical_id", "canonical_version") references "canonical_rows" ("tenant_id", "id", "version") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "proof_lines" add constraint "proof_lines_tenant_id_run_id_payout_key_foreign" foreign key ("tenant_id", "run_id", "payout_key") references "payout_proofs" ("tenant_id", "run_id", "payout_key") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "proof_leaves" add constraint "proof_leaves_tenant_id_run_id_payout_key_foreign" foreign key ("tenant_id", "run_id", "payout_key") references "payout_proofs" ("tenant_id", "run_id", "payout_key") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "proof_leaves" add constraint "proof_leaves_tenant_id_a_row_id_a_row_version_foreign" foreign key ("tenant_id", "a_row_id", "a_row_version") references "canonical_rows" ("tenant_id", "id", "version") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "proof_leaves" add constraint "proof_leaves_tenant_id_b_row_id_b_row_version_foreign" foreign key ("tenant_id", "b_row_id", "b_row_version") references "canonical_rows" ("tenant_id", "id", "version") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "match_members" add constraint "match_members_tenant_id_run_id_match_id_foreign" foreign key ("tenant_id", "run_id", "match_id") references "matches" ("tenant_id", "run_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "match_members" add constraint "match_members_tenant_id_canonical_id_canonical_version_foreign" foreign key ("tenant_id", "canonical_id", "canonical_version") references "canonical_rows" ("tenant_id", "id", "version") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "match_losers" add constraint "match_losers_tenant_id_run_id_match_id_foreign" foreign key ("tenant_id", "run_id", "match_id") references "matches" ("tenant_id", "run_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "match_losers" add constraint "match_losers_tenant_id_canonical_id_canonical_version_foreign" foreign key ("tenant_id", "canonical_id", "canonical_version") references "canonical_rows" ("tenant_id", "id", "version") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "exceptions" add constraint "exceptions_tenant_id_run_id_foreign" foreign key ("tenant_id", "run_id") references "reconciliation_runs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "exceptions" add constraint "exceptions_tenant_id_a_canonical_id_a_canonical_version_foreign" foreign key ("tenant_id", "a_canonical_id", "a_canonical_version") references "canonical_rows" ("tenant_id", "id", "version") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "exceptions" add constraint "exceptions_tenant_id_b_canonical_id_b_canonical_version_foreign" foreign key ("tenant_id", "b_canonical_id", "b_canonical_version") references "canonical_rows" ("tenant_id", "id", "version") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "attempts" add constraint "attempts_tenant_id_foreign" foreign key ("tenant_id") references "tenants" ("id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "attempts" add constraint "attempts_tenant_id_job_id_foreign" foreign key ("tenant_id", "job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "files" add constraint "files_tenant_id_connection_id_foreign" foreign key ("tenant_id", "connection_id") references "connections" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "files" add constraint "files_tenant_id_uploaded_by_foreign" foreign key ("tenant_id", "uploaded_by") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(
			`alter table "files" add constraint "files_tenant_id_job_id_foreign" foreign key ("tenant_id", "job_id") references "jobs" ("tenant_id", "id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "tenants" enable row level security;`);
		this.addSql(`alter table "tenants" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "tenants" to "tieout_app" using (id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(
			`create policy "member_tenants_read" on "tenants" for select to "tieout_app" using (exists (select 1 from memberships m where m.tenant_id = tenants.id and m.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user)));`,
		);
		this.addSql(`create policy "door_reads" on "tenants" for select to "tieout_door" using (true);`);
		this.addSql(`alter table "entities" enable row level security;`);
		this.addSql(`alter table "entities" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "entities" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "users" enable row level security;`);
		this.addSql(`alter table "users" force row level security;`);
		this.addSql(
			`create policy "own_rows" on "users" to "tieout_app" using (id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user)) with check (id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user));`,
		);
		this.addSql(`create policy "door_reads" on "users" for select to "tieout_door" using (true);`);
		this.addSql(`alter table "memberships" enable row level security;`);
		this.addSql(`alter table "memberships" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "memberships" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(
			`create policy "own_rows_read" on "memberships" for select to "tieout_app" using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user));`,
		);
		this.addSql(`alter table "sessions" enable row level security;`);
		this.addSql(`alter table "sessions" force row level security;`);
		this.addSql(
			`create policy "own_rows" on "sessions" to "tieout_app" using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user)) with check (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid as acting_user));`,
		);
		this.addSql(`create policy "door_reads" on "sessions" for select to "tieout_door" using (true);`);
		this.addSql(`alter table "jobs" enable row level security;`);
		this.addSql(`alter table "jobs" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "jobs" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`create policy "door_reads" on "jobs" for select to "tieout_door" using (true);`);
		this.addSql(`alter table "reconciliation_runs" enable row level security;`);
		this.addSql(`alter table "reconciliation_runs" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "reconciliation_runs" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "roll_forwards" enable row level security;`);
		this.addSql(`alter table "roll_forwards" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "roll_forwards" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "reconciliation_totals" enable row level security;`);
		this.addSql(`alter table "reconciliation_totals" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "reconciliation_totals" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "payout_rows" enable row level security;`);
		this.addSql(`alter table "payout_rows" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "payout_rows" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "matches" enable row level security;`);
		this.addSql(`alter table "matches" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "matches" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "connections" enable row level security;`);
		this.addSql(`alter table "connections" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "connections" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "streams" enable row level security;`);
		this.addSql(`alter table "streams" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "streams" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "pages" enable row level security;`);
		this.addSql(`alter table "pages" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "pages" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "records" enable row level security;`);
		this.addSql(`alter table "records" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "records" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "quarantine" enable row level security;`);
		this.addSql(`alter table "quarantine" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "quarantine" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "control_totals" enable row level security;`);
		this.addSql(`alter table "control_totals" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "control_totals" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "connection_secrets" enable row level security;`);
		this.addSql(`alter table "connection_secrets" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "connection_secrets" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "canonical_rows" enable row level security;`);
		this.addSql(`alter table "canonical_rows" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "canonical_rows" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "payout_proofs" enable row level security;`);
		this.addSql(`alter table "payout_proofs" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "payout_proofs" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "proof_lines" enable row level security;`);
		this.addSql(`alter table "proof_lines" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "proof_lines" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "proof_leaves" enable row level security;`);
		this.addSql(`alter table "proof_leaves" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "proof_leaves" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "match_members" enable row level security;`);
		this.addSql(`alter table "match_members" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "match_members" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "match_losers" enable row level security;`);
		this.addSql(`alter table "match_losers" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "match_losers" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "exceptions" enable row level security;`);
		this.addSql(`alter table "exceptions" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "exceptions" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "attempts" enable row level security;`);
		this.addSql(`alter table "attempts" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "attempts" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
		this.addSql(`alter table "files" enable row level security;`);
		this.addSql(`alter table "files" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "files" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
	}
}
