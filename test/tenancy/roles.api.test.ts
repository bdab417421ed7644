// Roles of a company's own through the real API: drafted, tried on, published, given; and "view as", which only takes away.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Permission, permissions, permissionsOf } from "../../domain/tenancy/permissions.ts";
import { type TestApi, testApi, type TestBrowser } from "../support/api.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";

let db: TestDatabase;
let api: TestApi;
let a: TestTenant;
let b: TestTenant;
let owner: TestBrowser;

beforeAll(async () => {
	db = await testDatabase();
	api = await testApi(db);
	[a, b] = db.tenants;
});
beforeEach(async () => {
	owner = await api.as(a.users.owner.email);
});
afterAll(async () => {
	await api?.close();
	await db?.close();
});

const refused = (code: string) => expect.objectContaining({ data: expect.objectContaining({ code }) });
let names = 0;
const draftOf = (...words: Permission[]) => ({ name: `Clerk ${++names}`, description: "", permissions: words });
const permissionsNow = async (browser: TestBrowser) => (await browser.trpc.auth.me.query()).permissions.toSorted();

describe("a role of the company's own", () => {
	test("is drafted, published, given, changed and published again, and each step counts with the next request", async () => {
		const role = await owner.trpc.roles.create.mutate(draftOf("jobs.read", "events.read"));
		expect(role).toMatchObject({ version: 0, permissions: [], draft: { added: ["events.read", "jobs.read"], taken: [] } });
		const { userId, email } = a.users.analyst;
		const give = () => owner.trpc.users.changeRole.mutate({ userId, role: "custom", roleId: role.id });
		await expect(give()).rejects.toEqual(refused("ROLE_DRAFT"));

		await owner.trpc.roles.publish.mutate({ id: role.id, version: 0 });
		expect((await give()).role).toEqual({ key: "custom", id: role.id, name: role.name });
		expect((await owner.trpc.users.list.query({ roles: [role.id] })).rows.map((row) => row.userId)).toEqual([userId]);
		const person = await api.as(email);
		expect(await permissionsNow(person)).toEqual(["events.read", "jobs.read"]);
		await person.trpc.jobs.list.query({});

		const draft = { name: role.name, description: "No jobs", permissions: ["events.read" as const] };
		const drafted = await owner.trpc.roles.saveDraft.mutate({ id: role.id, version: 1, ...draft });
		expect(drafted.draft).toMatchObject({ added: [], taken: ["jobs.read"] });
		await person.trpc.jobs.list.query({});
		await owner.trpc.roles.publish.mutate({ id: role.id, version: 1 });
		await expect(person.trpc.jobs.list.query({})).rejects.toEqual(refused("FORBIDDEN"));

		await expect(owner.trpc.roles.remove.mutate({ id: role.id })).rejects.toMatchObject({
			message: "One person has this role. Give them another one first.",
		});
		await owner.trpc.users.changeRole.mutate({ userId, role: "analyst" });
		await owner.trpc.roles.remove.mutate({ id: role.id });
		await expect(give()).rejects.toEqual(refused("NOT_FOUND"));
	});

	test("never holds what its editor lacks, nor another role's name, and isn't published empty or from an old draft", async () => {
		const admin = await api.as(a.users.admin.email);
		await expect(admin.trpc.roles.create.mutate(draftOf("tenant.erase"))).rejects.toEqual(refused("ABOVE_YOUR_ROLE"));
		await expect(owner.trpc.roles.create.mutate({ ...draftOf("jobs.read"), name: " OWNER " })).rejects.toEqual(refused("ROLE_NAME"));
		const empty = await owner.trpc.roles.create.mutate(draftOf());
		await expect(owner.trpc.roles.publish.mutate({ id: empty.id, version: 0 })).rejects.toEqual(refused("ROLE_EMPTY"));
		const erases = await owner.trpc.roles.create.mutate(draftOf("tenant.erase"));
		await expect(admin.trpc.roles.publish.mutate({ id: erases.id, version: 0 })).rejects.toEqual(refused("ABOVE_YOUR_ROLE"));
		await owner.trpc.roles.publish.mutate({ id: erases.id, version: 0 });
		const again = { ...draftOf("jobs.read"), name: erases.name };
		await expect(owner.trpc.roles.saveDraft.mutate({ id: erases.id, ...again, version: 0 })).rejects.toEqual(refused("CHANGE_STALE"));
		await expect(admin.trpc.users.changeRole.mutate({ userId: a.users.analyst.userId, role: "custom", roleId: erases.id })).rejects.toEqual(
			refused("ABOVE_YOUR_ROLE"),
		);
		expect(await owner.trpc.roles.discardDraft.mutate({ id: empty.id })).toEqual({ role: null });
	});

	test("belongs to one company: another neither sees, changes, gives nor tries it on, and may use its name", async () => {
		const neighbour = await api.as(b.users.owner.email);
		const role = await owner.trpc.roles.create.mutate(draftOf("jobs.read"));
		await owner.trpc.roles.publish.mutate({ id: role.id, version: 0 });
		expect((await neighbour.trpc.roles.matrix.query()).custom).toEqual([]);
		for (const attempt of [
			() => neighbour.trpc.roles.publish.mutate({ id: role.id, version: 1 }),
			() => neighbour.trpc.roles.remove.mutate({ id: role.id }),
			() => neighbour.trpc.roles.viewAs.mutate({ role: "custom", roleId: role.id }),
			() => neighbour.trpc.users.changeRole.mutate({ userId: b.users.analyst.userId, role: "custom", roleId: role.id }),
		])
			await expect(attempt()).rejects.toEqual(refused("NOT_FOUND"));
		await neighbour.trpc.roles.create.mutate({ name: role.name, description: "", permissions: ["jobs.read"] });
	});

	test("can't be made of words that are no permissions, or smuggle fields past the schema", async () => {
		const bad = { ...draftOf("jobs.read"), permissions: ["jobs.everything" as Permission] };
		await expect(owner.trpc.roles.create.mutate(bad)).rejects.toEqual(refused("INPUT"));
		const smuggled = { ...draftOf("jobs.read"), version: 7, tenantId: b.tenantId, deletedAt: "2026-01-01", id: randomUUID() };
		expect(await owner.trpc.roles.create.mutate(smuggled)).toMatchObject({ version: 0, permissions: [] });
		const neighbour = await api.as(b.users.owner.email);
		expect((await neighbour.trpc.roles.matrix.query()).custom.map(({ name }) => name)).not.toContain(smuggled.name);
	});
});

