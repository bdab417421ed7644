// Every change leaves an event, found by walking the router: whatever a mutation does or forgets, the way into it writes one. Its
// resolver is taken away and the rest of it is the real thing, so that a new mutation is covered without a line here.
import { randomUUID } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AnyTRPCProcedure } from "@trpc/server";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { appRouter } from "../../api/app-router.ts";
import type { RequestContext } from "../../api/context.ts";
import type { Access } from "../../api/trpc.ts";
import { type Permission, permissions } from "../../domain/tenancy/permissions.ts";
import { testApi, type TestApi } from "../support/api.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

const root = join(import.meta.dirname, "../..");

interface Definition {
	readonly type: string;
	readonly meta?: { readonly access?: Access };
	readonly inputs: readonly z.core.$ZodType[];
	readonly middlewares: readonly Middleware[];
}
type Middleware = (options: Record<string, unknown>) => Promise<{ readonly ok: boolean; readonly error?: unknown }>;

const mutations = Object.entries(appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>)
	.map(([path, { _def }]) => ({ path, def: _def as unknown as Definition }))
	.filter(({ def }) => def.type === "mutation");
const isPermission = (access: Access | undefined): access is Permission => (permissions as readonly string[]).includes(access ?? "");
const guarded = mutations.filter(({ def }) => isPermission(def.meta?.access));

let db: TestDatabase;
let api: TestApi;
let admin: pg.Client;
beforeAll(async () => {
	db = await testDatabase();
	api = await testApi(db);
	admin = new pg.Client({ connectionString: db.adminUrl });
	await admin.connect();
});
afterAll(async () => {
	await admin?.end();
	await api?.close();
	await db?.close();
});

interface Written {
	readonly tenant: string;
	readonly action: string;
	readonly actor: string;
	readonly correlation: string;
	readonly text: string;
}

async function written(): Promise<readonly Written[]> {
	const { rows } = await admin.query<Written>(
		`select tenant_id::text as tenant, action, actor_id::text as actor, correlation_id as correlation, to_jsonb(e)::text as text
		from audit_events e order by at, id`,
	);
	return rows;
}

function contextOf(tenantId: string, userId: string, correlationId: string): RequestContext {
	return {
		deps: api.deps,
		correlationId,
		log: api.deps.log,
		session: { sessionId: randomUUID(), userId, tenantId } as NonNullable<RequestContext["session"]>,
		writes: true,
		address: "test",
		userAgent: null,
		cookie: { set: () => {}, clear: () => {} },
	} as RequestContext;
}

/** Runs a mutation's own way in, up to where its input would be read, and ends there as if all had gone well. */
async function enter({ path, def }: (typeof mutations)[number], ctx: RequestContext, input: unknown, outcome: unknown): Promise<void> {
	// What `procedure(access)` has put in front; schemas and the resolver come behind.
	const wayIn = def.middlewares.slice(0, wayInLength);
	const run = (index: number, over: Record<string, unknown>): Promise<unknown> => {
		const step = wayIn[index];
		if (step === undefined) return Promise.resolve(outcome);
		return step({
			ctx,
			type: "mutation",
			path,
			input: undefined,
			meta: def.meta,
			signal: undefined,
			getRawInput: () => Promise.resolve(input),
			...over,
			next: (given: { ctx?: object } = {}) => run(index + 1, { ...over, ctx: { ...(over["ctx"] ?? ctx), ...given.ctx } }),
		});
	};
	const result = (await run(0, {})) as { ok: boolean; error?: unknown };
	if (!result.ok) throw result.error;
}

// explained, signedIn, inTenant (api/trpc.ts).
const wayInLength = 3;

/** An input with an id and a secret in every field. */
const planted = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";
const inputOf = (id: string) => ({ id, jobId: id, ids: [id], password: planted, name: planted, nested: { token: planted, [planted]: id } });

describe("every mutation with a permission", () => {
	test("leaves one event of who, what, on which and under which correlation id, and no secret of its input", async () => {
		expect(guarded.length).toBeGreaterThan(20);
		const [alder, birch] = db.tenants;
		for (const { tenantId, users } of [alder, birch]) {
			const { userId } = users.owner;
			for (const mutation of guarded) {
				const id = randomUUID();
				const correlationId = `click-${id}`;
				await enter(mutation, contextOf(tenantId, userId, correlationId), inputOf(id), { ok: true, data: {}, marker: "middlewareMarker" });
				const events = (await written()).filter(({ correlation }) => correlation === correlationId);
				expect([mutation.path, events.map(({ tenant, actor }) => [tenant, actor])]).toEqual([mutation.path, [[tenantId, userId]]]);
				expect(events[0]?.action.replaceAll("_", "").toLowerCase()).toBe(mutation.path.toLowerCase());
				expect(events[0]?.text).toContain(id);
				expect(events[0]?.text, mutation.path).not.toContain(planted);
			}
		}
	});

	test("that fails leaves none: what didn't happen isn't told", async () => {
		const [alder] = db.tenants;
		const before = (await written()).length;
		for (const mutation of guarded) {
			const failing = enter(
				mutation,
				contextOf(alder.tenantId, alder.users.owner.userId, "failing"),
				{},
				{ ok: false, error: new Error("stop") },
			);
			await expect(failing, mutation.path).rejects.toThrow("stop");
		}
		expect((await written()).length).toBe(before);
	});

	test("that says something itself has that event and no other", async () => {
		const [alder, birch] = db.tenants;
		const browser = await api.as(alder.users.controller.email);
		const { id } = await browser.trpc.views.create.mutate({ list: "jobs", name: "Mine", shared: false, state: { sort: "-requestedAt" } });
		await browser.trpc.views.remove.mutate({ id });
		const events = await browser.trpc.audit.list.query({ resourceId: id });
		expect(events.rows.map(({ action, actorName }) => [action, actorName])).toEqual([
			["views.remove", alder.users.controller.name],
			["views.create", alder.users.controller.name],
		]);
		const [removed] = events.rows;
		if (removed === undefined) throw new Error("no event");
		const detail = await browser.trpc.audit.get.query({ id: removed.id, at: removed.at });
		expect(detail).toMatchObject({ before: { name: "Mine", list: "jobs" }, after: null, place: null });
		expect(Object.keys(detail.personal).sort()).toEqual(["actor.address", "actor.email", "actor.name"]);
		expect(detail.personal).toMatchObject({ "actor.name": alder.users.controller.name, "actor.email": alder.users.controller.email });
		expect(detail.personal["actor.address"]).toMatch(/127\.0\.0\.1$/);
		// Beside the event, never in it: an event can't be erased.
		const own = (await written()).find(({ text }) => text.includes(removed.id))?.text ?? "";
		for (const value of Object.values(detail.personal)) expect(own).not.toContain(value);
		// The click's id goes from the browser into the event.
		expect(removed.correlationId).toMatch(/^test-/);
		const other = await api.as(birch.users.auditor.email);
		expect((await other.trpc.audit.list.query({ resourceId: id })).rows).toEqual([]);
		await expect(other.trpc.audit.get.query({ id: removed.id, at: removed.at })).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
	});
});

