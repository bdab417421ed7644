// Ways around the procedures: headers and parameters that name another company, hooks, jobs' ids, event streams, stored objects.
import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testApi, type TestApi, type TestBrowser } from "../support/api.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";
import { ask } from "../support/rest.ts";
import { type StoredSync, storedSync } from "../support/stored-sync.ts";
import { attack } from "./attack.ts";

let database: TestDatabase;
let api: TestApi;
let alder: TestTenant;
let birch: TestTenant;
let owner: TestBrowser;
let foreign: StoredSync;

beforeAll(async () => {
	database = await testDatabase();
	api = await testApi(database);
	[alder, birch] = database.tenants;
	owner = await api.as(alder.users.owner.email);
	foreign = await storedSync(database, api.deps.storage, birch);
});
afterAll(async () => {
	await api.close();
	await database.close();
});

attack("tenant-header", () => {
	test("headers, parameters and fields that name another company change nothing: the session says which", async () => {
		const { tenantId } = birch;
		const names = ["x-tenant-id", "x-tenant", "x-tieout-tenant", "tenant", "x-forwarded-host", "x-original-url", "x-http-method-override"];
		const headers = { ...Object.fromEntries(names.map((name) => [name, tenantId])), cookie: `tenant=${tenantId}; ${owner.cookie()}` };
		const page = await owner.fetch(`/trpc/entities.list?tenantId=${tenantId}&tenant=${tenantId}`, {
			headers: { ...headers, cookie: owner.cookie() },
		});
		expect([page.status, await page.text()]).toEqual([200, expect.not.stringContaining(birch.entityId)]);
		const { secret } = await owner.trpc.apiKeys.create.mutate({
			name: "ETL",
			scopes: ["entities.read"],
			expiresInDays: 1,
			entityIds: null,
		});
		const rest = await ask(api, "GET", "/tenants/current/entities", { bearer: secret, headers });
		expect([rest.status, rest.body]).toMatchObject([200, [{ id: alder.entityId }]]);
		expect((await ask(api, "GET", `/tenants/current/entities?tenantId=${tenantId}`, { bearer: secret })).status).toBe(400);
		expect((await ask(api, "GET", `/tenants/${tenantId}/entities`, { bearer: secret })).status).toBe(404);
	});
});

attack("side-doors", () => {
	test("a hook for another company's connection is refused in the words of one that doesn't exist, and starts nothing", async () => {
		const body = JSON.stringify({ id: "evt_1", type: "payout.paid" });
		const hook = async (id: string, headers: Record<string, string> = {}) => {
			const response = await owner.fetch(`/hooks/${id}`, {
				method: "POST",
				headers: { "content-type": "application/json", ...headers },
				body,
			});
			return [response.status, (await response.text()).replaceAll(/"correlationId":"[^"]*"/g, "")];
		};
		const unknown = await hook(randomUUID());
		expect(unknown[0]).toBeGreaterThanOrEqual(400);
		for (const id of [foreign.connectionId, `${foreign.connectionId}/..`, "' or true --"])
			expect((await hook(id))[0]).toBeGreaterThanOrEqual(400);
		const now = Math.floor(Date.now() / 1000);
		for (const signature of ["", `t=${now},v1=`, `t=${now},v1=${"0".repeat(64)}`, `t=0,v1=${"0".repeat(64)}`])
			expect(await hook(foreign.connectionId, { "stripe-signature": signature })).toEqual(unknown);
		const [left] = await database.withTenant(birch, (em) =>
			em.execute<{ hooks: number }[]>(
				"select (select count(*) from inbox)::int + (select count(*) from jobs where kind = 'hook')::int as hooks",
			),
		);
		expect(left).toEqual({ hooks: 0 });
	});

	test("another company's job can't be asked, decided or stopped by its id, through either door", async () => {
		const key = await owner.trpc.apiKeys.create.mutate({
			name: "ops",
			scopes: ["jobs.read", "jobs.cancel"],
			expiresInDays: 1,
			entityIds: null,
		});
		const bearer = key.secret;
		const paths = ["", "/progress", "/events", "/events/1", "/logs", "/replay"].map(
			(path) => ["GET", `/jobs/${foreign.jobId}${path}`] as const,
		);
		const writes = ["cancel", "pause", "resume"].map((word) => ["POST", `/jobs/${foreign.jobId}/${word}`] as const);
		for (const [method, path] of [...paths, ...writes]) {
			const { status, text } = await ask(api, method, path, { bearer });
			expect([path, [403, 404].includes(status), text.includes(foreign.connectionId)]).toEqual([path, true, false]);
		}
		const answer = { jobId: foreign.jobId, decisionId: randomUUID(), sha256: "0".repeat(64), verdict: "approve" as const };
		await expect(owner.trpc.jobs.decide.mutate(answer)).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
	});

	test("an event stream is of the session's company, whatever its address says, and no key opens one", async () => {
		const key = await owner.trpc.apiKeys.create.mutate({ name: "ear", scopes: ["jobs.read"], expiresInDays: 1, entityIds: null });
		const path = `/events?tenant=${birch.tenantId}&topic=jobs&key=${foreign.jobId}`;
		expect((await api.browser().fetch(path, { headers: { authorization: `Bearer ${key.secret}` } })).status).toBe(401);
		const stop = new AbortController();
		const stream = await owner.fetch(path, { signal: stop.signal });
		const reader = stream.body?.getReader();
		const tell = (tenant: TestTenant, key: string) =>
			database.withTenant(tenant, (em) =>
				em.execute("select pg_notify('tieout', ?)", [JSON.stringify({ tenant: tenant.tenantId, topic: "jobs", key })]),
			);
		await tell(birch, foreign.jobId);
		await tell(alder, "mine");
		let heard = "";
		while (!heard.includes("mine")) heard += new TextDecoder().decode((await reader?.read())?.value);
		expect(heard).not.toContain(foreign.jobId);
		stop.abort();
	});
});

attack("path-traversal", () => {
	test("a stored object is reached by its own company and by its whole key alone", async () => {
		const { storage } = api.deps;
		const hash = createHash("sha256").update(foreign.bytes).digest("hex");
		expect(foreign.objectKey).toBe(`${birch.tenantId}/${hash}`);
		const keys = [
			foreign.objectKey,
			`${alder.tenantId}/../${foreign.objectKey}`,
			`${alder.tenantId}/../../secret.txt`,
			`../${foreign.objectKey}`,
			`${alder.tenantId}/${hash}/../../${foreign.objectKey}`,
			`${alder.tenantId}/${hash}\0`,
			"",
		];
		for (const key of keys) await expect(storage.get(alder.tenantId, key), key).rejects.toMatchObject({ code: "OBJECT_FOREIGN" });
		await expect(storage.get(alder.tenantId, `${alder.tenantId}/${hash}`)).rejects.toMatchObject({ code: "OBJECT_MISSING" });
		await expect(storage.put("../../etc", new Uint8Array(1))).rejects.toMatchObject({ code: "INVALID_SCOPE" });
	});

	test("no id of a download leads to a file of the server or to another company's object", async () => {
		for (const id of ["..%2f..%2fsecret.txt", foreign.objectKey.replace("/", "%2f"), "a%00", "%2e%2e%2f%2e%2e%2fobjects"]) {
			const response = await owner.fetch(`/exports/${id}`);
			expect([id, response.status, (await response.text()).includes("outside the pages")]).toEqual([id, 404, false]);
		}
	});
});
