// Single sign-on against an OpenID Connect server that others wrote: who comes in, where to, and what a hostile provider gets.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OAuth2Server } from "oauth2-mock-server";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readConfig } from "../../platform/config.ts";
import { attack } from "../attacks/attack.ts";
import { testApi, type TestApi, type TestBrowser } from "../support/api.ts";
import { testDatabase, testPassword, type TestDatabase, type TestTenant } from "../support/database.ts";

let database: TestDatabase;
let api: TestApi;
let home: string;
const records = new Map<string, string>();
const providers: OAuth2Server[] = [];

interface Said {
	readonly sub: string;
	readonly email?: string;
	readonly email_verified?: boolean;
	readonly name?: string;
	readonly [claim: string]: unknown;
}

async function startProvider(): Promise<OAuth2Server> {
	const server = new OAuth2Server();
	await server.issuer.keys.generate("RS256");
	await server.start(0, "127.0.0.1");
	providers.push(server);
	return server;
}

beforeAll(async () => {
	database = await testDatabase();
	home = mkdtempSync(join(tmpdir(), "tieout-sso-"));
	mkdirSync(join(home, "objects"));
	const config = readConfig({ TIEOUT_HOME: home, DATABASE_URL: database.adminUrl, TIEOUT_ALLOW_PRIVATE_ADDRESSES: "127.0.0.1,localhost" });
	const resolveTxt = (name: string) => Promise.resolve([[records.get(name) ?? "v=spf1 -all"]]);
	api = await testApi(database, { deps: { config, resolveTxt } });
});
afterAll(async () => {
	await api.close();
	for (const server of providers) await server.stop();
	await database.close();
	rmSync(home, { recursive: true, force: true });
});

const codeOf = async (call: Promise<unknown>): Promise<unknown> =>
	call.then(
		() => "done",
		(error: { data?: { code?: string } }) => error.data?.code,
	);

interface SetUp {
	readonly tenantId: string;
	readonly providerId: string;
	readonly server: OAuth2Server;
	readonly admin: TestBrowser;
}

async function setUp(of: TestTenant, domains: readonly string[]): Promise<SetUp> {
	const server = await startProvider();
	const admin = await api.as(of.users.owner.email);
	const saved = await admin.trpc.sso.save.mutate({
		name: `${of.name} login`,
		issuer: server.issuer.url ?? "",
		clientId: "tieout",
		clientSecret: "provider secret",
		state: "optional",
		joins: true,
		defaultRole: "analyst",
	});
	for (const domain of domains) {
		const { domains: named } = await admin.trpc.sso.addDomain.mutate({ domain });
		const row = named.find((each) => each.domain === domain);
		expect(await codeOf(admin.trpc.sso.proveDomain.mutate({ domain }))).toBe("DOMAIN_UNPROVEN");
		records.set(row?.record ?? "", row?.proof ?? "");
		await admin.trpc.sso.proveDomain.mutate({ domain });
		records.clear();
	}
	return { tenantId: of.tenantId, providerId: saved.provider?.id ?? "", server, admin };
}

const cookieFrom = (response: Response, name: string): string =>
	response.headers
		.getSetCookie()
		.map((line) => line.split(";", 1)[0] ?? "")
		.find((pair) => pair.startsWith(`${name}=`)) ?? "";

/** The first half: our redirect to the provider, and the provider's back to us. */
async function toProvider({ tenantId, providerId, server }: SetUp, said: Said, then = "/jobs"): Promise<{ pending: string; back: string }> {
	const start = await fetch(`${api.url}/sso/start?tenant=${tenantId}&provider=${providerId}&then=${encodeURIComponent(then)}`, {
		redirect: "manual",
	});
	expect(start.headers.get("location")).toContain(server.issuer.url ?? "?");
	server.service.once("beforeTokenSigning", () => undefined);
	server.service.removeAllListeners("beforeTokenSigning");
	server.service.on("beforeTokenSigning", (token: { payload: Record<string, unknown> }) => Object.assign(token.payload, said));
	const answer = await fetch(start.headers.get("location") ?? "", { redirect: "manual" });
	const location = new URL(answer.headers.get("location") ?? "");
	return { pending: cookieFrom(start, "tieout_sso"), back: `${location.pathname}${location.search}` };
}

