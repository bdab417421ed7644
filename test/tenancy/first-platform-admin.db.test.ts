// The platform's first administrator is named by the operator, and by nobody else.
import { afterAll, beforeAll, expect, test } from "vitest";
import { makePlatformAdmin } from "../../db/first-platform-admin.ts";
import { isPlatformAdmin } from "../../db/tenancy/platform.store.ts";
import { withUser } from "../../db/tenant-scope.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let db: TestDatabase;
beforeAll(async () => {
	db = await testDatabase();
});
afterAll(() => db.close());

const runs = (userId: string): Promise<boolean> => withUser(db.orm, userId, (em) => isPlatformAdmin(em, userId));

test("whoever SUPER_ADMIN_EMAIL names runs the platform once they have registered, at every start again, and nobody else", async () => {
	const [alder, birch] = db.tenants;
	expect(await makePlatformAdmin(db.adminUrl, "not-yet@alder.example")).toBe(false);
	expect(await makePlatformAdmin(db.adminUrl, alder.users.admin.email.toUpperCase())).toBe(true);
	expect(await makePlatformAdmin(db.adminUrl, alder.users.admin.email)).toBe(true);
	expect(await runs(alder.users.admin.userId)).toBe(true);
	expect(await runs(birch.users.admin.userId)).toBe(false);
});

test("row security is in force for the owner afterwards", async () => {
	const rows = await db.orm.em
		.fork()
		.getConnection()
		.execute<{ forced: boolean }[]>("select relforcerowsecurity as forced from pg_class where relname in ('users', 'platform_admins')");
	expect(rows.map(({ forced }) => forced)).toEqual([true, true]);
});