// Behind these stands no permission of a company, so each says itself what it leaves: the action, or why there is nothing to tell.
const ownWays: Readonly<Record<string, { readonly leaves: string } | { readonly nothing: string }>> = {
	"account.changePassword": { leaves: "users.change_password" },
	"account.setUpTotp": { nothing: "A second factor begins with its confirmation." },
	"account.confirmTotp": { leaves: "users.add_second_factor" },
	"account.removeTotp": { leaves: "users.remove_second_factor" },
	"account.renewRecoveryCodes": { leaves: "users.renew_recovery_codes" },
	"auth.login": { leaves: "sessions.start" },
	"auth.loginCode": { leaves: "sessions.start" },
	"auth.logout": { leaves: "sessions.end" },
	"auth.switchTenant": { leaves: "sessions.switch" },
	"auth.enterAnother": { leaves: "sessions.switch" },
	"auth.token": { leaves: "sessions.start" },
	"auth.ssoFor": { nothing: "Reads which provider looks after an address." },
	"auth.refresh": { nothing: "A session goes on; it began with an event." },
	"auth.revoke": { leaves: "sessions.end" },
	"auth.endSession": { leaves: "sessions.end" },
	"auth.endAllSessions": { leaves: "sessions.end" },
	"auth.register": { nothing: "Nobody and no company yet: a mail is asked for." },
	"auth.registration": { nothing: "Reads what a mailed link is about." },
	"auth.finishRegistration": { leaves: "tenants.create" },
	"auth.forgotPassword": { nothing: "Anybody can ask; nothing changes until the mail is used." },
	"auth.resetPassword": { leaves: "users.reset_password" },
	"auth.invitation": { nothing: "Reads what a mailed link is about." },
	"auth.acceptAsNew": { leaves: "users.join" },
	"auth.acceptAsMe": { leaves: "users.join" },
	"auth.leave": { leaves: "users.leave" },
	"roles.viewAs": { leaves: "auth.view_as" },
	"roles.stopViewing": { leaves: "auth.view_as_end" },
	"platform.suspend": { leaves: "tenant.suspend" },
	"platform.resume": { leaves: "tenant.resume" },
	"platform.setPlan": { leaves: "tenant.plan" },
	"platform.askForAccess": { leaves: "support.request" },
	"platform.leave": { leaves: "support.end" },
};

describe("every mutation without a permission", () => {
	test("says what it leaves, or why there is nothing to tell", () => {
		const unguarded = mutations.filter(({ def }) => !isPermission(def.meta?.access)).map(({ path }) => path);
		expect(unguarded.sort()).toEqual(Object.keys(ownWays).sort());
	});

	test("names an action that its area writes", () => {
		const sources = globSync("api/tenancy/*.ts", { cwd: root }).map((file) => readFileSync(join(root, file), "utf8"));
		const unwritten = Object.values(ownWays).filter((way) => "leaves" in way && !sources.some((text) => text.includes(`"${way.leaves}"`)));
		expect(unwritten).toEqual([]);
	});

	test("that ends or moves a session leaves its event in the company it is about", async () => {
		const [alder, birch] = db.tenants;
		const browser = api.browser();
		await browser.login(db.both.email);
		const me = await browser.trpc.auth.me.query();
		const here = me.tenant.tenantId === alder.tenantId ? alder : birch;
		const there = here === alder ? birch : alder;
		await browser.trpc.auth.switchTenant.mutate({ tenantId: there.tenantId });
		await browser.trpc.auth.logout.mutate();
		// All three say from which address, and by whom as the company knows them.
		const { rows } = await admin.query<{ field: string; value: string }>(
			"select field, value from audit_personal where subject_id = $1 order by event_at, field",
			[db.both.userId],
		);
		expect(rows.map(({ field }) => field)).toEqual([1, 2, 3].flatMap(() => ["actor.address", "actor.email", "actor.name"]));
		expect(rows.filter(({ field }) => field === "actor.email").map(({ value }) => value)).toEqual(Array(3).fill(db.both.email));
		const events = (await written()).filter(({ actor }) => actor === db.both.userId).map(({ tenant, action }) => [tenant, action]);
		expect(events).toEqual([
			[here.tenantId, "sessions.start"],
			[there.tenantId, "sessions.switch"],
			[there.tenantId, "sessions.end"],
		]);
	});
});
