// Temporal Web shows every tenant's runs; what they hold is opened for one person, one company, one role, one origin.
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Payload } from "@temporalio/common";
import { createKeys } from "../../platform/keys.ts";
import { createPayloadCodec } from "../../platform/payload-codec.ts";
import { type TestApi, testApi, type TestBrowser } from "../support/api.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";

let db: TestDatabase;
let api: TestApi;
let temporalWeb: string;
let engineer: TestBrowser;

interface WirePayload {
	readonly metadata?: Readonly<Record<string, string>>;
	readonly data?: string;
}

beforeAll(async () => {
	db = await testDatabase();
	api = await testApi(db);
	temporalWeb = api.deps.config.temporalWebUrl;
	engineer = await api.as(db.tenants[0].users.engineer.email);
});
afterAll(async () => {
	await api?.close();
	await db?.close();
});

const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString("base64");
const wire = ({ metadata, data }: Payload): WirePayload => ({
	metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value ?? "")])),
	data: base64(data ?? ""),
});
const plain = (text: string): WirePayload => ({ metadata: { encoding: base64("json/plain") }, data: base64(JSON.stringify(text)) });

/** A payload as a workflow of the tenant would leave it in a history. */
async function sealed(tenant: TestTenant | "platform", text: string): Promise<WirePayload> {
	const workflowId = tenant === "platform" ? "p/job-reconciler" : `t/${tenant.tenantId}/sync/x`;
	const payload: Payload = { metadata: { encoding: Buffer.from("json/plain") }, data: Buffer.from(JSON.stringify(text)) };
	const [encoded] = await createPayloadCodec(api.deps.keys).encode([payload], { type: "workflow", namespace: "tieout", workflowId });
	if (encoded === undefined) throw new Error("nothing was encoded");
	return wire(encoded);
}

/** As Temporal's pages ask: no header of ours, their origin, the cookie when the person has switched credentials on. */
function ask(browser: TestBrowser, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
	return browser.fetch("/codec/decode", {
		method: "POST",
		headers: { origin: temporalWeb, "content-type": "application/json", "x-namespace": "tieout", "x-tieout": "", ...headers },
		body: typeof body === "string" ? body : JSON.stringify(body),
	});
}
const opened = async (browser: TestBrowser, payloads: readonly WirePayload[]): Promise<readonly WirePayload[]> => {
	const response = await ask(browser, { payloads });
	expect(response.status).toBe(200);
	return ((await response.json()) as { payloads: WirePayload[] }).payloads;
};

describe("for the engineer of a company", () => {
	test("its own payloads open; another company's, the platform's and a changed one come back as they were, in their order", async () => {
		const [a, b] = db.tenants;
		const own = await sealed(a, "own");
		const foreign = await sealed(b, "foreign");
		const platform = await sealed("platform", "rounds");
		const changed = { ...own, data: base64(Buffer.from(own.data ?? "", "base64").map((byte, i) => (i === 40 ? byte ^ 1 : byte))) };
		const clear = plain("never sealed");
		expect(await opened(engineer, [foreign, own, platform, changed, clear])).toEqual([foreign, plain("own"), platform, changed, clear]);
	});

	test("a payload that is relabelled as one's own stays closed", async () => {
		const foreign = await sealed(db.tenants[1], "foreign");
		const relabelled = { ...foreign, metadata: { ...foreign.metadata, "encryption-key-id": base64(`${db.tenants[0].tenantId}/1`) } };
		expect(await opened(engineer, [relabelled])).toEqual([relabelled]);
	});

	test("after a rotation both keys open, and a key that nobody has leaves its payload closed beside the others", async () => {
		const [a] = db.tenants;
		const before = await sealed(a, "before");
		const other = createKeys(randomBytes(32));
		api.deps.keys.accept(a.tenantId, [{ no: 2, state: "active", wrapped: api.deps.keys.wrapNew(a.tenantId, 2) }]);
		const after = await sealed(a, "after");
		api.deps.keys.accept(a.tenantId, [
			{ no: 2, state: "retired", wrapped: other.wrapNew(a.tenantId, 2) },
			{ no: 3, state: "active", wrapped: api.deps.keys.wrapNew(a.tenantId, 3) },
		]);
		expect(await opened(engineer, [before, after, await sealed(a, "now")])).toEqual([plain("before"), after, plain("now")]);
		api.deps.keys.accept(a.tenantId, []);
	});

	test("who asked for how many is logged, and nothing of what was opened", async () => {
		await opened(engineer, [await sealed(db.tenants[0], "PLANTED-payload")]);
		const line = api.logged().findLast((each) => each["msg"] === "payloads opened for Temporal Web");
		expect(line).toMatchObject({ opened: 1, closed: 0, tenantId: db.tenants[0].tenantId, userId: db.tenants[0].users.engineer.userId });
		expect(JSON.stringify(api.logged())).not.toContain("PLANTED-payload");
	});
});

