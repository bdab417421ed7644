// Tokens of programs and the sessions behind them: what forges, reuses or outlives one opens nothing, in either company.
import { createPublicKey, createSign, generateKeyPairSync, createHmac, type JsonWebKey } from "node:crypto";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RouterOutputs } from "../../api/app-router.ts";
import { signingKeyRows } from "../../db/tenancy/signing-key.store.ts";
import { withUser } from "../../db/tenant-scope.ts";
import { openSigningKey } from "../../platform/signing-key.ts";
import { attack } from "../attacks/attack.ts";
import { testApi, type TestApi, type TestBrowser } from "../support/api.ts";
import { testDatabase, testPassword, type TestDatabase } from "../support/database.ts";

type Pair = RouterOutputs["auth"]["token"];

let database: TestDatabase;
let api: TestApi;

const plenty = { limit: 10_000, windowMs: 1_000 };

beforeAll(async () => {
	database = await testDatabase();
	api = await testApi(database, { deps: { restQuotas: { caller: plenty, stranger: plenty } } });
});
afterAll(async () => {
	await api.close();
	await database.close();
});

const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
	fetch(`${api.url}/api/v1${path}`, {
		method: "POST",
		headers: { "content-type": "application/json", ...headers },
		body: JSON.stringify(body),
	});

async function pairOf(email: string, tenantId?: string): Promise<Pair> {
	const response = await post("/auth/token", { email, password: testPassword, ...(tenantId === undefined ? {} : { tenantId }) });
	expect(response.status).toBe(200);
	return (await response.json()) as Pair;
}

