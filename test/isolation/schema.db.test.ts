// Entities and migrations say the same, and migrating is safe to repeat.
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migrate, openSchemaOrm } from "../../db/migrate.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let db: TestDatabase;
beforeAll(async () => {
	db = await testDatabase();
});
afterAll(() => db.close());

async function difference(spoil?: string): Promise<string> {
	const orm = await openSchemaOrm(db.adminUrl);
	try {
		if (spoil !== undefined) await orm.em.getConnection().execute(spoil);
		expect(await orm.migrator.getPending()).toEqual([]);
		return await orm.schema.getUpdateSchemaSQL();
	} finally {
		await orm.close();
	}
}

test("entities and migrations agree", async () => {
	expect(await difference()).toBe("");
});

test("migrating again changes nothing and keeps every row", async () => {
	expect(await migrate(db.adminUrl)).toEqual([]);
	const rows = await db.withTenant(db.tenants[0], (em) => em.execute("select name from entities"));
	expect(rows).toEqual([{ name: db.tenants[0].name }]);
});

test("no table waits for autovacuum to learn that its rows may all be of one tenant, and what it has learnt stays", async () => {
	const owner = new pg.Client({ connectionString: db.adminUrl });
	await owner.connect();
	const known = async () => {
		const { rows } = await owner.query<{ table: string; distinct: number | null; kind: number | null }>(`
			select c.relname as "table", s.stadistinct as "distinct", s.stakind1 as "kind" from pg_class c
			join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
			left join pg_statistic s on s.starelid = c.oid and s.staattnum = a.attnum
			where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1`);
		return rows;
	};
	const first = await known();
	expect(first.filter(({ distinct }) => distinct === null)).toEqual([]);
	await owner.query("analyze memberships");
	const learnt = await known();
	expect(learnt).not.toEqual(first);
	await migrate(db.adminUrl);
	expect(await known()).toEqual(learnt);
	await owner.end();
});

describe("the comparison notices", () => {
	const drifts: readonly (readonly [string, string, RegExp])[] = [
		["a lost policy", "drop policy tenant_rows on jobs", /create policy "tenant_rows" on "jobs"/],
		[
			"a lost foreign key",
			"alter table files drop constraint files_tenant_id_connection_id_foreign",
			/add constraint "files_tenant_id_connection_id/,
		],
		["a column that no entity has", "alter table jobs add column extra text", /drop column "extra"/],
		[
			"row security that the owner escapes",
			"alter table pages no force row level security",
			/alter table "pages" force row level security/,
		],
	];
	test.each(drifts)("%s", async (_name, spoil, sql) => {
		expect(await difference(spoil)).toMatch(sql);
	});
});
