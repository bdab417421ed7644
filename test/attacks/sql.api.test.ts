// SQL in every text of every question, and SQL itself as the roles that the product works as: nothing runs, nothing leaks.
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import { testApi, type TestApi } from "../support/api.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { call, guarded } from "../support/procedures.ts";
import { storedSync } from "../support/stored-sync.ts";
import { planted, textFields } from "../support/text-fields.ts";
import { attack } from "./attack.ts";

let database: TestDatabase;
let api: TestApi;
let secrets: readonly string[];

beforeAll(async () => {
	database = await testDatabase();
	api = await testApi(database);
	const [alder, birch] = database.tenants;
	await storedSync(database, api.deps.storage, alder);
	const foreign = await storedSync(database, api.deps.storage, birch);
	secrets = [birch.name, birch.tenantId, foreign.connectionId, foreign.objectKey, foreign.rows[0]?.naturalKey ?? ""];
});
afterAll(async () => {
	await api.close();
	await database.close();
});

attack("sql-names", () => {
	const sql = `id" desc) or 1=1; select set_config('app.tenant_id','x',false); drop table jobs; -- '`;
	const questions = guarded.filter(({ type, input }) => type === "query" && input !== undefined);

	test("SQL in each text of each question fails no query, is refused where words are to be chosen, and shows nothing of another company", async () => {
		const [alder] = database.tenants;
		const browser = await api.as(alder.users.admin.email);
		let tried = 0;
		for (const procedure of questions) {
			const input = procedure.input as z.core.$ZodType;
			await Promise.all(
				textFields(input).map(async ({ path, chosen }) => {
					const response = await call(browser, procedure, planted(input, alder.entityId, [path], sql));
					const text = await response.text();
					tried += 1;
					expect([procedure.path, path, response.status >= 500], text).toEqual([procedure.path, path, false]);
					if (chosen) expect([procedure.path, path, response.status]).toEqual([procedure.path, path, 400]);
					expect([procedure.path, path, secrets.filter((secret) => text.includes(secret))]).toEqual([procedure.path, path, []]);
				}),
			);
		}
		expect(tried).toBeGreaterThan(80);
		const [left] = await database.withTenant(alder, (em) => em.execute<{ jobs: number }[]>("select count(*)::int as jobs from jobs"));
		expect(left).toEqual({ jobs: 1 });
	});

	test("names that every object has are no columns to sort, filter or group by", async () => {
		const browser = await api.as(database.tenants[0].users.admin.email);
		for (const name of ["constructor", "__proto__", "toString", "-constructor", "hasOwnProperty"])
			for (const procedure of questions) {
				const input = procedure.input as z.core.$ZodType;
				const fields = textFields(input).filter(({ path, chosen }) => chosen && /sort|by|group|view|kind/i.test(path.at(-1) ?? ""));
				for (const { path } of fields) {
					const response = await call(browser, procedure, planted(input, database.tenants[0].entityId, [path], name));
					expect([procedure.path, path, name, response.status]).toEqual([procedure.path, path, name, 400]);
				}
			}
	});
});

attack("sql-names", () => {
	test("a value is never read as SQL, whatever signs of it stand there", async () => {
		const values = [
			"'",
			"''",
			"\\'",
			"\\",
			"?",
			"??",
			"$1",
			"$$ x $$",
			":a",
			"--",
			"/* ",
			"'; drop table jobs; --",
			"\u2019 \u02bc",
			"E'\\x27'",
			"%",
			"\n\t",
		];
		for (const value of values)
			expect(
				await database.withTenant(database.tenants[0], (em) =>
					em.execute("select ?::text as a, ?::jsonb as b, ?::text as c", [value, JSON.stringify([value]), value]),
				),
			).toEqual([{ a: value, b: [value], c: value }]);
	});
});

