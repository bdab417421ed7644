// The doors across tenants, attacked: they answer what they are for, with ids, to the app role, and nothing else to anyone.
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { doors } from "../../db/doors.ts";
import { withoutScope, withUser } from "../../db/tenant-scope.ts";
import { derivedId } from "../../domain/core/ids.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

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

const through = <Row>(sql: string, params: unknown[] = []): Promise<Row[]> => withoutScope(db.orm, (em) => em.execute<Row[]>(sql, params));

describe("auth_user_id", () => {
	test("finds a person by address in any case, and gives the id alone", async () => {
		const { email, userId } = db.tenants[1].users.auditor;
		expect(await through("select * from auth_user_id(?)", [email.toUpperCase()])).toEqual([{ user_id: userId }]);
	});

	test.each(["", "%", "nobody@alder.example", "' or true --", "*", "\\"])("gives nothing for %j", async (email) => {
		expect(await through("select * from auth_user_id(?)", [email])).toEqual([]);
	});
});

describe("auth_session", () => {
	const open = async (hash: string, expires: string, revoked: string): Promise<void> => {
		const { both, tenants } = db;
		await withUser(db.orm, both.userId, (em) =>
			em.execute(
				`insert into sessions (id, token_hash, user_id, tenant_id, expires_at, revoked_at) values (?, ?, ?, ?, now() + ?::interval, ${revoked})`,
				[derivedId("session", hash), hash, both.userId, tenants[0].tenantId, expires],
			),
		);
	};

	test("knows a live session by its hash, and no revoked or expired one", async () => {
		await open("live", "1 hour", "null");
		await open("revoked", "1 hour", "now()");
		await open("expired", "-1 second", "null");
		expect(await through("select * from auth_session(?)", ["live"])).toEqual([
			{ session_id: derivedId("session", "live"), user_id: db.both.userId, tenant_id: db.tenants[0].tenantId, bound_tenant_id: null },
		]);
		for (const hash of ["revoked", "expired", "", "liv", "live "])
			expect(await through("select * from auth_session(?)", [hash])).toEqual([]);
	});
});

describe("auth_api_key", () => {
	const later = "now() + interval '1 hour'";
	const make = (at: 0 | 1, name: string, columns: string, values: string): Promise<unknown> => {
		const { tenantId, users } = db.tenants[at];
		return db.withTenant(tenantId, (em) =>
			em.execute(
				`insert into api_keys (tenant_id, id, user_id, name, shown, secret_hash, scopes, created_by, ${columns})
				values (?, ?, ?, ?, 'tk_test_x', ?, '[]', ?, ${values})`,
				[tenantId, derivedId("api-key", name), users.integration.userId, name, name, users.admin.userId],
			),
		);
	};
	const holder = (at: 0 | 1, name: string): readonly object[] => [
		{ key_id: derivedId("api-key", name), tenant_id: db.tenants[at].tenantId, user_id: db.tenants[at].users.integration.userId },
	];
	const found = (hash: string): Promise<object[]> => through("select * from auth_api_key(?)", [hash]);

	test("knows a key by the hash of its secret, and by the one before while that works; no revoked or ended one", async () => {
		await make(0, "works", "expires_at", later);
		await make(1, "renewed", "expires_at, old_secret_hash, old_secret_until", `${later}, 'before', ${later}`);
		await make(1, "long-ago", "expires_at, old_secret_hash, old_secret_until", `${later}, 'long-before', now() - interval '1 second'`);
		await make(0, "revoked", "expires_at, revoked_at", `${later}, now()`);
		await make(0, "ended", "expires_at", "now()");
		expect(await found("works")).toEqual(holder(0, "works"));
		expect(await found("renewed")).toEqual(holder(1, "renewed"));
		expect(await found("before")).toEqual(holder(1, "renewed"));
		for (const hash of ["long-before", "revoked", "ended", "", "work", "works ", "%"])
			expect([hash, await found(hash)]).toEqual([hash, []]);
	});
});

