// The memory of who may do what: right at once after a change, in every process, and never older than two seconds.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accessChanged } from "../../db/tenancy/access.store.ts";
import { type AccessCache, openAccessCache } from "../../platform/access-cache.ts";
import { createLog } from "../../platform/log.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";

let db: TestDatabase;
let a: TestTenant;
let b: TestTenant;
let cache: AccessCache;
/** Another process. */
let elsewhere: AccessCache;
let at = 1_000_000;

const open = (): AccessCache =>
	openAccessCache({ orm: db.orm, url: db.loginUrl, log: createLog({ name: "test", level: "silent" }), now: () => at });

beforeAll(async () => {
	db = await testDatabase();
	[a, b] = db.tenants;
	cache = open();
	elsewhere = open();
});
afterAll(async () => {
	await cache?.stop();
	await elsewhere?.stop();
	await db?.close();
});
// What a test has remembered is forgotten by the next; none leaves a notification on its way that could reach another.
beforeEach(() => {
	at += 10_000;
});

const role = async (of: AccessCache, tenant: TestTenant = a): Promise<string | undefined> =>
	(await of.of({ tenantId: tenant.tenantId, userId: tenant.users.analyst.userId }))?.role.key;
const setRole = (to: string, { tell, tenant = a }: { tell: boolean; tenant?: TestTenant }) =>
	db.withTenant(tenant, async (em) => {
		await em.execute("update memberships set role = ? where tenant_id = ? and user_id = ?", [
			to,
			tenant.tenantId,
			tenant.users.analyst.userId,
		]);
		if (tell) await accessChanged(em, tenant.tenantId);
	});

describe("access", () => {
	test("that has changed is read anew by every process that hears of it", async () => {
		expect([await role(cache), await role(elsewhere)]).toEqual(["analyst", "analyst"]);
		await setRole("auditor", { tell: true });
		await expect.poll(() => role(cache)).toBe("auditor");
		await expect.poll(() => role(elsewhere)).toBe("auditor");
		await setRole("analyst", { tell: false });
	});

	test("is remembered for two seconds and not a moment longer, where nobody tells", async () => {
		expect(await role(cache)).toBe("analyst");
		await setRole("auditor", { tell: false });
		at += 1999;
		expect(await role(cache)).toBe("analyst");
		at += 1;
		expect(await role(cache)).toBe("auditor");
		await setRole("analyst", { tell: false });
	});

	test("of one company is kept while another one's changes", async () => {
		expect([await role(cache), await role(cache, b)]).toEqual(["analyst", "analyst"]);
		await setRole("auditor", { tell: false });
		await setRole("preparer", { tell: true, tenant: b });
		await expect.poll(() => role(cache, b)).toBe("preparer");
		expect(await role(cache)).toBe("analyst");
		await setRole("analyst", { tell: false });
	});

	test("that was read before a change and arrives after it is not kept", async () => {
		cache.drop(a.tenantId);
		const reading = role(cache);
		await setRole("auditor", { tell: false });
		cache.drop(a.tenantId);
		await reading;
		expect(await role(cache)).toBe("auditor");
		await setRole("analyst", { tell: false });
	});

	test("of somebody who is no member is never remembered", async () => {
		const stranger = { tenantId: a.tenantId, userId: b.users.owner.userId };
		expect(await cache.of(stranger)).toBeNull();
		await db.withTenant(a, (em) =>
			em.execute("insert into memberships (tenant_id, user_id, role, name) values (?, ?, 'analyst', 'New')", [
				stranger.tenantId,
				stranger.userId,
			]),
		);
		expect((await cache.of(stranger))?.role.key).toBe("analyst");
	});
});
