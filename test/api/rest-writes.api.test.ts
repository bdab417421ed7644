// Writes of programs that come twice, too large, too deep, too often, or with what they may not bring.
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createConnection } from "../../db/sync/connection.store.ts";
import { bodyLimits } from "../../api/http/rest/read-input.ts";
import { attack } from "../attacks/attack.ts";
import { testApi, type TestApi } from "../support/api.ts";
import { testDatabase, type TestDatabase } from "../support/database.ts";
import { ask } from "../support/rest.ts";

let database: TestDatabase;
let api: TestApi;
let bearer: string;
let otherBearer: string;

beforeAll(async () => {
	database = await testDatabase();
	api = await testApi(database);
	for (const { tenantId, entityId } of database.tenants)
		await database.withTenant(tenantId, (em) =>
			createConnection(em, {
				tenantId,
				id: entityId,
				entityId,
				vendor: "stripe",
				name: "Stripe",
				baseUrl: "http://127.0.0.1:1",
				config: {},
			}),
		);
	const make = async (email: string): Promise<string> => {
		const admin = await api.as(email);
		const made = await admin.trpc.apiKeys.create.mutate({
			name: "Loader",
			scopes: ["connections.read", "connections.sync", "drift.decide", "quarantine.retry", "explorer.read", "jobs.read"],
			expiresInDays: 1,
			entityIds: null,
		});
		return made.secret;
	};
	bearer = await make(database.tenants[0].users.admin.email);
	otherBearer = await make(database.tenants[1].users.admin.email);
});
afterAll(async () => {
	await api.close();
	await database.close();
});

const jobsOf = async (at: 0 | 1): Promise<number> => {
	const rows = await database.withTenant(database.tenants[at], (em) =>
		em.execute<{ count: number }[]>("select count(*)::int as count from jobs"),
	);
	return rows[0]?.count ?? -1;
};

describe("Idempotency-Key", () => {
	const sync = (key: string, { as = bearer, at = 0 as 0 | 1 } = {}) =>
		ask(api, "POST", `/connections/${database.tenants[at].entityId}/test`, { bearer: as, headers: { "idempotency-key": key } });

	test("a write that is sent twice happens once and is answered twice", async () => {
		const before = await jobsOf(0);
		const first = await sync("one");
		const second = await sync("one");
		expect([first.status, second.status]).toEqual([202, 202]);
		expect(second.body).toEqual(first.body);
		expect([first.headers.get("idempotency-replayed"), second.headers.get("idempotency-replayed")]).toEqual([null, "true"]);
		expect(await jobsOf(0)).toBe(before + 1);
		// Quotes are how the draft standard writes it; they aren't part of the key.
		expect((await sync('"one"')).body).toEqual(first.body);
	});

	test("ten at once happen once: the others get its answer, or are told to come again", async () => {
		const before = await jobsOf(0);
		const answers = await Promise.all(Array.from({ length: 10 }, () => sync("at-once")));
		const made = answers.filter(({ status }) => status === 202);
		expect(answers.filter(({ status }) => status !== 202).map(({ status, body }) => [status, (body as { code: string }).code])).toEqual(
			Array.from({ length: 10 - made.length }, () => [409, "IDEMPOTENCY_BUSY"]),
		);
		expect(new Set(made.map(({ text }) => text)).size).toBe(1);
		expect(await jobsOf(0)).toBe(before + 1);
	});

	test("the same key for another request is refused, not answered with something else", async () => {
		await sync("mine");
		const other = await ask(api, "POST", `/connections/${database.tenants[0].entityId}/sync`, {
			bearer,
			headers: { "idempotency-key": "mine" },
		});
		expect([other.status, other.body]).toMatchObject([409, { code: "IDEMPOTENCY_CONFLICT" }]);
	});

	test("belongs to the caller: the same words of another company are another key", async () => {
		const mine = await sync("shared");
		const theirs = await sync("shared", { as: otherBearer, at: 1 });
		expect([theirs.status, theirs.headers.get("idempotency-replayed")]).toEqual([202, null]);
		expect(theirs.body).not.toEqual(mine.body);
	});

	test("a write that failed kept nothing, so the same key tries again", async () => {
		const path = "/connections/quarantine/dismiss";
		const wrong = { bearer, headers: { "idempotency-key": "again" }, json: { ids: [], reason: "" } };
		expect((await ask(api, "POST", path, wrong)).status).toBe(400);
		expect((await sync("again")).status).toBe(202);
	});

	test("a kept answer is sealed, and gone after a day", async () => {
		const first = await sync("kept");
		const [row] = await database.withTenant(database.tenants[0], (em) =>
			em.execute<{ answer: Buffer }[]>("select answer from idempotency_keys where key = 'kept'"),
		);
		expect(row?.answer.toString("utf8")).not.toContain((first.body as { jobId: string }).jobId);
		await database.withTenant(database.tenants[0], (em) =>
			em.execute("update idempotency_keys set created_at = now() - interval '25 hours' where key = 'kept'"),
		);
		const later = await sync("kept");
		expect([later.status, later.headers.get("idempotency-replayed")]).toEqual([202, null]);
	});

	test("that can't be one is refused before anything happens", async () => {
		const before = await jobsOf(0);
		for (const key of ["", "two words", "x".repeat(256), "é"]) expect([key, (await sync(key)).status]).toEqual([key, 400]);
		expect(await jobsOf(0)).toBe(before);
	});
});