const comeBack = (back: string, cookie: string): Promise<Response> =>
	fetch(`${api.url}${back}`, { redirect: "manual", headers: { cookie } });

async function signIn(
	provider: SetUp,
	said: Said,
	then?: string,
): Promise<{ to: string; cookie: string; call: (path: string, body?: unknown) => Promise<Response> }> {
	const { pending, back } = await toProvider(provider, said, then);
	const response = await comeBack(back, pending);
	const cookie = cookieFrom(response, "tieout_session");
	const headers = { cookie, "x-tieout": "1", "content-type": "application/json" };
	return {
		to: response.headers.get("location") ?? "",
		cookie,
		call: (path, body) =>
			fetch(`${api.url}/trpc/${path}`, body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) }),
	};
}

const meOf = async (call: (path: string) => Promise<Response>) =>
	(
		(await (await call("auth.me")).json()) as {
			result: { data: { user: { id: string; email: string }; tenant: { tenantId: string; role: string } } };
		}
	).result.data;

let alder: SetUp;
let birch: SetUp;
beforeAll(async () => {
	alder = await setUp(database.tenants[0], ["alder.example"]);
	birch = await setUp(database.tenants[1], ["accountants.example", "birch.example"]);
});

describe("single sign-on", () => {
	test("finds the provider by the domain of an address, whether there is such an account or not", async () => {
		const found = await api.browser().trpc.auth.ssoFor.mutate({ email: "who.ever@alder.example" });
		expect(found).toEqual([{ tenantId: alder.tenantId, providerId: alder.providerId, name: "Alder Outdoor login" }]);
		expect(await api.browser().trpc.auth.ssoFor.mutate({ email: "who@elsewhere.example" })).toEqual([]);
	});

	test("takes a new person in with the company's usual role, and knows them again under another address", async () => {
		const first = await signIn(alder, { sub: "ada-1", email: "ada@alder.example", email_verified: true, name: "Ada" });
		expect(first.to).toBe("/jobs");
		const me = await meOf(first.call);
		expect(me).toMatchObject({ user: { email: "ada@alder.example" }, tenant: { tenantId: alder.tenantId, role: "analyst" } });
		const again = await signIn(alder, { sub: "ada-1", email: "ada.married@alder.example", email_verified: true });
		expect((await meOf(again.call)).user.id).toBe(me.user.id);
	});

	test("lets a member in as who they are, and not after they were removed", async () => {
		const { email, userId } = database.tenants[0].users.preparer;
		const entered = await signIn(alder, { sub: "prep-1", email, email_verified: true });
		expect(await meOf(entered.call)).toMatchObject({ user: { id: userId }, tenant: { role: "preparer" } });
		await alder.admin.trpc.users.remove.mutate({ userId });
		expect((await signIn(alder, { sub: "prep-1", email, email_verified: true })).to).toBe("/login?sso=removed");
	});

	test("enforced, it closes the company to passwords, but never to owners", async () => {
		const { provider } = await alder.admin.trpc.sso.get.query();
		if (provider === null) throw new Error("no provider");
		const { id: _, ...kept } = provider;
		const statusOf = async (browser: TestBrowser) => (await browser.fetch("/trpc/auth.me")).status;
		const password = await api.as(database.tenants[0].users.analyst.email);
		const elsewhere = await api.as(database.both.email);
		await elsewhere.trpc.auth.switchTenant.mutate({ tenantId: birch.tenantId });
		const vouched = await signIn(alder, { sub: "ada-1", email: "ada@alder.example", email_verified: true });
		expect(await Promise.all([password, elsewhere, alder.admin].map(statusOf))).toEqual([200, 200, 200]);
		await alder.admin.trpc.sso.save.mutate({ ...kept, clientSecret: null, state: "enforced" });
		// What a password began there ends at once; what it began elsewhere, what the provider vouched for and owners stay.
		expect(await Promise.all([password, elsewhere, alder.admin].map(statusOf))).toEqual([401, 200, 200]);
		expect((await vouched.call("auth.me")).status).toBe(200);
		expect(await codeOf(api.browser().login(database.tenants[0].users.analyst.email))).toBe("SSO_REQUIRED");
		await api.as(database.tenants[0].users.owner.email);
		expect(await codeOf(alder.admin.trpc.sso.removeDomain.mutate({ domain: "alder.example" }))).toBe("INPUT");
		// A member of both comes into the one that lets passwords in, and can't switch to the other.
		const both = await api.as(database.both.email);
		expect((await both.trpc.auth.me.query()).tenant.tenantId).toBe(birch.tenantId);
		expect(await codeOf(both.trpc.auth.switchTenant.mutate({ tenantId: alder.tenantId }))).toBe("SSO_REQUIRED");
		await alder.admin.trpc.sso.save.mutate({ ...kept, clientSecret: null, state: "optional" });
	});

	test("an owner chooses the provider, for it vouches for owners; an admin changes the rest", async () => {
		const { provider } = await alder.admin.trpc.sso.get.query();
		if (provider === null) throw new Error("no provider");
		const { id: _, ...kept } = provider;
		const admin = await api.as(database.tenants[0].users.admin.email);
		const evil = await startProvider();
		for (const change of [
			{ issuer: evil.issuer.url ?? "", clientSecret: "x" },
			{ clientId: "another", clientSecret: null },
			{ clientSecret: "another" },
		])
			expect(await codeOf(admin.trpc.sso.save.mutate({ ...kept, ...change }))).toBe("ABOVE_YOUR_ROLE");
		expect(await codeOf(admin.trpc.sso.save.mutate({ ...kept, clientSecret: null, defaultRole: "owner" }))).toBe("ABOVE_YOUR_ROLE");
		expect((await admin.trpc.sso.save.mutate({ ...kept, clientSecret: null, name: "Alder ID" })).provider?.name).toBe("Alder ID");
		await admin.trpc.sso.save.mutate({ ...kept, clientSecret: null });
		// Nor by taking the provider out and setting up another.
		const other = await api.as(database.tenants[1].users.admin.email);
		await other.trpc.sso.remove.mutate();
		const { id: __, ...again } = { ...provider, issuer: evil.issuer.url ?? "" };
		expect(await codeOf(other.trpc.sso.save.mutate({ ...again, clientSecret: "x" }))).toBe("ABOVE_YOUR_ROLE");
		birch = await setUp(database.tenants[1], ["accountants.example", "birch.example"]);
	});

	test("is a company's own: another one's settings show nothing of it, and its secret is never shown", async () => {
		const [, other] = database.tenants;
		const text = JSON.stringify(await (await api.as(other.users.admin.email)).trpc.sso.get.query());
		expect(text).not.toContain("alder.example");
		expect(text).not.toContain("provider secret");
		expect(await codeOf((await api.as(other.users.analyst.email)).trpc.sso.get.query())).toBe("FORBIDDEN");
	});
});

