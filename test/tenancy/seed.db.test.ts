// The demo seed: complete at once, harmless when repeated, and each company's own.
import { randomUUID } from "node:crypto";
import { verify } from "@node-rs/argon2";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SeedInput, seed } from "../../db/seeds/seed.ts";
import { blankTenant, countRows, eraseBatch, erasedTables } from "../../db/tenancy/erase.store.ts";
import { eraseAccount, isInOtherCompanies } from "../../db/tenancy/erase-person.store.ts";
import { asErasure, withoutScope, withTenant, withUser } from "../../db/tenant-scope.ts";
import { keysOf, wrappedKeysOf } from "../../db/tenancy/tenant-key.store.ts";
import { createKeys } from "../../platform/keys.ts";
import { derivedId } from "../../domain/core/ids.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let db: TestDatabase;
beforeAll(async () => {
	db = await testDatabase();
});
afterAll(() => db.close());

const credentials = (key: string) => ({ stripe: { apiKey: `key of ${key}` }, netsuite: { accountId: `account of ${key}` } });
const input = (sandboxUrl: string, demoPassword: string): SeedInput => ({
	demoPassword,
	sandboxUrl,
	credentials: { larkfield: credentials("larkfield"), harbour: credentials("harbour") },
	seal: ({ tenantId, connectionId }, secrets) => ({
		ciphertext: Buffer.from(JSON.stringify([tenantId, connectionId, secrets])),
		keyId: `${tenantId}/2`,
	}),
	keys: createKeys(new Uint8Array(32).fill(4)),
});

const larkfield = { tenantId: derivedId("tenant", "larkfield") };
const harbour = { tenantId: derivedId("tenant", "harbour") };
const email = "controller@larkfield.example";

async function passwordHash(): Promise<string> {
	const [user] = await withoutScope(db.orm, (em) => em.execute<{ id: string }[]>("select user_id as id from auth_user_id(?)", [email]));
	if (user === undefined) throw new Error(`${email} is missing`);
	const [row] = await withUser(db.orm, user.id, (em) => em.execute<{ hash: string }[]>("select password_hash as hash from users"));
	return row?.hash ?? "";
}

test("the first run makes the demo people with the given password", async () => {
	expect(await seed(db.adminUrl, input("http://one", "first"))).toEqual({ email, created: true });
	expect(await passwordHash()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
	expect(await verify(await passwordHash(), "first")).toBe(true);
});

test("a second run keeps passwords and what people renamed, and follows the sandbox's address", async () => {
	await withTenant(db.orm, larkfield, (em) => em.execute("update connections set name = 'Our Stripe' where vendor = 'stripe'"));
	expect(await seed(db.adminUrl, input("http://two", "second"))).toEqual({ email, created: false });
	expect(await verify(await passwordHash(), "first")).toBe(true);
	const rows = await withTenant(db.orm, larkfield, (em) =>
		em.execute(`select vendor, name, base_url as "baseUrl", config from connections order by vendor`),
	);
	expect(rows).toEqual([
		{ vendor: "files", name: "Bank statements", baseUrl: "", config: { sampleUrl: "http://two/bank/statement.csv?company=larkfield" } },
		{ vendor: "netsuite", name: "NetSuite", baseUrl: "http://two/netsuite", config: { account: "account of larkfield" } },
		{ vendor: "stripe", name: "Our Stripe", baseUrl: "http://two", config: {} },
	]);
});

test("each company has its own secrets, zone and people, and one person is in both", async () => {
	const facts = (scope: typeof larkfield) =>
		withTenant(db.orm, scope, async (em) => ({
			secrets: (await em.execute<{ text: string }[]>("select convert_from(ciphertext, 'UTF8') as text from connection_secrets")).map(
				(row) => row.text,
			),
			zones: await em.execute("select time_zone from entities"),
			people: (await em.execute<{ name: string }[]>("select name from memberships order by name")).map((row) => row.name),
		}));
	const [a, b] = [await facts(larkfield), await facts(harbour)];
	expect(a.zones).toEqual([{ time_zone: "America/New_York" }]);
	expect(b.zones).toEqual([{ time_zone: "Europe/London" }]);
	expect(a.secrets).toHaveLength(2);
	expect(a.secrets.every((text) => text.includes("of larkfield") && text.includes(larkfield.tenantId))).toBe(true);
	expect(b.secrets.every((text) => text.includes("of harbour") && text.includes(harbour.tenantId))).toBe(true);
	expect(a.people.filter((name) => b.people.includes(name))).toEqual(["Ines Tallow"]);
});

test("a demo company seals with a random key of its own from its first moment, and a later run takes the same one", async () => {
	for (const scope of [larkfield, harbour]) {
		expect(await withTenant(db.orm, scope, (em) => keysOf(em, scope.tenantId))).toMatchObject([{ no: 2, state: "active" }]);
		const [row] = await withTenant(db.orm, scope, (em) => wrappedKeysOf(em, scope.tenantId));
		const again = input("http://two", "third");
		await seed(db.adminUrl, again);
		const keys = again.keys as ReturnType<typeof createKeys>;
		expect(keys.current(scope.tenantId, "secret").no).toBe(2);
		expect(await withTenant(db.orm, scope, (em) => wrappedKeysOf(em, scope.tenantId))).toEqual([row]);
	}
});

test("nothing comes back into a company that was erased, nor an account of who was only there, and the login of who is left is shown", async () => {
	const inLarkfield = <T>(work: Parameters<typeof withTenant<T>>[2]) => withTenant(db.orm, larkfield, work);
	const people = await inLarkfield((em) => em.execute<{ id: string }[]>("select user_id::text as id from memberships"));
	const reportId = randomUUID();
	await inLarkfield((em) => em.execute("update tenants set status = 'closing'"));
	for (const table of erasedTables(db.orm))
		await asErasure(db.orm, { ...larkfield, reportId }, (em) => eraseBatch(em, { table, ...larkfield, limit: 1_000 }));
	for (const { id } of people)
		await withUser(db.orm, id, async (em) => {
			if (!(await isInOtherCompanies(em, { ...larkfield, userId: id }))) await eraseAccount(em, id);
		});
	await asErasure(db.orm, { ...larkfield, reportId }, (em) => blankTenant(em, larkfield.tenantId));

	expect(await seed(db.adminUrl, input("http://two", "fourth"))).toEqual({ email: "owner@harbour.example", created: false });
	for (const table of erasedTables(db.orm)) expect(await inLarkfield((em) => countRows(em, table, larkfield.tenantId)), table.name).toBe(0);
	expect(await inLarkfield((em) => em.execute("select name, status from tenants"))).toEqual([{ name: "Erased company", status: "erased" }]);
	const accounts = async (address: string) =>
		withoutScope(db.orm, (em) => em.execute<unknown[]>("select user_id from auth_user_id(?)", [address]));
	expect(await accounts(email)).toEqual([]);
	expect(await accounts("books@tallow.example")).toHaveLength(1);
	const inHarbour = await withTenant(db.orm, harbour, (em) => em.execute("select name from memberships order by name"));
	expect(inHarbour).toHaveLength(4);
});
