// The REST surface as its OpenAPI document describes it, address by address: a new line in routes.ts is covered without one here.
import { randomUUID } from "node:crypto";
import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appRouter } from "../../api/app-router.ts";
import { openApiDocument } from "../../api/http/rest/openapi.ts";
import { type Operation, operations } from "../../api/http/rest/operation.ts";
import { problemKinds } from "../../api/http/rest/problem.ts";
import { exampleOf } from "../../api/http/rest/schema-words.ts";
import { keyScopes } from "../../domain/tenancy/api-key.ts";
import { isPermission, type Permission } from "../../domain/tenancy/permissions.ts";
import { testApi, type TestApi } from "../support/api.ts";
import { testDatabase, type TestDatabase } from "../support/database.ts";
import { ask, type RestAnswer } from "../support/rest.ts";
import { type StoredSync, storedSync } from "../support/stored-sync.ts";

let database: TestDatabase;
let api: TestApi;
let foreign: StoredSync;
const keys = new Map<string, string>();

/** Decisions are for people, who come with an access token instead of a key. */
const byKey = operations.filter(({ access }) => isPermission(access) && keyScopes.includes(access));

beforeAll(async () => {
	database = await testDatabase();
	api = await testApi(database, {
		deps: { restQuotas: { caller: { limit: 100_000, windowMs: 1000 }, stranger: { limit: 100_000, windowMs: 1000 } } },
	});
	const [alder, birch] = database.tenants;
	foreign = await storedSync(database, api.deps.storage, birch);
	const admin = await api.as(alder.users.admin.email);
	const make = async (name: string, scopes: Permission[]): Promise<void> => {
		const { secret } = await admin.trpc.apiKeys.create.mutate({ name, scopes, expiresInDays: 1, entityIds: null });
		keys.set(name, secret);
	};
	await make("all", [...keyScopes]);
	for (const scope of new Set(byKey.map(({ access }) => access as Permission))) {
		await make(`only ${scope}`, [scope]);
		await make(
			`all but ${scope}`,
			keyScopes.filter((each) => each !== scope),
		);
	}
});
afterAll(async () => {
	await api.close();
	await database.close();
});

/** Asks with made-up values that fit, every id being `id`. */
function call(operation: Operation, bearer: string | undefined, id: string = randomUUID()): Promise<RestAnswer> {
	const value = (schema: Parameters<typeof exampleOf>[0]): unknown =>
		JSON.parse(JSON.stringify(exampleOf(schema)).replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, id));
	const path = operation.pathFields.reduce<string>(
		(line, { name, schema }) => line.replace(`{${name}}`, encodeURIComponent(String(value(schema)))),
		operation.path,
	);
	const query = new URLSearchParams();
	for (const { name, schema, kind, required } of operation.queryFields)
		if (required || schema.format === "uuid") query.set(name, kind === "json" ? JSON.stringify(value(schema)) : String(value(schema)));
	const json = operation.body === null ? undefined : value(operation.body);
	return ask(api, operation.method, query.size === 0 ? path : `${path}?${query}`, { ...(bearer !== undefined && { bearer }), json });
}

describe("the OpenAPI document", () => {
	test("is valid by the specification's own schema, version 3.1", async () => {
		const validator = new Validator();
		const result = await validator.validate(JSON.parse(JSON.stringify(openApiDocument())) as Record<string, unknown>);
		expect([result.valid, result.errors]).toEqual([true, undefined]);
		expect(validator.version).toBe("3.1");
	});

	test("is what is served, to anyone, and holds every line of the surface once", async () => {
		const served = await ask(api, "GET", "/openapi.json");
		expect(served.body).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
		const ids = operations.map(({ method, path }) => `${method} ${path.replaceAll(/\{[^}]+\}/g, "{}")}`);
		expect(new Set(ids).size).toBe(ids.length);
		expect(operations.length).toBeGreaterThan(35);
	});

	test("names procedures that exist, and none that changes something is asked for by GET", () => {
		const known = Object.keys(appRouter._def.procedures);
		expect(operations.filter(({ procedure }) => !known.includes(procedure)).map(({ procedure }) => procedure)).toEqual([]);
		expect(operations.filter(({ method, type }) => method === "GET" && type === "mutation")).toEqual([]);
		const unknownFields = operations.flatMap(({ procedure, pathFields }) =>
			pathFields.filter(({ schema }) => Object.keys(schema).length === 0).map(({ name }) => `${procedure} ${name}`),
		);
		expect(unknownFields).toEqual([]);
	});

	test("every scope that a key can have opens something, and what only people may do is no scope", () => {
		const needed = new Set(operations.map(({ access }) => access).filter((access) => isPermission(access)));
		expect(keyScopes.filter((scope) => !needed.has(scope))).toEqual([]);
		expect(byKey.length).toBeGreaterThan(30);
	});
});