attack("foreign-id", () => {
	test("a company's provider opens that company alone, whoever it says somebody is", async () => {
		const victim = database.tenants[0].users.admin;
		for (const email of [victim.email, "ceo@elsewhere.example"])
			expect((await signIn(birch, { sub: `evil-${email}`, email, email_verified: true })).to).toBe("/login?sso=foreign_domain");
		// A person who works in both: what Birch's provider vouches for stays in Birch.
		const bound = await signIn(birch, { sub: "both-1", email: database.both.email, email_verified: true });
		expect((await meOf(bound.call)).tenant.tenantId).toBe(birch.tenantId);
		expect(await (await bound.call("auth.switchTenant", { tenantId: alder.tenantId })).text()).toContain("SSO_BOUND");
		expect(await (await bound.call("account.setUpTotp", { present: testPassword })).text()).toContain("SSO_BOUND");
		const own = await api.as(database.both.email);
		const listed = (await (await bound.call("auth.sessions")).json()) as { result: { data: { method: string }[] } };
		expect(listed.result.data.every(({ method }) => method === "sso")).toBe(true);
		await bound.call("auth.endAllSessions", { butThis: false });
		expect((await own.fetch("/trpc/auth.me")).status).toBe(200);
	});

	test("an address that the provider has not verified, and another company's provider id, open nothing", async () => {
		expect((await signIn(alder, { sub: "x", email: "boss@alder.example", email_verified: false })).to).toBe("/login?sso=unverified_email");
		const crossed = await fetch(`${api.url}/sso/start?tenant=${birch.tenantId}&provider=${alder.providerId}`, { redirect: "manual" });
		expect(crossed.headers.get("location")).toBe("/login?sso=SSO_UNAVAILABLE");
	});
});