attack("hostile-bodies", () => {
	const path = "/connections/quarantine/dismiss";
	const send = (raw: BodyInit, headers: Record<string, string> = {}) => ask(api, "POST", path, { bearer, raw, headers });

	test("a body beyond the limit is refused and not kept, declared or not", async () => {
		const body = JSON.stringify({ ids: [], reason: "x".repeat(bodyLimits.bytes) });
		expect(await send(body)).toMatchObject({ status: 413, body: { code: "TOO_LARGE" } });
		const stream = new ReadableStream<Uint8Array>({
			start: (sink) => {
				for (let i = 0; i < 20; i++) sink.enqueue(new Uint8Array(64 * 1024).fill(0x20));
				sink.close();
			},
		});
		const undeclared = await fetch(`${api.url}/api/v1${path}`, {
			method: "POST",
			headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
			body: stream,
			duplex: "half",
		} as RequestInit);
		expect(undeclared.status).toBe(413);
	});

	test("brackets in their hundreds of thousands are refused by depth", async () => {
		expect(await send(`{"ids":${"[".repeat(400_000)}`)).toMatchObject({ status: 400, body: { code: "TOO_DEEP" } });
		expect(await send(`${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`)).toMatchObject({ status: 400, body: { code: "TOO_DEEP" } });
	});

	test("what is no JSON object in UTF-8 is refused: lists, numbers, half a text, other encodings, other types", async () => {
		for (const raw of ["[]", "1", "null", '"x"', '{"ids":', "{}}", "", new Uint8Array([0x7b, 0xff, 0x7d])])
			expect([raw, (await send(raw)).status]).toEqual([raw, 400]);
		for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml"])
			expect([type, (await send("{}", { "content-type": type })).status]).toEqual([type, 415]);
	});

	test("characters that a database can't keep are a refusal, not a failure", async () => {
		for (const text of ["\u0000", "a\u0000b", "\ud800", "\u{1f4a9}".repeat(100)]) {
			const search = await ask(api, "GET", `/tables/search?text=${encodeURIComponent(text.toWellFormed())}`, { bearer });
			expect([text, search.status < 500]).toEqual([text, true]);
			const body = await send(JSON.stringify({ ids: [database.tenants[0].entityId], reason: text }));
			expect([text, body.status < 500]).toEqual([text, true]);
		}
	});
});

