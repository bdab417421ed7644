// The tenant scope: what a unit of work may see and may become.
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openOrm } from "../../db/orm.ts";
import { withoutScope, withTenant, withUser } from "../../db/tenant-scope.ts";
import { noMasks } from "../../domain/tenancy/policies/masking.ts";
import { attack } from "../attacks/attack.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let db: TestDatabase;
beforeAll(async () => {
	db = await testDatabase();
});
afterAll(() => db.close());

const refused = /permission denied/;

describe("the acting role", () => {
	test("is the app role, which is no superuser, owns nothing and can't bypass policies", async () => {
		const [row] = await db.withTenant(db.tenants[0], (em) =>
			em.execute(
				`select current_user::text as acting, r.rolsuper, r.rolbypassrls, r.rolcanlogin, r.rolcreaterole,
					(select count(*)::int from pg_class where relowner = r.oid) as owns,
					(select count(*)::int from pg_roles s where s.rolsuper and pg_has_role(current_user, s.oid, 'member')) as superuser_of
				from pg_roles r where r.rolname = current_user`,
			),
		);
		expect(row).toEqual({
			acting: "tieout_app",
			rolsuper: false,
			rolbypassrls: false,
			rolcanlogin: false,
			rolcreaterole: false,
			owns: 0,
			superuser_of: 0,
		});
	});

	test("nobody among Tieout's roles has BYPASSRLS, superuser or a way to make roles", async () => {
		const rows = await db.withTenant(db.tenants[0], (em) =>
			em.execute(
				"select rolname from pg_roles where rolname like 'tieout%' and (rolbypassrls or rolsuper or rolcreaterole or rolcreatedb or rolinherit)",
			),
		);
		expect(rows).toEqual([]);
	});

	attack("user-sql", () => {
		test("can't become the owner, and can't name another tenant by set_config", async () => {
			const attacks = [
				"set role postgres",
				"set session authorization postgres",
				"alter table jobs disable row level security",
				"select set_config('app.tenant_id', gen_random_uuid()::text, true)",
				"select query_to_xml('select set_config(''app.tenant_id'', gen_random_uuid()::text, true)', true, false, '')",
			];
			for (const attack of attacks) {
				await expect(
					db.withTenant(db.tenants[0], (em) => em.execute(attack)),
					attack,
				).rejects.toThrow(/permission denied|must be owner/);
			}
		});
	});
});

describe("the login role", () => {
	test("sees no table without a session", async () => {
		const client = new pg.Client({ connectionString: db.loginUrl });
		await client.connect();
		try {
			const { rows } = await client.query("select current_user::text as me, session_user::text as login");
			expect(rows).toEqual([{ me: "tieout_login", login: "tieout_login" }]);
			for (const sql of ["select from public.tenants", "select from public.jobs", "select public.auth_user_id('x')"]) {
				await expect(client.query(sql), sql).rejects.toThrow(refused);
			}
			for (const sql of ["set role postgres", "set session authorization postgres", "set role tieout_door"]) {
				await expect(client.query(sql), sql).rejects.toThrow(refused);
			}
		} finally {
			await client.end();
		}
	});

	test("is what every side door of the ORM uses, so they are refused", async () => {
		await expect(db.orm.em.fork().execute("select id from public.tenants")).rejects.toThrow(refused);
		await expect(db.orm.em.fork().getConnection().execute("select id from public.tenants")).rejects.toThrow(refused);
	});
});