attack("forged-token", () => {
	const said: Said = { sub: "forge-1", email: "forge@alder.example", email_verified: true };
	const refused = { to: "/login?sso=SSO_FAILED", session: "" };
	const answerTo = async (back: string, cookie: string) => {
		const response = await comeBack(back, cookie);
		return { to: response.headers.get("location"), session: cookieFrom(response, "tieout_session") };
	};

	test("an answer of the provider without the browser's own login, or with that of another browser, opens nothing", async () => {
		const mine = await toProvider(alder, said);
		expect(await answerTo(mine.back, "")).toEqual(refused);
		expect(await answerTo(mine.back, `${mine.pending.slice(0, -6)}AAAAAA`)).toEqual(refused);
		const theirs = await toProvider(alder, said);
		expect(await answerTo(mine.back, theirs.pending)).toEqual(refused);
	});

	test("an ID token for another audience, of another issuer, expired or with another nonce opens nothing", async () => {
		const seconds = Math.floor(Date.now() / 1000);
		for (const wrong of [
			{ aud: "somebody-else" },
			{ iss: "https://evil.example" },
			{ exp: seconds - 3_600, iat: seconds - 7_200 },
			{ nonce: "another" },
		]) {
			const { pending, back } = await toProvider(alder, { ...said, ...wrong });
			expect(await answerTo(back, pending)).toEqual(refused);
		}
	});
});

attack("mixed-up-providers", () => {
	test("an honest provider's answer to a login that another company's provider has led astray reaches nobody", async () => {
		const victim: Said = { sub: "mixed-1", email: "mixed@alder.example", email_verified: true };
		// Birch's provider doesn't answer: it sends the browser on to Alder's, with a login that Birch's people have begun there themselves.
		const astray = await toProvider(birch, victim);
		const begun = await toProvider(alder, victim);
		// What the mock does first with a code that it is handed.
		const handed = vi.spyOn(birch.server.service, "assertValidPkce");
		const state = new URL(astray.back, api.url).searchParams.get("state") ?? "";
		const answer = new URL(begun.back, api.url);
		answer.searchParams.set("state", state);
		const response = await comeBack(`${answer.pathname}${answer.search}`, astray.pending);
		expect([response.headers.get("location"), cookieFrom(response, "tieout_session")]).toEqual(["/login?sso=SSO_FAILED", ""]);
		expect(handed, "the code that Alder's provider gave").not.toHaveBeenCalled();
		await comeBack(astray.back, astray.pending);
		expect(handed, "its own").toHaveBeenCalledOnce();
		// Each company's provider is told an address of that company's own, and nothing lies at the one for all.
		for (const { tenantId, admin } of [alder, birch])
			expect((await admin.trpc.sso.get.query()).callbackUrl).toMatch(new RegExp(`/sso/callback/${tenantId}$`));
		const forAll = await comeBack(begun.back.replace(/\/callback\/[^?]+/, "/callback"), begun.pending);
		expect(cookieFrom(forAll, "tieout_session")).toBe("");
	});
});

attack("open-redirect", () => {
	test("whatever is asked for, the browser comes back to our own pages", async () => {
		for (const then of ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example"])
			expect((await signIn(alder, { sub: "ada-1", email: "ada@alder.example", email_verified: true }, then)).to).toBe("/jobs");
		expect((await signIn(alder, { sub: "ada-1", email: "ada@alder.example", email_verified: true }, "/explorer?q=1")).to).toBe(
			"/explorer?q=1",
		);
	});
});

attack("inner-addresses", () => {
	test("an issuer inside our own network is refused when it is saved", async () => {
		const save = (issuer: string) =>
			alder.admin.trpc.sso.save.mutate({
				name: "x",
				issuer,
				clientId: "x",
				clientSecret: "x",
				state: "off",
				joins: false,
				defaultRole: "analyst",
			});
		for (const issuer of ["http://10.0.0.1", "https://169.254.169.254", "https://[::ffff:10.0.0.1]/", "http://example.com"])
			expect(await codeOf(save(issuer))).toBe("ADDRESS_REFUSED");
	});
});
