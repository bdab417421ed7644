// Signing in, the session that follows, and leaving: what is refused says nothing about why.
import { createHash, randomUUID } from "node:crypto";
import { TRPCClientError } from "@trpc/client";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../platform/config.ts";
import { testApi, type TestApi } from "../support/api.ts";
import { testDatabase, testPassword, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let api: TestApi;

beforeAll(async () => {
	database = await testDatabase();
	api = await testApi(database);
});
afterAll(async () => {
	await api.close();
	await database.close();
});

async function refusalOf(call: Promise<unknown>): Promise<{ message: string; data: Record<string, unknown> }> {
	const error: unknown = await call.then(
		() => null,
		(thrown: unknown) => thrown,
	);
	if (!(error instanceof TRPCClientError)) throw new Error("the call was not refused");
	return { message: error.message, data: error.data as Record<string, unknown> };
}

const admin = async <T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> => {
	const client = new pg.Client({ connectionString: database.adminUrl });
	await client.connect();
	try {
		return (await client.query<T>(sql, values)).rows;
	} finally {
		await client.end();
	}
};

test("a person signs in and sees who they are, where, and what they may do", async () => {
	const [alder] = database.tenants;
	const browser = await api.as(alder.users.preparer.email.toUpperCase());
	const me = await browser.trpc.auth.me.query();
	expect(me.user.email).toBe(alder.users.preparer.email);
	expect(me.tenant).toMatchObject({ tenantId: alder.tenantId, name: alder.name, role: "preparer", dataKind: "demo" });
	expect(me.permissions).toContain("connections.sync");
	expect(me.permissions).not.toContain("jobs.operate");
	expect(me.memberships).toHaveLength(1);
});

test("a wrong password and an unknown account are refused in the same words", async () => {
	const [alder] = database.tenants;
	const wrong = await refusalOf(api.browser().login(alder.users.controller.email, "not this one"));
	const unknown = await refusalOf(api.browser().login("nobody@alder.example", testPassword));
	expect(wrong.message).toBe(unknown.message);
	expect(wrong.data).toMatchObject({ code: "LOGIN_REFUSED", httpStatus: 401 });
	expect(unknown.data).toMatchObject({ code: "LOGIN_REFUSED", httpStatus: 401 });
});

test("the cookie can't be read by scripts or sent by other sites, and only its hash is stored", async () => {
	const [alder] = database.tenants;
	const response = await api.browser().fetch("/trpc/auth.login", {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ email: alder.users.admin.email, password: testPassword }),
	});
	const line = response.headers.getSetCookie()[0] ?? "";
	expect(line).toMatch(/^tieout_session=[A-Za-z0-9_-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
	const token = /=([^;]+)/.exec(line)?.[1] ?? "";
	const rows = await admin<{ token_hash: string }>("select token_hash from sessions where user_id = $1", [alder.users.admin.userId]);
	expect(rows.map((row) => row.token_hash)).toEqual([createHash("sha256").update(token).digest("hex")]);
});

test("behind a proxy that ends TLS the cookie is Secure", async () => {
	const [alder] = database.tenants;
	const response = await api.browser().fetch("/trpc/auth.login", {
		method: "POST",
		headers: { "content-type": "application/json", "x-forwarded-proto": "https" },
		body: JSON.stringify({ email: alder.users.admin.email, password: testPassword }),
	});
	expect(response.headers.getSetCookie()[0]).toContain("; Secure;");
});

describe("behind proxies", () => {
	const login = (url: string, headers: Readonly<Record<string, string>>, password = "not this one") =>
		fetch(`${url}/trpc/auth.login`, {
			method: "POST",
			headers: { "content-type": "application/json", "x-tieout": "1", ...headers },
			body: JSON.stringify({ email: `${randomUUID()}@alder.example`, password }),
		});
	const proxied = (extra: Readonly<Record<string, string>>) =>
		testApi(database, { deps: { config: readConfig({ ...environment(), ...extra }) } });
	const environment = () => ({
		TIEOUT_HOME: api.deps.config.home,
		DATABASE_URL: database.adminUrl,
		TEMPORAL_ADDRESS: api.deps.config.temporalAddress,
	});

	test("tries are counted by the address that a trusted proxy names, and nobody else is believed", async () => {
		const trusting = await proxied({ TIEOUT_TRUSTED_PROXIES: "198.51.100.0/24, 2001:db8::7" });
		const counted = async () => Number((await admin<{ n: string }>("select count(*) as n from throttles where tries >= 1"))[0]?.n);
		try {
			const before = await counted();
			// Each from its own address, behind a proxy of the named network and the one on this machine: one more account, one more address.
			for (const from of ["203.0.113.1", "203.0.113.2"]) await login(trusting.url, { "x-forwarded-for": `${from}, 198.51.100.9` });
			expect((await counted()) - before).toBe(4);
			// The same chain through a proxy that nobody named is that proxy's own address.
			for (const from of ["203.0.113.3", "203.0.113.4"]) await login(trusting.url, { "x-forwarded-for": `${from}, 192.0.2.9` });
			expect((await counted()) - before).toBe(7);
			for (const from of ["203.0.113.5", "203.0.113.6"]) await login(api.url, { "x-forwarded-for": `${from}, 198.51.100.9` });
			expect((await counted()) - before).toBe(10);
		} finally {
			await trusting.close();
		}
	});

	test("of an installation that people reach by https the cookie is bound to its host, whatever a neighbour plants", async () => {
		const secure = await proxied({ TIEOUT_PUBLIC_URL: "https://books.example" });
		try {
			const { email } = database.tenants[0].users.admin;
			const response = await secure.browser().fetch("/trpc/auth.login", {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify({ email, password: testPassword }),
			});
			const line = response.headers.getSetCookie()[0] ?? "";
			expect(line).toMatch(/^__Host-tieout_session=[A-Za-z0-9_-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/);
			const token = /=([^;]+)/.exec(line)?.[1] ?? "";
			const statusWith = async (cookie: string) =>
				(await fetch(`${secure.url}/trpc/auth.me`, { headers: { cookie, "x-tieout": "1" } })).status;
			expect(await statusWith(`__Host-tieout_session=${token}`)).toBe(200);
			expect(await statusWith(`tieout_session=${token}`)).toBe(401);
		} finally {
			await secure.close();
		}
	});
});

test("after leaving, the old cookie opens nothing", async () => {
	const [alder] = database.tenants;
	const browser = await api.as(alder.users.analyst.email);
	const stolen = browser.cookie();
	await browser.trpc.auth.logout.mutate();
	expect(browser.cookie()).toBe("");
	const response = await fetch(`${api.url}/trpc/auth.me`, { headers: { cookie: stolen, "x-tieout": "1" } });
	expect(response.status).toBe(401);
	expect(await response.json()).toMatchObject({ error: { data: { code: "NOT_SIGNED_IN" } } });
});

test("signing in again ends the session that the browser had", async () => {
	const [alder] = database.tenants;
	const browser = await api.as(alder.users.approver.email);
	const before = browser.cookie();
	await browser.login(alder.users.preparer.email);
	const response = await fetch(`${api.url}/trpc/auth.me`, { headers: { cookie: before, "x-tieout": "1" } });
	expect(response.status).toBe(401);
	expect((await browser.trpc.auth.me.query()).user.email).toBe(alder.users.preparer.email);
});

test("an expired session opens nothing", async () => {
	const [, birch] = database.tenants;
	const browser = await api.as(birch.users.auditor.email);
	await admin("update sessions set expires_at = now() - interval '1 second' where user_id = $1", [birch.users.auditor.userId]);
	// Nothing told of this end, so it is noticed when what is remembered has aged.
	await expect.poll(async () => (await browser.fetch("/trpc/auth.me")).status).toBe(401);
});

test("leaving works without a session too", async () => {
	expect(await api.browser().trpc.auth.logout.mutate()).toEqual({ signedOut: true });
});

test("a member of two companies switches between them and sees each one's entities alone", async () => {
	const [alder, birch] = database.tenants;
	const browser = await api.as(database.both.email);
	expect((await browser.trpc.entities.list.query()).map((entity) => entity.id)).toEqual([alder.entityId]);
	const me = await browser.trpc.auth.switchTenant.mutate({ tenantId: birch.tenantId });
	expect(me.tenant).toMatchObject({ tenantId: birch.tenantId, role: "auditor" });
	expect((await browser.trpc.entities.list.query()).map((entity) => entity.id)).toEqual([birch.entityId]);
});

test("nobody switches to a company they are no member of", async () => {
	const [alder, birch] = database.tenants;
	const browser = await api.as(alder.users.admin.email);
	expect((await refusalOf(browser.trpc.auth.switchTenant.mutate({ tenantId: birch.tenantId }))).data).toMatchObject({ code: "NOT_FOUND" });
	expect((await browser.trpc.auth.me.query()).tenant.tenantId).toBe(alder.tenantId);
});

test("a member who is removed loses the session at once", async () => {
	const [alder] = database.tenants;
	const browser = await api.as(alder.users.engineer.email);
	await admin("delete from memberships where user_id = $1", [alder.users.engineer.userId]);
	expect((await refusalOf(browser.trpc.entities.list.query())).data).toMatchObject({ httpStatus: 401 });
});

test("every request is logged with tenant, person, correlation id and duration, and never with a password or cookie", async () => {
	const [alder] = database.tenants;
	const browser = await api.as(alder.users.controller.email);
	await browser.fetch("/trpc/entities.list", { headers: { "x-correlation-id": "click-12345678" } });
	const line = api.logged().find((each) => each["correlationId"] === "click-12345678" && each["msg"] === "request");
	expect(line).toMatchObject({ tenantId: alder.tenantId, userId: alder.users.controller.userId, method: "GET", status: 200 });
	expect(line?.["durationMs"]).toBeTypeOf("number");
	const all = JSON.stringify(api.logged());
	expect(all).not.toContain(testPassword);
	expect(all).not.toContain(browser.cookie());
});

test("a correlation id that could break a log line is replaced", async () => {
	const response = await api.browser().fetch("/health", { headers: { "x-correlation-id": 'x" "level":"fatal' } });
	expect(response.headers.get("x-correlation-id")).toMatch(/^[0-9a-f-]{36}$/);
});