describe("a unit of work", () => {
	const tenantIds = async (rows: Promise<{ id: string }[]>): Promise<string[]> => (await rows).map((row) => row.id).sort();

	test("without a scope sees nothing", async () => {
		expect(await withoutScope(db.orm, (em) => em.execute("select id from tenants"))).toEqual([]);
		expect(await withoutScope(db.orm, (em) => em.execute("select id from users"))).toEqual([]);
	});

	test("of a person sees that person, their memberships and those tenants only", async () => {
		const seen = await withUser(db.orm, db.both.userId, async (em) => ({
			users: await tenantIds(em.execute("select id from users")),
			tenants: await tenantIds(em.execute("select id from tenants")),
			memberships: (await em.execute("select user_id from memberships")).length,
			entities: (await em.execute("select id from entities")).length,
		}));
		const [a, b] = db.tenants;
		expect(seen).toEqual({ users: [db.both.userId], tenants: [a.tenantId, b.tenantId].sort(), memberships: 2, entities: 0 });
	});

	attack("user-sql", () => {
		test("can't give itself a membership of another tenant", async () => {
			const [a, b] = db.tenants;
			const values = [b.tenantId, a.users.admin.userId];
			const insert = "insert into memberships (tenant_id, user_id, role, name) values (?, ?, 'admin', 'x')";
			await expect(withUser(db.orm, a.users.admin.userId, (em) => em.execute(insert, values))).rejects.toThrow(/row-level security/);
			await expect(
				withTenant(db.orm, { tenantId: a.tenantId, userId: a.users.admin.userId, entityIds: null, masks: noMasks }, (em) =>
					em.execute(insert, values),
				),
			).rejects.toThrow(/row-level security/);
		});
	});

	attack("user-sql", () => {
		test("can't open a session in a tenant of which the person is no member", async () => {
			const [a, b] = db.tenants;
			const values = [a.users.admin.userId, b.tenantId];
			const insert =
				"insert into sessions (id, token_hash, user_id, tenant_id, expires_at) values (gen_random_uuid(), 'x', ?, ?, now() + interval '1 hour')";
			await expect(withUser(db.orm, a.users.admin.userId, (em) => em.execute(insert, values))).rejects.toThrow(/foreign key/);
		});
	});

	attack("user-sql", () => {
		test("leaves nothing on the connection that the next one could find", async () => {
			const [a] = db.tenants;
			await expect(db.withTenant(a, (em) => em.execute("create temporary table note (id uuid)"))).rejects.toThrow(refused);
			const orm = await openOrm(db.loginUrl, { poolSize: 1 });
			try {
				await withTenant(orm, { tenantId: a.tenantId }, (em) => em.execute(`set app.tenant_id = '${a.tenantId}'`));
				await withTenant(orm, { tenantId: a.tenantId }, (em) => em.execute(`set app.user_id = '${a.users.admin.userId}'`));
				expect(await withoutScope(orm, (em) => em.execute("select id from tenants"))).toEqual([]);
				expect(await withUser(orm, a.users.preparer.userId, (em) => em.execute("select id from jobs"))).toEqual([]);
				expect(await withTenant(orm, { tenantId: a.tenantId }, (em) => em.execute("select id from users"))).toEqual([]);
			} finally {
				await orm.close();
			}
		});
	});

	test("with a scope that is no id is refused before it reaches the database", async () => {
		await expect(withTenant(db.orm, { tenantId: "" }, (em) => em.execute("select 1"))).rejects.toThrow(/not an id/);
	});

	test("that throws leaves nothing behind", async () => {
		const work = db.withTenant(db.tenants[0], async (em) => {
			await em.execute("update entities set name = 'changed'");
			throw new Error("stop");
		});
		await expect(work).rejects.toThrow("stop");
		const rows = await db.withTenant(db.tenants[0], (em) => em.execute("select name from entities"));
		expect(rows).toEqual([{ name: db.tenants[0].name }]);
	});

	test("never sees the other tenant while eight loops share the pool", async () => {
		const loop = async (n: number): Promise<number> => {
			let leaks = 0;
			for (let i = 0; i < 60; i++) {
				const mine = db.tenants[(n + i) % 2 === 0 ? 0 : 1];
				if (i % 7 === 0) await withoutScope(db.orm, (em) => em.execute("select 1"));
				await db.withTenant(mine, async (em) => {
					const before = await em.execute<{ id: string }[]>("select id from tenants union all select tenant_id from entities");
					await em.execute("update entities set created_at = now()");
					const after = await em.execute<{ id: string }[]>("select tenant_id as id from memberships");
					leaks += [...before, ...after].filter((row) => row.id !== mine.tenantId).length;
					if (before.length !== 2) leaks++;
				});
			}
			return leaks;
		};
		const leaks = await Promise.all(Array.from({ length: 8 }, (_, n) => loop(n)));
		expect(leaks).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
	});
});