describe("the doors for jobs", () => {
	const job = (tenant: 0 | 1, key: string, columns: string, values: string): Promise<unknown> =>
		db.withTenant(db.tenants[tenant], (em) =>
			em.execute(
				`insert into jobs (tenant_id, id, kind, title, business_key, workflow_id, correlation_id, requested_at, status, ${columns})
				values (?, ?, 'sync', 'Sync', 'x', ?, 'c', now() - interval '5 minutes', ${values})`,
				[db.tenants[tenant].tenantId, derivedId("job", key), `t/${key}`],
			),
		);
	const ids = async (sql: string): Promise<unknown[]> => (await through<{ job_id: string }>(sql)).map((row) => row.job_id).sort();
	const keys = (...names: string[]): string[] => names.map((name) => derivedId("job", name)).sort();

	beforeAll(async () => {
		await job(0, "a-requested", "first_run_id", "'requested', null");
		await job(1, "b-running", "first_run_id", "'running', 'r1'");
		await job(1, "b-done", "first_run_id, closed_at", "'done', 'r2', now()");
		await job(0, "a-archived", "first_run_id, closed_at, archived_at", "'done', 'r3', now(), now()");
		await job(0, "a-joined", "first_run_id, closed_at", "'joined', 'r4', now()");
	});

	test("list open, unstarted and unarchived jobs of every tenant", async () => {
		expect(await ids("select * from open_jobs(now() - interval '1 minute')")).toEqual(keys("a-requested", "b-running"));
		expect(await ids("select * from requested_jobs(now() - interval '1 minute')")).toEqual(keys("a-requested"));
		expect(await ids("select * from unarchived_jobs(10)")).toEqual(keys("b-done"));
	});

	test("leave young jobs alone and cap their answer", async () => {
		expect(await ids("select * from open_jobs(now() - interval '10 minutes')")).toEqual([]);
		expect(await ids("select * from unarchived_jobs(0)")).toEqual([]);
		const [plan] = await through<Record<string, unknown>>("select count(*)::int as rows from unarchived_jobs(2147483647)");
		expect(plan).toEqual({ rows: 1 });
	});
});

test("all_tenant_ids lists every tenant", async () => {
	const rows = await through<{ tenant_id: string }>("select * from all_tenant_ids()");
	expect(rows.map((row) => row.tenant_id).sort()).toEqual(db.tenants.map((tenant) => tenant.tenantId).sort());
});

describe("platform_companies", () => {
	const ask = (adminId: string, search = "", status = "", after: string | null = null) =>
		through<{ tenant_id: string }>("select * from platform_companies(?::uuid, ?, ?, ?::uuid, 10)", [adminId, search, status, after]);

	test("lists companies to who runs the platform, by the beginning of a name, and to nobody else", async () => {
		const [alder, birch] = db.tenants;
		const runs = alder.users.engineer.userId;
		await admin.query("insert into platform_admins (user_id) values ($1)", [runs]);
		const all = [alder.tenantId, birch.tenantId].sort();
		expect((await ask(runs)).map((row) => row.tenant_id)).toEqual(all);
		expect((await ask(runs, "", "", all[0] ?? "")).map((row) => row.tenant_id)).toEqual(all.slice(1));
		expect(await ask(runs, "birch")).toEqual([{ tenant_id: birch.tenantId }]);
		for (const search of ["%", "' or true --", "irch"]) expect(await ask(runs, search), search).toEqual([]);
		expect(await ask(runs, "", "suspended")).toEqual([]);
		for (const nobody of [alder.users.owner.userId, alder.tenantId]) expect(await ask(nobody)).toEqual([]);
	});
});

describe("every door", () => {
	const nulls = (args: string): string =>
		args
			.split(", ")
			.map((arg) => `null::${arg.split(" ").slice(1).join(" ")}`)
			.join(", ");
	const call = ({ name, args }: (typeof doors)[number]): string => `select * from public.${name}(${args === "" ? "" : nulls(args)})`;

	test.each(doors)("$name has a reason and is refused to the login role, the door role's neighbours and a stranger", async (door) => {
		expect(door.reason.length).toBeGreaterThan(20);
		const login = new pg.Client({ connectionString: db.loginUrl });
		await login.connect();
		await expect(login.query(call(door))).rejects.toThrow(/permission denied/);
		await login.end();
		await admin.query("begin");
		await admin.query("create role stranger; grant usage on schema public to stranger; set local role stranger");
		await expect(admin.query(call(door))).rejects.toThrow(/permission denied/);
		await admin.query("rollback");
	});

	test.each(doors)("$name ignores a caller's own tables, functions and search path", async (door) => {
		const { rows: honest } = await admin.query(call(door));
		await admin.query("begin");
		await admin.query("create temporary table users (id uuid, email text); create temporary table sessions (id uuid)");
		await admin.query(
			"create temporary table tenants (id uuid); create temporary table jobs (tenant_id uuid, id uuid, closed_at timestamptz)",
		);
		await admin.query("insert into pg_temp.tenants values (gen_random_uuid())");
		await admin.query("create function pg_temp.lower(text) returns text language sql as $$ select 'x'::text $$");
		await admin.query("set local search_path to pg_temp, public");
		const { rows: after } = await admin.query(call(door));
		await admin.query("rollback");
		expect(after).toEqual(honest);
	});
});

test("the doors' role reads ids and no more, and can't log in or write", async () => {
	for (const sql of [
		"select password_hash from users",
		"select name from users",
		"select input from jobs",
		"select settings from tenants",
		"select created_at from platform_admins",
		"select * from sessions",
		"select id from entities",
		"update jobs set id = id",
		"delete from sessions",
	]) {
		await admin.query("begin; set local role tieout_door");
		await expect(admin.query(sql), sql).rejects.toThrow(/permission denied/);
		await admin.query("rollback");
	}
	const { rows } = await admin.query("select rolcanlogin from pg_roles where rolname = 'tieout_door'");
	expect(rows).toEqual([{ rolcanlogin: false }]);
});