const statusWith = async (token: string, path = "/auth/me"): Promise<number> =>
	(await fetch(`${api.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } })).status;

const refresh = async (refreshToken: string): Promise<{ status: number; pair: Pair }> => {
	const response = await post("/auth/refresh", { refreshToken });
	return { status: response.status, pair: (await response.json()) as Pair };
};

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("an access token", () => {
	test("is RS256 for fifteen minutes, names person, session and company, and opens that company alone", async () => {
		const [alder, birch] = database.tenants;
		const pair = await pairOf(database.both.email, birch.tenantId);
		expect(pair).toMatchObject({ tokenType: "Bearer", expiresIn: 900, tenantId: birch.tenantId });
		expect(decodeProtectedHeader(pair.accessToken)).toMatchObject({ alg: "RS256", typ: "at+jwt" });
		const claims = decodeJwt(pair.accessToken);
		expect(claims).toMatchObject({ iss: api.deps.config.publicUrl, aud: "tieout-api", sub: database.both.userId, tid: birch.tenantId });
		const response = await fetch(`${api.url}/api/v1/tenants/current/entities`, {
			headers: { authorization: `Bearer ${pair.accessToken}` },
		});
		const items = (await response.json()) as { id: string }[];
		expect(items.map(({ id }) => id)).toEqual([birch.entityId]);
		expect(alder.entityId).not.toBe(birch.entityId);
	});

	test("is verified by others with the published keys, which hold no private part", async () => {
		const pair = await pairOf(database.tenants[0].users.analyst.email);
		const response = await fetch(`${api.url}/.well-known/jwks.json`);
		expect(response.headers.get("cache-control")).toBe("public, max-age=300");
		const { keys } = (await response.json()) as { keys: Record<string, unknown>[] };
		expect(keys.map(({ kid }) => kid)).toContain(decodeProtectedHeader(pair.accessToken).kid);
		for (const key of keys) expect(Object.keys(key).filter((name) => ["d", "p", "q", "dp", "dq", "qi", "k"].includes(name))).toEqual([]);
	});

	test("opens nothing in another company once its session has gone there", async () => {
		const [, birch] = database.tenants;
		const pair = await pairOf(database.both.email, database.tenants[0].tenantId);
		const { sid } = decodeJwt(pair.accessToken) as { sid: string };
		await withUser(database.orm, database.both.userId, (em) =>
			em.execute("update sessions set tenant_id = ? where id = ?", [birch.tenantId, sid]),
		);
		api.deps.sessions.forget(sid);
		expect(await statusWith(pair.accessToken)).toBe(401);
	});
});

attack("forged-token", () => {
	const claimsOf = async (): Promise<{ pair: Pair; header: Record<string, unknown>; claims: Record<string, unknown> }> => {
		const pair = await pairOf(database.tenants[0].users.controller.email);
		return { pair, header: { ...decodeProtectedHeader(pair.accessToken) }, claims: { ...decodeJwt(pair.accessToken) } };
	};
	const signed = async (header: Record<string, unknown>, claims: Record<string, unknown>): Promise<string> => {
		const [row] = await signingKeyRows(database.orm);
		if (row === undefined) throw new Error("no key");
		const text = `${part({ ...header, kid: row.kid })}.${part(claims)}`;
		const signature = createSign("RSA-SHA256")
			.update(text)
			.sign(openSigningKey(api.deps.keys, row.kid, row.sealed), "base64url");
		return `${text}.${signature}`;
	};

	test("the same claims signed by us open, so that what follows is refused for what it changes", async () => {
		const { header, claims } = await claimsOf();
		expect(await statusWith(await signed(header, claims))).toBe(200);
	});

	test("alg none, in any spelling, with or without a signature", async () => {
		const { pair, claims } = await claimsOf();
		const signature = pair.accessToken.split(".")[2] ?? "";
		for (const alg of ["none", "None", "NONE", "nOnE", ""])
			for (const end of ["", signature]) expect(await statusWith(`${part({ alg, typ: "at+jwt" })}.${part(claims)}.${end}`)).toBe(401);
	});

	test("HS256 signed with the published key as the secret", async () => {
		const { header, claims } = await claimsOf();
		const { keys } = (await (await fetch(`${api.url}/.well-known/jwks.json`)).json()) as { keys: JsonWebKey[] };
		const jwk = keys[0];
		if (jwk === undefined) throw new Error("no key");
		const pem = createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "pem" });
		for (const secret of [pem, pem.toString().trim(), JSON.stringify(jwk), String(jwk.n)]) {
			const text = `${part({ ...header, alg: "HS256" })}.${part(claims)}`;
			expect(await statusWith(`${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`)).toBe(401);
		}
	});

	test("a key of the attacker's own, also when the token brings it along", async () => {
		const { header, claims } = await claimsOf();
		const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
		for (const extra of [
			{},
			{ jwk: publicKey.export({ format: "jwk" }) },
			{ jku: "https://evil.example/jwks.json" },
			{ kid: "../../etc/passwd" },
		]) {
			const text = `${part({ ...header, ...extra })}.${part(claims)}`;
			expect(await statusWith(`${text}.${createSign("RSA-SHA256").update(text).sign(privateKey, "base64url")}`)).toBe(401);
		}
	});

	test("another audience, issuer or type, no expiry, one that has passed, a start in the future", async () => {
		const { header, claims } = await claimsOf();
		const seconds = Math.floor(Date.now() / 1000);
		const { exp: _, ...endless } = claims;
		const changed: readonly (readonly [Record<string, unknown>, Record<string, unknown>])[] = [
			[header, { ...claims, aud: "somebody-else" }],
			[header, { ...claims, iss: "https://evil.example" }],
			[{ ...header, typ: "JWT" }, claims],
			[header, endless],
			[header, { ...claims, exp: seconds - 1 }],
			[header, { ...claims, nbf: seconds + 600 }],
		];
		for (const [head, body] of changed) expect(await statusWith(await signed(head, body))).toBe(401);
	});

	test("another person, session or company than the session's own, though we had signed it", async () => {
		const { header, claims } = await claimsOf();
		const [alder, birch] = database.tenants;
		const other = decodeJwt((await pairOf(birch.users.controller.email)).accessToken);
		expect(await statusWith(await signed(header, { ...claims, tid: birch.tenantId }))).toBe(401);
		expect(await statusWith(await signed(header, { ...claims, sub: birch.users.controller.userId }))).toBe(401);
		expect(await statusWith(await signed(header, { ...claims, sid: other["sid"] }))).toBe(401);
		expect(await statusWith(await signed(header, { ...claims, sub: alder.users.admin.userId }))).toBe(401);
	});

	test("a browser's cookie as a bearer, and an access token as a cookie", async () => {
		const browser = await api.as(database.tenants[0].users.preparer.email);
		expect(await statusWith(browser.cookie().split("=")[1] ?? "")).toBe(401);
		const { pair } = await claimsOf();
		const asCookie = { cookie: `tieout_session=${pair.accessToken}`, "x-tieout": "1" };
		expect((await fetch(`${api.url}/trpc/auth.me`, { headers: asCookie })).status).toBe(401);
	});
});

attack("reused-refresh-token", () => {
	test("it ends the whole family: the newest token and its access tokens as well, and no other login of the person", async () => {
		const email = database.tenants[0].users.approver.email;
		const other = await pairOf(email);
		const first = await pairOf(email);
		const second = await refresh(first.refreshToken);
		expect(second.status).toBe(200);
		expect(await statusWith(second.pair.accessToken)).toBe(200);
		expect((await refresh(first.refreshToken)).status).toBe(401);
		expect(await statusWith(second.pair.accessToken)).toBe(401);
		expect(await statusWith(first.accessToken)).toBe(401);
		expect((await refresh(second.pair.refreshToken)).status).toBe(401);
		expect(await statusWith(other.accessToken)).toBe(200);
		expect((await refresh(other.refreshToken)).status).toBe(200);
	});

	test("two that present one token at once don't both get a new one", async () => {
		const pair = await pairOf(database.tenants[1].users.approver.email);
		const outcomes = await Promise.all([1, 2, 3, 4].map(() => refresh(pair.refreshToken)));
		expect(outcomes.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
		for (const { status, pair: next } of outcomes) if (status === 200) expect(await statusWith(next.accessToken)).toBe(401);
	});

	test("seven days after its making it is not good any more; a made-up one never was", async () => {
		const { email, userId } = database.tenants[1].users.analyst;
		const pair = await pairOf(email);
		const weekMs = Date.parse(pair.refreshExpiresAt) - Date.now();
		expect(Math.round(weekMs / 3_600_000)).toBe(7 * 24);
		await withUser(database.orm, userId, (em) => em.execute("update refresh_tokens set expires_at = now() - interval '1 second'"));
		expect((await refresh(pair.refreshToken)).status).toBe(401);
		expect((await refresh("tr_0000000000000000000000000000000000000000000")).status).toBe(401);
	});
});

describe("the end of a session", () => {
	test("reaches another process's access tokens at once, and closes open event streams", async () => {
		const { email, userId } = database.tenants[1].users.engineer;
		const second = await testApi(database, { deps: { keys: api.deps.keys } });
		const watching = await second.as(email);
		const stream = await watching.fetch("/events");
		const reader = stream.body?.getReader();
		const closed = (async () => {
			let text = "";
			for (;;) {
				const read = await reader?.read();
				if (read === undefined || read.done) return text;
				text += new TextDecoder().decode(read.value);
			}
		})();
		expect((await watching.fetch("/trpc/auth.me")).status).toBe(200);
		const everywhere = await api.as(email);
		expect((await everywhere.trpc.auth.endAllSessions.mutate({ butThis: false })).ended).toBeGreaterThanOrEqual(2);
		expect(await closed).toContain('{"reason":"session"}');
		await expect.poll(async () => (await watching.fetch("/trpc/auth.me")).status).toBe(401);
		expect(await withUser(database.orm, userId, (em) => em.execute("select 1 from sessions where revoked_at is null"))).toEqual([]);
		await second.close();
	});

	test("is a person's own to decide: the list shows theirs, and nobody else's can be ended", async () => {
		const [alder, birch] = database.tenants;
		const mine = await api.as(alder.users.auditor.email);
		const program = await pairOf(alder.users.auditor.email);
		const theirs = await api.as(birch.users.auditor.email);
		const list = await mine.trpc.auth.sessions.query();
		expect(list.map(({ kind }) => kind).sort()).toEqual(["api", "browser"]);
		expect(list.filter(({ current }) => current)).toHaveLength(1);
		const foreign = (await theirs.trpc.auth.sessions.query())[0]?.id ?? "";
		await expect(mine.trpc.auth.endSession.mutate({ sessionId: foreign })).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
		expect((await theirs.fetch("/trpc/auth.me")).status).toBe(200);
		await mine.trpc.auth.endSession.mutate({ sessionId: list.find(({ kind }) => kind === "api")?.id ?? "" });
		expect(await statusWith(program.accessToken)).toBe(401);
		expect((await mine.fetch("/trpc/auth.me")).status).toBe(200);
	});

	test("comes with revoking a refresh token, whose answer tells nobody whether it was one", async () => {
		const pair = await pairOf(database.tenants[0].users.engineer.email);
		const [real, madeUp] = await Promise.all([
			post("/auth/revoke", { refreshToken: pair.refreshToken }),
			post("/auth/revoke", { refreshToken: `tr_${"A".repeat(43)}` }),
		]);
		expect([real.status, await real.text()]).toEqual([madeUp.status, await madeUp.text()]);
		expect(await statusWith(pair.accessToken)).toBe(401);
	});
});

attack("session-fixation", () => {
	test("a cookie from before the login opens nothing after it, whoever set it", async () => {
		const chosen = "A".repeat(43);
		const browser = api.browser();
		const response = await browser.fetch("/trpc/auth.login", {
			method: "POST",
			headers: { "content-type": "application/json", cookie: `tieout_session=${chosen}` },
			body: JSON.stringify({ email: database.tenants[0].users.admin.email, password: testPassword }),
		});
		const given = response.headers.getSetCookie()[0] ?? "";
		expect(given).not.toContain(chosen);
		expect((await fetch(`${api.url}/trpc/auth.me`, { headers: { cookie: `tieout_session=${chosen}`, "x-tieout": "1" } })).status).toBe(401);
	});

	test("a login over somebody else's session ends that one", async () => {
		const browser = await api.as(database.tenants[0].users.admin.email);
		const planted = browser.cookie();
		await browser.login(database.tenants[1].users.admin.email);
		expect(browser.cookie()).not.toBe(planted);
		expect((await fetch(`${api.url}/trpc/auth.me`, { headers: { cookie: planted, "x-tieout": "1" } })).status).toBe(401);
	});
});

attack("cross-site-request", () => {
	const login = (): string => JSON.stringify({ email: database.tenants[0].users.admin.email, password: testPassword });
	const sent = async (headers: Readonly<Record<string, string>>, browser?: TestBrowser): Promise<number> =>
		(
			await fetch(`${api.url}/trpc/auth.login`, {
				method: "POST",
				headers: { ...(browser === undefined ? {} : { cookie: browser.cookie() }), ...headers },
				body: login(),
			})
		).status;

	test("what a form or an image of another site can send is refused, a login too", async () => {
		expect(await sent({ "content-type": "application/json" })).toBe(403);
		expect(await sent({ "content-type": "text/plain", "x-tieout": "1" })).toBe(403);
		expect(await sent({ "content-type": "application/x-www-form-urlencoded", "x-tieout": "1" })).toBe(403);
		expect(await sent({ "content-type": "application/json", "x-tieout": "1" })).toBe(200);
	});

	test("what says itself that another site sent it is refused, whatever else it carries", async () => {
		const ours = { "content-type": "application/json", "x-tieout": "1" };
		expect(await sent({ ...ours, "sec-fetch-site": "cross-site" })).toBe(403);
		expect(await sent({ ...ours, "sec-fetch-site": "same-site" })).toBe(403);
		expect(await sent({ ...ours, origin: "https://evil.example" })).toBe(403);
		expect(await sent({ ...ours, origin: "null" })).toBe(403);
		expect(await sent({ ...ours, origin: new URL(api.url).origin, "sec-fetch-site": "same-origin" })).toBe(200);
	});

	test("a cookie counts for nothing below /api/v1, so no browser can be made to ask there", async () => {
		const browser = await api.as(database.tenants[0].users.admin.email);
		expect((await browser.fetch("/api/v1/auth/me")).status).toBe(401);
	});
});
