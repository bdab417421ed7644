// API keys against the REST API, with two companies: what a key opens, what it doesn't, and when it stops.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Permission } from "../../domain/tenancy/permissions.ts";
import { testApi, type TestApi } from "../support/api.ts";
import { testDatabase, type TestDatabase } from "../support/database.ts";
import { ask } from "../support/rest.ts";

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

const makeKey = async (scopes: Permission[], entityIds: string[] | null = null) => {
	const [alder] = database.tenants;
	const admin = await api.as(alder.users.admin.email);
	const { key, secret } = await admin.trpc.apiKeys.create.mutate({ name: "ETL", scopes, expiresInDays: 30, entityIds });
	return { id: key.id, secret, admin, key };
};

describe("a key", () => {
	test("opens what its scopes name in its own company, and nothing else", async () => {
		const { secret } = await makeKey(["entities.read"]);
		const own = await ask(api, "GET", "/tenants/current/entities", { bearer: secret });
		expect([own.status, own.body]).toMatchObject([200, [{ id: database.tenants[0].entityId }]]);
		const other = await ask(api, "GET", "/connections", { bearer: secret });
		expect([other.status, other.body]).toMatchObject([403, { code: "FORBIDDEN", facts: { permission: "connections.read" } }]);
	});

	test("is shown once: the list has its beginning, the database only its hash", async () => {
		const { id, secret, admin } = await makeKey(["entities.read"]);
		const { rows } = await admin.trpc.apiKeys.list.query();
		expect(rows.find((row) => row.id === id)?.shown).toBe(secret.slice(0, 14));
		expect(JSON.stringify(rows)).not.toContain(secret);
		const stored = await database.withTenant(database.tenants[0], (em) =>
			em.execute<{ row: string }[]>("select row_to_json(k)::text as row from api_keys k where id = ?::uuid", [id]),
		);
		expect(stored[0]?.row).not.toContain(secret.slice(14));
		expect(
			api
				.logged()
				.map((line) => JSON.stringify(line))
				.join(),
		).not.toContain(secret.slice(14));
	});

	test("acts under its own name: the trail of what it does names the key, not who made it", async () => {
		const { secret, key } = await makeKey(["jobs.read", "quarantine.retry"]);
		const correlationId = `rest-keys-${key.id}`;
		await ask(api, "POST", "/connections/quarantine/retry", {
			bearer: secret,
			json: { filter: { connectionId: key.id } },
			headers: { "x-correlation-id": correlationId },
		});
		const members = await database.withTenant(database.tenants[0], (em) =>
			em.execute<{ kind: string; role: string; name: string }[]>(
				"select m.kind, m.role, m.name from memberships m join api_keys k on k.tenant_id = m.tenant_id and k.user_id = m.user_id where k.id = ?::uuid",
				[key.id],
			),
		);
		expect(members).toEqual([{ kind: "service", role: "integration", name: "ETL" }]);
		const line = api.logged().find((each) => each["correlationId"] === correlationId && each["msg"] === "request");
		expect(line?.["userId"]).not.toBe(database.tenants[0].users.admin.userId);
	});

	test("can't be given what its maker hasn't, nor what only a person does", async () => {
		const [alder] = database.tenants;
		const engineer = await api.as(alder.users.engineer.email);
		const asked = (scopes: Permission[]) =>
			engineer.trpc.apiKeys.create
				.mutate({ name: "x", scopes, expiresInDays: 1, entityIds: null })
				.catch((error: { data: { code: string } }) => error.data.code);
		expect(await asked(["reconciliations.start"])).toBe("SCOPES_REFUSED");
		expect(await asked(["keys.rotate"])).toBe("INPUT");
		expect(await asked(["api_keys.manage"])).toBe("INPUT");
		expect(await asked(["connections.sync"])).toMatchObject({ key: { scopes: ["connections.sync"] } });
	});

	test("of more than its renewer may do isn't handed to the renewer", async () => {
		const { id } = await makeKey(["reconciliations.start"]);
		const engineer = await api.as(database.tenants[0].users.engineer.email);
		await expect(engineer.trpc.apiKeys.rotate.mutate({ id, expiresInDays: 30, overlapHours: 0 })).rejects.toMatchObject({
			data: { code: "SCOPES_REFUSED" },
		});
	});

	test("with a new secret: the old one works until the overlap is over, and not at all without one", async () => {
		const { id, secret, admin } = await makeKey(["entities.read"]);
		const works = async (bearer: string) => (await ask(api, "GET", "/tenants/current/entities", { bearer })).status === 200;
		const second = await admin.trpc.apiKeys.rotate.mutate({ id, expiresInDays: 60, overlapHours: 24 });
		expect([await works(secret), await works(second.secret), second.key.state]).toEqual([true, true, "rotating"]);
		await database.withTenant(database.tenants[0], (em) =>
			em.execute("update api_keys set old_secret_until = now() - interval '1 second' where id = ?::uuid", [id]),
		);
		expect([await works(secret), await works(second.secret)]).toEqual([false, true]);
		const third = await admin.trpc.apiKeys.rotate.mutate({ id, expiresInDays: 60, overlapHours: 0 });
		expect([await works(second.secret), await works(third.secret), third.key.state]).toEqual([false, true, "active"]);
	});

	test("that is revoked or past its end is refused at the next request", async () => {
		const revoked = await makeKey(["entities.read"]);
		const expired = await makeKey(["entities.read"]);
		expect((await ask(api, "GET", "/tenants/current/entities", { bearer: revoked.secret })).status).toBe(200);
		expect(await revoked.admin.trpc.apiKeys.revoke.mutate({ id: revoked.id, reason: "left in a repository" })).toMatchObject({
			state: "revoked",
		});
		await database.withTenant(database.tenants[0], (em) =>
			em.execute("update api_keys set expires_at = now() where id = ?::uuid", [expired.id]),
		);
		for (const { secret } of [revoked, expired]) {
			const answer = await ask(api, "GET", "/tenants/current/entities", { bearer: secret });
			expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="Tieout API"']);
		}
		await expect(revoked.admin.trpc.apiKeys.revoke.mutate({ id: revoked.id })).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
	});

	test("of one company is nothing to another: its people can't see, renew or revoke it", async () => {
		const { id, secret } = await makeKey(["entities.read"]);
		const stranger = await api.as(database.tenants[1].users.admin.email);
		expect((await stranger.trpc.apiKeys.list.query()).rows.map((row) => row.id)).not.toContain(id);
		await expect(stranger.trpc.apiKeys.rotate.mutate({ id, expiresInDays: 1, overlapHours: 0 })).rejects.toMatchObject({
			data: { code: "NOT_FOUND" },
		});
		await expect(stranger.trpc.apiKeys.revoke.mutate({ id })).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
		await expect(
			stranger.trpc.apiKeys.create.mutate({
				name: "x",
				scopes: ["entities.read"],
				expiresInDays: 1,
				entityIds: [database.tenants[0].entityId],
			}),
		).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
		expect((await ask(api, "GET", "/tenants/current/entities", { bearer: secret })).status).toBe(200);
	});

	test("says when it was last used", async () => {
		const { id, secret, admin } = await makeKey(["entities.read"]);
		await ask(api, "GET", "/tenants/current/entities", { bearer: secret });
		await expect.poll(async () => (await admin.trpc.apiKeys.list.query()).rows.find((row) => row.id === id)?.lastUsedAt).not.toBeNull();
	});

	test("signs nobody in to our own pages, and a cookie opens nothing of the REST API", async () => {
		const { secret, admin } = await makeKey(["entities.read"]);
		const pages = await api.browser().fetch("/trpc/entities.list", { headers: { authorization: `Bearer ${secret}` } });
		expect(pages.status).toBe(401);
		expect((await admin.fetch("/api/v1/tenants/current/entities")).status).toBe(401);
	});
});