attack("user-sql", () => {
	const refused = /permission denied|must be owner|not allowed|cannot|read-only/;
	const inAlder = (sql: string, values: unknown[] = []) =>
		database.withTenant(database.tenants[0], (em) => em.execute<unknown[]>(sql, values));
	const other = (): string => database.tenants[1].tenantId;

	test.each([
		["set_config in a select", (id: string) => `select set_config('app.tenant_id', '${id}', true)`],
		["set_config through the settings' view", (id: string) => `update pg_settings set setting = '${id}' where name = 'role' returning 1/0`],
		["set inside query_to_xml", (id: string) => `select query_to_xml('set local app.tenant_id = ''${id}''', true, false, '')`],
		[
			"set_config inside query_to_xml",
			(id: string) => `select query_to_xml('select set_config(''app.tenant_id'', ''${id}'', true)', true, false, '')`,
		],
		["set_config inside a cursor's XML", (id: string) => `select database_to_xml(true, false, set_config('app.tenant_id', '${id}', true))`],
		[
			"set_config inside ts_stat",
			(id: string) => `select * from ts_stat('select to_tsvector(set_config(''app.tenant_id'', ''${id}'', true))')`,
		],
		["the owner's role", () => "set role postgres"],
		["the doors' role", () => "set role tieout_door"],
		["another login", () => "set session authorization postgres"],
		["files of the server", () => "select pg_read_file('/etc/passwd')"],
		["large objects from files", () => "select lo_import('/etc/passwd')"],
		["a program of the server", () => "copy (select 1) to program 'id'"],
		["a file of the server", () => "copy jobs to '/tmp/jobs'"],
		["a function of one's own", () => "create function public.leak() returns text language sql as 'select 1::text'"],
		["a view of one's own", () => "create view public.leak as select * from jobs"],
		["row security switched off", () => "alter table jobs disable row level security"],
		["passwords of roles", () => "select rolpassword from pg_authid"],
		["columns' statistics", () => "select * from pg_statistic"],
		["another backend ended", () => "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postgres'"],
		["triggers switched off", () => "set session_replication_role = 'replica'"],
	])("%s is refused to the role that reads a company's rows", async (_what, sql) => {
		await expect(inAlder(sql(other()))).rejects.toThrow(refused);
	});

	test("no condition, error or aggregate tells anything of rows that aren't the company's own", async () => {
		const [, birch] = database.tenants;
		expect(
			await inAlder("select 1 from tenants where case when name = ? then 1 / (length(name) - length(name)) else 0 end = 1", [birch.name]),
		).toEqual([]);
		expect(await inAlder("select count(*)::int as rows from entities where currency = ?", [birch.currency])).toEqual([{ rows: 0 }]);
		const xml = await inAlder("select query_to_xml('select * from tenants', true, false, '')::text as all_of_them");
		expect(JSON.stringify(xml)).not.toContain(birch.name);
		const statistics = await inAlder(
			"select most_common_vals::text as vals from pg_stats where tablename in ('tenants', 'entities', 'memberships')",
		);
		expect(JSON.stringify(statistics)).not.toContain("birch");
		const activity = await inAlder(
			"select query from pg_stat_activity where datname = current_database() and query ilike '%birch%' and pid <> pg_backend_pid()",
		);
		expect(activity).toEqual([]);
	});

	test("a unique key that another company has can be taken, so that it doesn't tell that it is there", async () => {
		const [, birch] = database.tenants;
		const row = [database.tenants[0].tenantId, birch.entityId];
		const insert = "insert into entities (tenant_id, id, name, currency, time_zone) values (?, ?, 'x', 'USD', 'UTC')";
		await database.withTenant(database.tenants[0], async (em) => {
			await em.execute(insert, row);
			await em.execute("delete from entities where id = ?::uuid", [birch.entityId]);
		});
		expect(await database.withTenant(birch, (em) => em.execute("select id::text from entities"))).toEqual([{ id: birch.entityId }]);
	});

	test("the login by itself reads no table, opens no door and becomes nobody but the product's own roles", async () => {
		const client = new pg.Client({ connectionString: database.loginUrl });
		await client.connect();
		try {
			await client.query("select set_config('app.tenant_id', $1, false), set_config('app.entity_ids', 'all', false)", [other()]);
			for (const sql of [
				"select * from public.tenants",
				"select * from public.audit_events",
				"select public.auth_session('x')",
				"select query_to_xml('select * from public.jobs', true, false, '')",
				"set role postgres",
				"set role tieout_owner",
				"copy public.jobs to stdout",
			])
				await expect(client.query(sql), sql).rejects.toThrow(/permission denied|does not exist/);
			await client.query("set role tieout_retention");
			for (const sql of ["select * from public.jobs", "select * from public.tenants", "delete from public.audit_events"])
				await expect(client.query(sql), sql).rejects.toThrow(/permission denied/);
		} finally {
			await client.end();
		}
	});
});
