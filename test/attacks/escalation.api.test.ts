// People, keys and support that try to reach further than they were given: by a key, a provider, an invitation, a look through another
// role, or by staying longer than they may.
import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { insertInvitation } from "../../db/tenancy/invitation.store.ts";
import { saveProvider } from "../../db/tenancy/identity-provider.store.ts";
import { insertLink, linkIdOf } from "../../db/tenancy/mail.store.ts";
import { accessChanged } from "../../db/tenancy/access.store.ts";
import type { Role } from "../../domain/tenancy/permissions.ts";
import { sealFacts } from "../../platform/mail-secrets.ts";
import { testApi, type TestApi, type TestBrowser } from "../support/api.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";
import { ask } from "../support/rest.ts";
import { attack } from "./attack.ts";

let database: TestDatabase;
let api: TestApi;
let alder: TestTenant;
let birch: TestTenant;
let owner: TestBrowser;

beforeAll(async () => {
	database = await testDatabase();
	api = await testApi(database);
	[alder, birch] = database.tenants;
	owner = await api.as(alder.users.owner.email);
});
afterAll(async () => {
	await api.close();
	await database.close();
});

const codeOf = (call: Promise<unknown>): Promise<unknown> =>
	call.then(
		() => "done",
		(error: { data?: { code?: string } }) => error.data?.code,
	);
/** By SQL, as a member of the company. */
const inAlder = (sql: string, values: unknown[]): Promise<void> =>
	database.withTenant(alder, async (em) => {
		await em.execute(sql, values);
		await accessChanged(em, alder.tenantId);
	});
const makeKey = (browser: TestBrowser) =>
	browser.trpc.apiKeys.create.mutate({ name: "ETL", scopes: ["entities.read"], expiresInDays: 30, entityIds: null });
const opens = async (bearer: string): Promise<boolean> => (await ask(api, "GET", "/tenants/current/entities", { bearer })).status === 200;

/** The link of an invitation as it would stand in the mail. */
async function invited(email: string, invitedBy: Role, role: Role): Promise<string> {
	const invitationId = randomUUID();
	const expiresAt = new Date(Date.now() + 3_600_000);
	const { tenantId } = alder;
	await database.withTenant(alder, (em) =>
		insertInvitation(em, {
			tenantId,
			id: invitationId,
			email,
			role,
			customRoleId: null,
			entityIds: null,
			invitedBy: alder.users[invitedBy].userId,
			expiresAt,
		}),
	);
	const token = randomBytes(32).toString("base64url");
	const id = linkIdOf(token);
	const sealed = sealFacts(api.deps.keys, id, { email, tenantId, invitationId });
	await insertLink(database.orm, { id, purpose: "invite", sealed, expiresAt });
	return token;
}

const enforced = ({ tenantId }: TestTenant): Promise<void> =>
	database.withTenant(tenantId, (em) =>
		saveProvider(em, {
			tenantId,
			id: randomUUID(),
			name: "Own login",
			issuer: "https://login.example",
			clientId: "x",
			ciphertext: Buffer.from("x"),
			keyId: "x",
			state: "enforced",
			joins: false,
			defaultRole: "analyst",
		}),
	);