describe("for anyone else", () => {
	test("the company's trail says once a session that somebody reads, and no other company's does", async () => {
		const events = (of: TestTenant) =>
			db.withTenant(of, (em) =>
				em.execute<{ actor: string }[]>(
					"select actor_id::text as actor from audit_events where tenant_id = ? and action = 'codec.decode'",
					[of.tenantId],
				),
			);
		const [alder, birch] = db.tenants;
		await opened(engineer, []);
		const before = (await events(alder)).length;
		await opened(engineer, []);
		expect((await events(alder)).length).toBe(before);
		await opened(await api.as(alder.users.engineer.email), []);
		expect(await events(alder)).toEqual(Array.from({ length: before + 1 }, () => ({ actor: alder.users.engineer.userId })));
		expect(await events(birch)).toEqual([]);
	});

	test.each(["controller", "preparer", "approver", "analyst", "auditor"] as const)("the role %s opens nothing", async (role) => {
		const browser = await api.as(db.tenants[0].users[role].email);
		const response = await ask(browser, { payloads: [await sealed(db.tenants[0], "own")] });
		expect(response.status).toBe(403);
		expect(await response.json()).toMatchObject({ error: { code: "FORBIDDEN" } });
	});

	test("nobody without a session does", async () => {
		expect((await ask(api.browser(), { payloads: [await sealed(db.tenants[0], "own")] })).status).toBe(401);
	});

	test.each(["https://evil.example", "http://127.0.0.1:1", "null", ""])(
		"a page of the origin %j is refused and told nothing",
		async (origin) => {
			const response = await ask(engineer, { payloads: [] }, { origin });
			expect(response.status).toBe(403);
			expect(response.headers.get("access-control-allow-origin")).toBeNull();
			const preflight = await engineer.fetch("/codec/decode", { method: "OPTIONS", headers: { origin } });
			expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
		},
	);
});

describe("to Temporal's pages", () => {
	test("the preflight allows their origin alone, with the cookie", async () => {
		const preflight = await api.browser().fetch("/codec/decode", {
			method: "OPTIONS",
			headers: {
				origin: temporalWeb,
				"access-control-request-method": "POST",
				"access-control-request-headers": "content-type,x-namespace",
			},
		});
		expect(preflight.status).toBe(204);
		expect(Object.fromEntries(preflight.headers)).toMatchObject({
			"access-control-allow-origin": temporalWeb,
			"access-control-allow-credentials": "true",
			"access-control-allow-headers": "content-type, x-namespace",
			vary: "origin",
		});
	});

	test.each(["", "{", "[]", '{"payloads":[{"data":"no base64!"}]}', '{"payloads":{}}'])(
		"what isn't payloads (%j) is refused",
		async (body) => {
			const response = await ask(engineer, body);
			expect(response.status).toBe(400);
			expect(await response.json()).toMatchObject({ error: { code: "INPUT" } });
		},
	);

	test("there is no way to have something encrypted", async () => {
		const response = await engineer.fetch("/codec/encode", { method: "POST", headers: { origin: temporalWeb }, body: "{}" });
		expect(response.status).toBe(404);
	});
});