attack("mass-assignment", () => {
	test("a field that an address doesn't know is refused by name, in body and query, and nothing happens", async () => {
		const before = await jobsOf(0);
		const path = `/connections/${database.tenants[0].entityId}/test`;
		for (const json of [
			{ tenantId: database.tenants[1].tenantId },
			{ requestedBy: database.tenants[0].users.admin.userId },
			{ id: database.tenants[1].entityId },
			JSON.parse('{"__proto__":{"role":"owner"}}') as object,
			{ constructor: { prototype: { role: "owner" } } },
		]) {
			const raw = JSON.stringify(json);
			const answer = await ask(api, "POST", path, { bearer, raw });
			expect([raw, answer.status, (answer.body as { errors: { field: string }[] }).errors[0]?.field]).toEqual([
				raw,
				400,
				Object.keys(JSON.parse(raw) as object)[0],
			]);
		}
		const query = await ask(api, "GET", `/connections?tenantId=${database.tenants[1].tenantId}`, { bearer });
		expect(query).toMatchObject({ status: 400, body: { errors: [{ field: "tenantId" }] } });
		expect(await jobsOf(0)).toBe(before);
	});

	test("our own pages' procedures drop what they don't know: the company and the maker are the session's", async () => {
		const [alder, birch] = database.tenants;
		const admin = await api.as(alder.users.admin.email);
		const response = await admin.fetch("/trpc/apiKeys.create", {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({
				name: "Mine",
				scopes: ["jobs.read"],
				expiresInDays: 1,
				entityIds: null,
				tenantId: birch.tenantId,
				createdBy: birch.users.admin.userId,
				secretHash: "0".repeat(64),
				userId: alder.users.owner.userId,
				role: "owner",
			}),
		});
		const { key } = ((await response.json()) as { result: { data: { key: { id: string; scopes: string[] } } } }).result.data;
		const stored = await database.withTenant(alder, (em) =>
			em.execute<object[]>(
				`select k.created_by::text as "createdBy", m.role, k.secret_hash <> repeat('0', 64) as own
				from api_keys k join memberships m on m.tenant_id = k.tenant_id and m.user_id = k.user_id where k.id = ?::uuid`,
				[key.id],
			),
		);
		expect([response.status, key.scopes, stored]).toEqual([
			200,
			["jobs.read"],
			[{ createdBy: alder.users.admin.userId, role: "integration", own: true }],
		]);
	});
});

attack("header-injection", () => {
	test("what a caller sends never becomes a header of the answer: no line breaks, no foreign host", async () => {
		const hostile = "x%0d%0aset-cookie:%20stolen=1";
		const list = await ask(api, "GET", `/jobs?search=${hostile}&limit=1`, {
			bearer,
			headers: { "x-correlation-id": "bad id\twith spaces" },
		});
		expect([list.headers.get("set-cookie"), /^[0-9a-f-]{36}$/.test(list.headers.get("x-correlation-id") ?? "")]).toEqual([null, true]);
		const forged = await rawGet("/api/v1/jobs?limit=1", {
			host: "evil.example",
			authorization: `Bearer ${bearer}`,
			"x-forwarded-host": "evil.example",
		});
		expect([forged.status, JSON.stringify(forged.headers).includes("evil.example")]).toEqual([200, false]);
		const wrong = await rawGet("/api/v1/nothing", { host: "evil.example" });
		expect([wrong.status, wrong.text.includes("evil.example")]).toEqual([404, false]);
	});

	test("an Authorization header in any other shape signs nobody in", async () => {
		for (const authorization of [
			"Bearer",
			"Bearer ",
			"Basic YTpi",
			bearer,
			`Bearer ${bearer} x`,
			`Bearer ${bearer},${bearer}`,
			`Digest ${bearer}`,
		])
			expect([authorization, (await ask(api, "GET", "/jobs", { headers: { authorization } })).status]).toEqual([authorization, 401]);
	});

	const rawGet = (path: string, headers: Record<string, string>) =>
		new Promise<{ status: number; headers: object; text: string }>((resolve, reject) => {
			request(`${api.url}${path}`, { headers }, (response) => {
				let text = "";
				response.setEncoding("utf8");
				response.on("data", (chunk: string) => (text += chunk));
				response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
			})
				.once("error", reject)
				.end();
		});
});

describe("rate limits", () => {
	test("a caller beyond the quota waits as long as it is told, others don't", async () => {
		const clock = { now: Date.now() };
		const limited = await testApi(database, {
			deps: {
				restQuotas: { caller: { limit: 3, windowMs: 60_000 }, stranger: { limit: 2, windowMs: 60_000 } },
				now: () => new Date(clock.now),
			},
		});
		try {
			const get = (as?: string) => ask(limited, "GET", "/connections", as === undefined ? {} : { bearer: as });
			const first = await get(bearer);
			expect([first.status, first.headers.get("ratelimit"), first.headers.get("ratelimit-policy")]).toEqual([
				200,
				'"caller";r=2;t=20',
				'"caller";q=3;w=60',
			]);
			await get(bearer);
			await get(bearer);
			const beyond = await get(bearer);
			expect([beyond.status, beyond.headers.get("retry-after"), beyond.body]).toMatchObject([429, "20", { code: "RATE_LIMITED" }]);
			expect((await get(otherBearer)).status).toBe(200);
			clock.now += 20_000;
			expect((await get(bearer)).status).toBe(200);
			expect([(await get()).status, (await get("tk_test_x")).status, (await get()).status]).toEqual([401, 401, 429]);
		} finally {
			await limited.close();
		}
	});
});