attack("escalation", () => {
	test("support leaves nothing behind that outlasts its hours, and is out when they are over", async () => {
		const { email, userId } = birch.users.engineer;
		await inAlder(
			"insert into memberships (tenant_id, user_id, role, name, kind, expires_at) values (?, ?, 'engineer', 'Support', 'support', now() + interval '1 hour')",
			[alder.tenantId, userId],
		);
		const support = await api.as(email);
		await support.trpc.auth.switchTenant.mutate({ tenantId: alder.tenantId });
		expect(await codeOf(support.trpc.connections.list.query())).toBe("done");
		expect(await codeOf(makeKey(support))).toBe("FORBIDDEN");
		expect(await codeOf(support.trpc.webhooks.create.mutate({ url: "https://hooks.example/x", name: "x", topics: [] } as never))).toBe(
			"FORBIDDEN",
		);
		const planted = { id: randomUUID(), secret: "whsec_chosen_by_support" };
		expect(await codeOf(support.trpc.connections.setHookSecret.mutate(planted))).toBe("FORBIDDEN");
		await inAlder("update memberships set expires_at = now() where tenant_id = ? and user_id = ?", [alder.tenantId, userId]);
		await expect.poll(() => codeOf(support.trpc.connections.list.query())).toBe("FORBIDDEN");
		expect(await codeOf(support.trpc.auth.switchTenant.mutate({ tenantId: alder.tenantId }))).not.toBe("done");
	});

	test("nobody sees through a key what a policy masks for them", async () => {
		const engineer = await api.as(alder.users.engineer.email);
		const first = await makeKey(engineer);
		const rule = (refs: string[]) => ({
			kind: "masking" as const,
			content: { roles: { mode: "these" as const, refs }, columns: ["bank_line.description" as const] },
		});
		const { id } = await owner.trpc.policies.publish.mutate({ name: "Payees", rule: rule(["engineer"]), basedOn: 0, reason: "test" });
		await expect.poll(() => codeOf(makeKey(engineer))).toBe("SCOPES_REFUSED");
		expect(await codeOf(engineer.trpc.apiKeys.rotate.mutate({ id: first.key.id, expiresInDays: 30, overlapHours: 0 }))).toBe(
			"SCOPES_REFUSED",
		);
		await owner.trpc.policies.publish.mutate({ id, name: "Payees", rule: rule(["engineer", "integration"]), basedOn: 1, reason: "test" });
		await expect.poll(() => codeOf(makeKey(engineer))).toBe("done");
	});

	test("who doesn't manage people can't choose the provider that says who they are", async () => {
		const provider = {
			name: "Mine",
			issuer: "http://127.0.0.1:9/",
			clientId: "x",
			clientSecret: "x",
			state: "optional" as const,
			joins: true,
			defaultRole: "analyst" as const,
		};
		const engineer = await api.as(alder.users.engineer.email);
		expect(await codeOf(engineer.trpc.sso.save.mutate(provider))).toBe("FORBIDDEN");
		const role = await owner.trpc.roles.create.mutate({
			name: "Logins",
			description: "",
			permissions: [
				"tenancy.read",
				"events.read",
				"sso.manage",
				...(await owner.trpc.auth.me.query()).permissions.filter((each) => each.endsWith(".read")),
			],
		});
		await owner.trpc.roles.publish.mutate({ id: role.id, version: 0 });
		await owner.trpc.users.changeRole.mutate({ userId: alder.users.analyst.userId, role: "custom", roleId: role.id });
		const custom = await api.as(alder.users.analyst.email);
		expect(await codeOf(custom.trpc.sso.save.mutate(provider))).toBe("ABOVE_YOUR_ROLE");
	});

	test("a role of one's own can't be given what its editor lacks, by draft, by publishing or by looking through it", async () => {
		const admin = await api.as(alder.users.admin.email);
		const draft = { name: "Everything", description: "", permissions: ["tenant.erase" as const] };
		expect(await codeOf(admin.trpc.roles.create.mutate(draft))).toBe("ABOVE_YOUR_ROLE");
		const { id } = await owner.trpc.roles.create.mutate(draft);
		const early = { email: "early@stranger.example", role: "custom" as const, customRoleId: id };
		expect(await codeOf(owner.trpc.invitations.create.mutate(early))).toBe("NOT_FOUND");
		expect(await codeOf(admin.trpc.roles.publish.mutate({ id, version: 0 }))).toBe("ABOVE_YOUR_ROLE");
		const auditor = await api.as(alder.users.auditor.email);
		const before = await auditor.trpc.auth.me.query();
		const me = await auditor.trpc.roles.viewAs.mutate({ role: "owner" });
		expect(me.permissions.filter((permission) => !before.permissions.includes(permission))).toEqual([]);
		expect(await codeOf(auditor.trpc.users.remove.mutate({ userId: alder.users.admin.userId }))).toBe("FORBIDDEN");
		await auditor.trpc.roles.stopViewing.mutate();
	});

	test("a key ends with whoever was shown it, unless somebody else has renewed it before", async () => {
		const engineer = await api.as(alder.users.engineer.email);
		const [seen, handedOver] = [await makeKey(engineer), await makeKey(engineer)];
		const renewed = await owner.trpc.apiKeys.rotate.mutate({ id: handedOver.key.id, expiresInDays: 30, overlapHours: 0 });
		expect(await Promise.all([seen, renewed].map(({ secret }) => opens(secret)))).toEqual([true, true]);
		await owner.trpc.users.remove.mutate({ userId: alder.users.engineer.userId, reason: "left" });
		await expect.poll(() => Promise.all([seen, renewed, handedOver].map(({ secret }) => opens(secret)))).toEqual([false, true, false]);
	});

	test("an invitation opens nothing once its sender was removed or may invite less, and nobody but who it is for", async () => {
		const token = await invited("friend@stranger.example", "controller", "preparer");
		const see = (text: string) => codeOf(api.browser().trpc.auth.invitation.mutate({ token: text }));
		expect(await see(token)).toBe("done");
		const stranger = await api.as(birch.users.analyst.email);
		expect(await codeOf(stranger.trpc.auth.acceptAsMe.mutate({ token }))).toBe("FORBIDDEN");
		const wide = await invited("wide@stranger.example", "controller", "admin");
		expect(await see(wide)).toBe("LINK_OVER");
		await owner.trpc.users.remove.mutate({ userId: alder.users.controller.userId, reason: "left" });
		expect(await see(token)).toBe("LINK_OVER");
		const accept = { token, name: "Friend", password: "velvet tram counts otters" };
		expect(await codeOf(api.browser().trpc.auth.acceptAsNew.mutate(accept))).toBe("LINK_OVER");
		await owner.trpc.users.restore.mutate({ userId: alder.users.controller.userId });
		expect(await codeOf(api.browser().trpc.auth.acceptAsNew.mutate(accept))).toBe("done");
		expect(await see(token)).toBe("LINK_OVER");
	});

	test("an invitation into a company that wants its own provider makes a member, and lets nobody in with a password", async () => {
		await enforced(alder);
		const token = await invited("late@stranger.example", "owner", "analyst");
		const late = api.browser();
		const accept = { token, name: "Late", password: "velvet tram counts otters" };
		expect(await codeOf(late.trpc.auth.acceptAsNew.mutate(accept))).toBe("SSO_REQUIRED");
		expect([late.cookie(), await codeOf(late.login("late@stranger.example", accept.password))]).toEqual(["", "SSO_REQUIRED"]);
		const { rows } = await owner.trpc.users.list.query({ search: "late@stranger" });
		expect(rows.map(({ name, status }) => [name, status])).toEqual([["Late", "active"]]);
		await inAlder("delete from identity_providers where tenant_id = ?", [alder.tenantId]);
	});

	test("two who take the last seat at once get one", async () => {
		const people = ["preparer", "approver"] as const;
		for (const role of people) await owner.trpc.users.remove.mutate({ userId: alder.users[role].userId });
		const [row] = await database.withTenant(alder, (em) =>
			em.execute<{ seats: number }[]>("select count(*)::int as seats from memberships where kind = 'member' and status = 'active'"),
		);
		// The smallest plan has five seats.
		const spare = (row?.seats ?? 0) - 4;
		await inAlder(
			`update memberships set status = 'removed', removed_at = now() where tenant_id = ?::uuid and user_id in
			(select user_id from memberships where kind = 'member' and status = 'active' and role not in ('owner', 'admin') order by user_id limit ?)`,
			[alder.tenantId, spare],
		);
		await inAlder("update tenants set plan = 'starter' where id = ?", [alder.tenantId]);
		const codes = await Promise.all(people.map((role) => codeOf(owner.trpc.users.restore.mutate({ userId: alder.users[role].userId }))));
		expect(codes.sort()).toEqual(["PLAN_LIMIT", "done"]);
		await inAlder("update tenants set plan = 'growth' where id = ?", [alder.tenantId]);
	});

	test("leaving one company is no way into another that wants its own provider", async () => {
		await inAlder("update memberships set status = 'active' where tenant_id = ? and user_id = ?", [alder.tenantId, database.both.userId]);
		const both = await api.as(database.both.email);
		await enforced(birch);
		expect(await codeOf(both.trpc.auth.switchTenant.mutate({ tenantId: birch.tenantId }))).toBe("SSO_REQUIRED");
		expect(await both.trpc.auth.leave.mutate()).toEqual({ me: null });
		expect(await codeOf(both.trpc.auth.me.query())).toBe("NOT_SIGNED_IN");
	});
});

attack("side-doors", () => {
	test("an open event stream ends when its person is removed", async () => {
		const admin = await api.as(alder.users.admin.email);
		const stream = await admin.fetch("/events");
		expect(stream.status).toBe(200);
		await owner.trpc.users.remove.mutate({ userId: alder.users.admin.userId });
		expect(await stream.text()).toContain('event: closed\ndata: {"reason":"tenant"}');
	});
});
