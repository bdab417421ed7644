// Migrations that change rows do so also where the owner of the tables is no superuser, whom the row policies bind.
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ToldOfPastAbsences } from "../../db/migrations/20261121T140000-told-of-past-absences.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let db: TestDatabase;
let owner: pg.Client;
beforeAll(async () => {
	db = await testDatabase();
	owner = new pg.Client({ connectionString: db.adminUrl });
	await owner.connect();
});
afterAll(async () => {
	await owner?.end();
	await db?.close();
});

const statements = (migration: ToldOfPastAbsences): readonly string[] => {
	migration.up();
	return migration.getQueries().map(String);
};

test("an absence that was over before anybody was told of such is marked in every company; one that lasts is not", async () => {
	const bound = `bound_${randomUUID().replaceAll("-", "")}`;
	const over = [randomUUID(), randomUUID()];
	await owner.query("set session_replication_role = replica");
	for (const [at, { tenantId }] of db.tenants.entries())
		await owner.query(
			`insert into delegations (tenant_id, id, giver_id, deputy_id, starts_at, ends_at)
			values ($1, $2, $4, $5, now() - interval '3 days', now() - interval '1 day'), ($1, $3, $4, $5, now(), now() + interval '1 day')`,
			[tenantId, over[at], randomUUID(), randomUUID(), randomUUID()],
		);
	await owner.query(`create role ${bound}; grant usage on schema public to ${bound}; alter table delegations owner to ${bound}`);
	try {
		await owner.query(`begin; set local role ${bound}`);
		for (const sql of statements(new ToldOfPastAbsences(undefined as never, undefined as never))) await owner.query(sql);
		await owner.query("commit");
		const { rows } = await owner.query<{ id: string }>("select id::text as id from delegations where told_at is not null");
		expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(over));
		const { rows: forced } = await owner.query("select relforcerowsecurity as forced from pg_class where oid = 'delegations'::regclass");
		expect(forced).toEqual([{ forced: true }]);
	} finally {
		await owner.query(`alter table delegations owner to current_user; drop owned by ${bound}; drop role ${bound}`);
	}
});