describe("the matrix", () => {
	test("has every permission once, in words, and the system roles as they are checked", async () => {
		const { groups, system, own } = await owner.trpc.roles.matrix.query();
		const listed = groups.flatMap((group) => group.permissions.map(({ permission }) => permission));
		expect(listed.toSorted()).toEqual([...permissions].sort());
		for (const { key, permissions: held } of system) expect(new Set(held)).toEqual(permissionsOf[key]);
		expect(new Set(own)).toEqual(permissionsOf.owner);
	});
});

describe("view as", () => {
	test("shows what somebody in that role would see, refuses every change, and ends", async () => {
		await owner.trpc.roles.viewAs.mutate({ role: "analyst" });
		const me = await owner.trpc.auth.me.query();
		expect([me.viewing, new Set(me.permissions)]).toEqual([{ name: "Analyst", draft: false, role: "analyst" }, permissionsOf.analyst]);
		await owner.trpc.jobs.list.query({});
		await expect(owner.trpc.keys.status.query()).rejects.toMatchObject({ message: expect.stringContaining("Analyst lacks") });
		await expect(owner.trpc.views.create.mutate({ list: "jobs", name: "x", shared: false, state: {} })).rejects.toEqual(
			refused("VIEWING_AS"),
		);
		const exported = await owner.fetch("/exports", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
		expect([exported.status, await exported.text()]).toEqual([403, expect.stringContaining("VIEWING_AS")]);
		expect((await owner.trpc.roles.stopViewing.mutate()).viewing).toBeNull();
		await owner.trpc.keys.status.query();
	});

	test("never gives more than the person's own role, and belongs to that session alone", async () => {
		const analyst = await api.as(a.users.analyst.email);
		const elsewhere = await api.as(a.users.analyst.email);
		await analyst.trpc.roles.viewAs.mutate({ role: "owner" });
		expect(new Set(await permissionsNow(analyst))).toEqual(permissionsOf.analyst);
		await expect(analyst.trpc.keys.status.query()).rejects.toEqual(refused("FORBIDDEN"));
		expect((await elsewhere.trpc.auth.me.query()).viewing).toBeNull();
	});

	test("tries a draft on before it is published", async () => {
		const role = await owner.trpc.roles.create.mutate(draftOf("jobs.read", "events.read", "tenancy.read"));
		await expect(owner.trpc.roles.viewAs.mutate({ role: "custom", roleId: role.id })).resolves.toMatchObject({ permissions: [] });
		await owner.trpc.roles.viewAs.mutate({ role: "custom", roleId: role.id, draft: true });
		expect(await permissionsNow(owner)).toEqual(["events.read", "jobs.read", "tenancy.read"]);
		await expect(owner.trpc.users.list.query({})).rejects.toEqual(refused("FORBIDDEN"));
		await owner.trpc.roles.stopViewing.mutate();
	});

	test("counts only in the company in which it was chosen", async () => {
		const both = await api.as(db.both.email);
		const here = (await both.trpc.auth.me.query()).tenant.tenantId;
		const there = [a, b].find(({ tenantId }) => tenantId !== here)?.tenantId ?? "";
		await both.trpc.roles.viewAs.mutate({ role: "analyst" });
		expect((await both.trpc.auth.switchTenant.mutate({ tenantId: there })).viewing).toBeNull();
		expect((await both.trpc.auth.switchTenant.mutate({ tenantId: here })).viewing).toMatchObject({ name: "Analyst" });
	});

	test("leaves a trace in the audit trail", async () => {
		await owner.trpc.roles.viewAs.mutate({ role: "auditor" });
		await owner.trpc.roles.stopViewing.mutate();
		const rows = await db.withTenant(a, (em) =>
			em.execute("select action from audit_events where tenant_id = ? and action like 'auth.view_as%' order by at desc, id desc limit 2", [
				a.tenantId,
			]),
		);
		expect(rows).toEqual([{ action: "auth.view_as_end" }, { action: "auth.view_as" }]);
	});
});