describe("every address", () => {
	test("refuses who comes without a credential or with a wrong one, before it looks at anything", async () => {
		for (const operation of operations.filter(({ access }) => access !== "anyone"))
			for (const bearer of [undefined, "tk_live_nonsense", "not.a.token"]) {
				const { status, body } = await call(operation, bearer);
				expect([operation.procedure, bearer, status, body]).toMatchObject([
					operation.procedure,
					bearer,
					401,
					{ code: "NOT_SIGNED_IN", status: 401 },
				]);
			}
	});

	test("asks for exactly its procedure's permission: with all others it is refused, with it alone it is not", async () => {
		for (const operation of byKey) {
			const without = await call(operation, keys.get(`all but ${operation.access}`));
			expect([operation.procedure, without.status, without.body]).toMatchObject([
				operation.procedure,
				403,
				{ code: "FORBIDDEN", facts: { permission: operation.access } },
			]);
			const alone = await call(operation, keys.get(`only ${operation.access}`));
			expect([operation.procedure, [200, 201, 202, 400, 404].includes(alone.status), alone.text]).toMatchObject([
				operation.procedure,
				true,
				expect.any(String),
			]);
		}
	});

	test("answers another company's ids exactly as ids that don't exist", async () => {
		const secrets = [foreign.rows[0]?.naturalKey ?? "", foreign.objectKey, database.tenants[1].name];
		const ids = [foreign.connectionId, foreign.jobId, foreign.pageId, foreign.rows[0]?.canonicalId ?? "", foreign.rows[0]?.recordId ?? ""];
		const same = ({ status, text }: RestAnswer): unknown => [status, text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "id")];
		for (const operation of byKey.filter(({ pathFields }) => pathFields.some(({ schema }) => schema.format === "uuid"))) {
			const unknown = await call(operation, keys.get("all"));
			for (const id of ids) {
				const answer = await call(operation, keys.get("all"), id);
				expect([operation.procedure, same(answer)]).toEqual([operation.procedure, same(unknown)]);
				expect([operation.procedure, secrets.filter((secret) => answer.text.includes(secret))]).toEqual([operation.procedure, []]);
			}
		}
	});

	test("answers in JSON, and what goes wrong as problem+json with a status that the document names", async () => {
		for (const operation of byKey) {
			const { status, headers, body } = await call(operation, keys.get("all"));
			const type = headers.get("content-type");
			expect([operation.procedure, type]).toEqual([
				operation.procedure,
				status < 300 ? "application/json; charset=utf-8" : "application/problem+json; charset=utf-8",
			]);
			const described = openApiDocument().paths[operation.path]?.[operation.method.toLowerCase()]?.["responses"] as object;
			expect([operation.procedure, Object.keys(described)]).toEqual([operation.procedure, expect.arrayContaining([String(status)])]);
			if (status >= 300)
				expect(body).toMatchObject({ status, type: `/api/docs#problem-${problemKinds[status]?.[0]}`, correlationId: expect.any(String) });
			expect(headers.get("ratelimit-policy")).toBe('"caller";q=100000;w=1');
			expect(headers.get("cache-control")).toBe("no-store");
		}
	});

	test("says which methods it has to who uses another", async () => {
		const { status, headers } = await ask(api, "DELETE", "/jobs", { bearer: keys.get("all") ?? "" });
		expect([status, headers.get("allow")]).toEqual([405, "GET"]);
		expect((await ask(api, "GET", "/nothing/here", { bearer: keys.get("all") ?? "" })).status).toBe(404);
		expect((await ask(api, "GET", "/jobs/%E0%A4%A", { bearer: keys.get("all") ?? "" })).status).toBe(400);
	});
});

test("a list is walked page by page by its Link header, each row once", async () => {
	const [, birch] = database.tenants;
	const admin = await api.as(birch.users.admin.email);
	const { secret: bearer } = await admin.trpc.apiKeys.create.mutate({
		name: "walk",
		scopes: ["explorer.read"],
		expiresInDays: 1,
		entityIds: null,
	});
	const seen: string[] = [];
	let path: string | null = `/tables/rows?connectionId=${foreign.connectionId}&limit=1`;
	while (path !== null && seen.length < 100) {
		const { status, body, headers } = await ask(api, "GET", path, { bearer });
		expect([status, path]).toEqual([200, path]);
		seen.push(...(body as { rows: { id: string }[] }).rows.map((row) => row.id));
		path = /^<\/api\/v1(.*)>; rel="next"$/.exec(headers.get("link") ?? "")?.[1] ?? null;
	}
	expect(seen.length).toBe(foreign.rows.length);
	expect(new Set(seen).size).toBe(seen.length);
});

test("the docs page is for everyone, runs no script, and explains every address and every kind of problem", async () => {
	const response = await fetch(`${api.url}/api/docs`);
	const html = await response.text();
	expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
	expect(response.headers.get("content-security-policy")).toContain("script-src 'self'");
	expect(html.match(/<script[^>]*>| style="[^"]*"| on[a-z]+="[^"]*"/gi)).toBeNull();
	for (const { procedure } of operations)
		expect([procedure, html.includes(`id="${procedure.replaceAll(".", "-")}"`)]).toEqual([procedure, true]);
	for (const [kind] of Object.values(problemKinds)) expect([kind, html.includes(`id="problem-${kind}"`)]).toEqual([kind, true]);
	const css = await fetch(`${api.url}/api/docs/docs.css`);
	expect([css.status, css.headers.get("content-type")]).toEqual([200, "text/css; charset=utf-8"]);
});
