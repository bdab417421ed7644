// The catalogue has no hole, and the scan notices each kind of hole when one is made.
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { catalogueFindings } from "./catalogue.ts";

let db: TestDatabase;
let admin: pg.Client;
beforeAll(async () => {
	db = await testDatabase();
	admin = new pg.Client({ connectionString: db.adminUrl });
	await admin.connect();
});
afterAll(async () => {
	await admin.end();
	await db.close();
});

test("nothing in the catalogue lets a tenant out", async () => {
	expect(await catalogueFindings(admin)).toEqual([]);
});

// Hole → a word of the finding. Made in a transaction that is rolled back.
const holes: readonly (readonly [string, string, RegExp])[] = [
	["an undeclared table", "create table stray (id uuid primary key)", /stray is not declared/],
	["a missing table", "drop table roll_forwards", /roll_forwards is declared but/],
	["a view", "create view all_jobs as select * from jobs", /all_jobs is a view/],
	["a materialised view", "create materialized view job_counts as select count(*) from jobs", /job_counts is a materialised view/],
	["a sequence", "create sequence ticket", /ticket is a sequence/],
	["a partition", "create table parts (id uuid) partition by hash (id)", /parts is a partitioned table/],
	[
		"a month that is reached by its name",
		"grant select on audit_events_rest to tieout_app",
		/audit_events_rest is a partition that can be/,
	],
	["a month without row security", "alter table audit_events_rest disable row level security", /audit_events_rest is a partition/],
	["a partition of a table that has none", "create table more () inherits (jobs)", /more is a partition/],
	["a month that the app may end", "grant execute on function audit_drop_month to tieout_app", /audit_drop_month\(date\): may be executed/],
	["an erasure role that deletes the trail", "grant delete on audit_seals to tieout_erasure", /audit_seals is granted to tieout_erasure/],
	["a retention role that reads", "grant select on audit_events to tieout_retention", /audit_events is granted to tieout_retention/],
	[
		"a masking view with its owner's rights",
		"alter view masked.canonical_rows set (security_invoker = false)",
		/masked.canonical_rows does not run with/,
	],
	["a table among the masking views", "create table masked.stray (id uuid)", /masked.stray is no view/],
	["another schema", "create schema side", /schema side/],
	["row security off", "alter table jobs disable row level security", /jobs has row security off/],
	["an owner who is not bound", "alter table jobs no force row level security", /jobs does not force/],
	["no policy", "drop policy tenant_rows on jobs", /jobs has no policy/],
	["a policy for everybody", "create policy open on jobs using (true)", /policy open is for/],
	["a policy that ignores the tenant", "create policy open on jobs to tieout_app using (true)", /policy open does not read its setting/],
	[
		"a bare setting",
		"alter policy tenant_rows on jobs using (tenant_id = current_setting('app.tenant_id')::uuid) with check (tenant_id = current_setting('app.tenant_id')::uuid)",
		/tenant_rows does not read its setting in a sub-select/,
	],
	[
		"a policy that checks less than it reads",
		"alter policy tenant_rows on jobs with check (true)",
		/tenant_rows writes what it does not read/,
	],
	["a key across tenants", "create unique index on jobs (workflow_id)", /does not lead with tenant_id/],
	[
		"a link across tenants",
		"alter table entities add unique (id); alter table files add foreign key (connection_id) references entities (id)",
		/does not lead/,
	],
	["a decimal", "alter table jobs add column share numeric", /jobs.share is numeric/],
	["an enum", "create type mood as enum ('calm'); alter table jobs add column mood mood", /jobs.mood is mood/],
	["money in an int", "alter table jobs add column fee_minor int", /jobs.fee_minor is integer/],
	["text that sorts by locale", "create index on jobs (tenant_id, title)", /jobs.title orders a key/],
	[
		"a function of our own",
		"create function peek() returns bigint language sql as 'select count(*) from jobs'",
		/function peek\(\) is no door/,
	],
	["a door without a search path", "alter function all_tenant_ids() reset search_path", /all_tenant_ids\(\): has no fixed search path/],
	["a door of the owner", "alter function all_tenant_ids() owner to postgres", /all_tenant_ids\(\): belongs to postgres/],
	["a door for everybody", "grant execute on function all_tenant_ids() to public", /all_tenant_ids\(\): may be executed by others/],
	["a grant to everybody", "grant select on jobs to public", /jobs is granted to PUBLIC/],
	["a grant to the login", "grant select on jobs to tieout_login", /jobs is granted to tieout_login/],
	["a truncating app", "grant truncate on jobs to tieout_app", /the app role may TRUNCATE/],
	["a door that reads passwords", "grant select (password_hash) on users to tieout_door", /users.password_hash is granted/],
	["a schema that others may fill", "grant create on schema public to tieout_app", /schema public: CREATE/],
	["set_config for the app", "grant execute on function set_config to tieout_app", /set_config may be executed by tieout_app/],
	["set_config for everybody", "grant execute on function set_config to public", /set_config may be executed by public/],
	[
		"temporary tables",
		"do $$ begin execute format('grant temporary on database %I to tieout_app', current_database()); end $$",
		/temporary tables may be made by tieout_app/,
	],
	["a role that bypasses", "create role helper bypassrls", /role helper bypasses/],
	["an app that bypasses", "alter role tieout_app bypassrls", /role tieout_app is superuser/],
	["a login that is the door", "grant tieout_door to tieout_login", /tieout_login is a member of tieout_door/],
	["an app that owns", "alter table jobs owner to tieout_app", /tieout_app owns jobs/],
];

describe("the scan finds", () => {
	test.each(holes)("%s", async (_name, sql, finding) => {
		await admin.query("begin");
		try {
			await admin.query(sql);
			expect((await catalogueFindings(admin)).join("\n")).toMatch(finding);
		} finally {
			await admin.query("rollback");
		}
	});
});
