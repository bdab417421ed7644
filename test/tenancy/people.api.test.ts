// Members of a company through the real API: roles and entities change at once, an owner always stays, plans end with a way out, and
// nothing of it is seen or reached from another company.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestApi, testApi, type TestBrowser } from "../support/api.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";
import { type StoredSync, storedSync } from "../support/stored-sync.ts";

let db: TestDatabase;
let api: TestApi;
let a: TestTenant;
let b: TestTenant;
let owner: TestBrowser;
/** Of the first company, with a connection: its own entity, and a second one with a connection too. */
let own: StoredSync;
let other: StoredSync;
const otherEntity = randomUUID();

beforeAll(async () => {
	db = await testDatabase();
	api = await testApi(db);
	[a, b] = db.tenants;
	await db.withTenant(a, (em) =>
		em.execute("insert into entities (tenant_id, id, name, currency, time_zone) values (?, ?, 'Alder Europe', 'EUR', 'Europe/Paris')", [
			a.tenantId,
			otherEntity,
		]),
	);
	own = await storedSync(db, api.deps.storage, a);
	other = await storedSync(db, api.deps.storage, { ...a, entityId: otherEntity, currency: "EUR" });
	owner = await api.as(a.users.owner.email);
});
afterAll(async () => {
	await api?.close();
	await db?.close();
});

const refused = (code: string) => expect.objectContaining({ data: expect.objectContaining({ code }) });
const audited = (action: string) =>
	db.withTenant(a, (em) =>
		em.execute<{ before: Record<string, unknown>; after: Record<string, unknown>; resource: string }[]>(
			`select before, after, resource_id as resource from audit_events where tenant_id = ? and action = ? order by at desc`,
			[a.tenantId, action],
		),
	);

describe("the list of people", () => {
	test("shows the company's own members and nobody of another", async () => {
		const { rows, total } = await owner.trpc.users.list.query({});
		// Known since they signed in, and shown to who invites and manages people.
		expect(rows.find(({ userId }) => userId === a.users.owner.userId)?.email).toBe(a.users.owner.email);
		const search = a.users.owner.email.slice(2);
		expect((await owner.trpc.users.list.query({ search })).rows.map(({ userId }) => userId)).toEqual([a.users.owner.userId]);
		const reader = (await api.as(a.users.analyst.email)).trpc.users;
		expect((await reader.list.query({})).rows.map(({ email }) => email).filter((email) => email !== null)).toEqual([]);
		expect((await reader.list.query({ search })).rows).toEqual([]);
		const expected = [...Object.values(a.users).map(({ userId }) => userId), db.both.userId].sort();
		expect(rows.map(({ userId }) => userId).sort()).toEqual(expected);
		expect(total).toBe(expected.length);
		for (const person of Object.values(b.users))
			await expect(owner.trpc.users.get.query({ userId: person.userId })).rejects.toEqual(refused("NOT_FOUND"));
	});

	test("is read page by page and searched by any part of a name", async () => {
		const first = await owner.trpc.users.list.query({ limit: 4 });
		const second = await owner.trpc.users.list.query({ limit: 200, after: first.next });
		const all = await owner.trpc.users.list.query({});
		expect([...first.rows, ...second.rows].map(({ userId }) => userId)).toEqual(all.rows.map(({ userId }) => userId));
		expect((await owner.trpc.users.list.query({ search: "PREPARER of" })).rows.map(({ name }) => name)).toEqual([a.users.preparer.name]);
		expect((await owner.trpc.users.list.query({ search: "%" })).rows).toEqual([]);
		const inRoles = all.rows.filter(({ role }) => role.key === "owner" || role.key === "analyst");
		expect(inRoles.length).toBeGreaterThan(1);
		const asked = await owner.trpc.users.list.query({ roles: ["owner", "analyst"] });
		expect([asked.rows, asked.total]).toEqual([inRoles, inRoles.length]);
		expect((await owner.trpc.users.list.query({ roles: [randomUUID()] })).rows).toEqual([]);
	});

	test("says beforehand what the reader may do about each, and why not", async () => {
		const admin = await api.as(a.users.admin.email);
		const of = async (browser: TestBrowser, userId: string) => (await browser.trpc.users.get.query({ userId })).can;
		expect((await of(admin, a.users.owner.userId)).change).toBe("Only an owner can change an owner.");
		expect((await of(admin, a.users.analyst.userId)).change).toBeNull();
		expect((await of(owner, a.users.owner.userId)).remove).toMatch(/only owner/);
		const analyst = await api.as(a.users.analyst.email);
		expect((await of(analyst, a.users.preparer.userId)).remove).toMatch(/lacks "users.manage"/);
	});
});

describe("changing a role", () => {
	test("counts with the person's next request, and the audit trail has before and after", async () => {
		const { userId, email } = a.users.analyst;
		const person = await api.as(email);
		await person.trpc.reconciliations.list.query({});
		const sync = () => person.trpc.connections.sync.mutate({ id: own.connectionId });
		await expect(sync()).rejects.toEqual(refused("FORBIDDEN"));
		await owner.trpc.users.changeRole.mutate({ userId, role: "preparer", reason: "Covers October" });
		expect((await person.trpc.auth.me.query()).permissions).toContain("connections.sync");
		expect(await sync()).toMatchObject({ jobId: expect.any(String) });
		await owner.trpc.users.changeRole.mutate({ userId, role: "analyst" });
		await expect(sync()).rejects.toEqual(refused("FORBIDDEN"));
		const [last, first] = await audited("users.change_role");
		expect(first).toMatchObject({ resource: userId, before: { role: "analyst" }, after: { role: "preparer" } });
		expect(last).toMatchObject({ before: { role: "preparer" }, after: { role: "analyst" } });
	});

	test("is refused to who would raise themselves, give more than they have, or leave the company without an owner", async () => {
		const admin = await api.as(a.users.admin.email);
		const change = (by: TestBrowser, userId: string, role: "owner" | "admin" | "analyst") =>
			by.trpc.users.changeRole.mutate({ userId, role });
		await expect(change(admin, a.users.admin.userId, "owner")).rejects.toEqual(refused("ABOVE_YOUR_ROLE"));
		await expect(change(admin, a.users.analyst.userId, "owner")).rejects.toEqual(refused("ABOVE_YOUR_ROLE"));
		await expect(change(admin, a.users.owner.userId, "analyst")).rejects.toEqual(refused("ABOVE_YOUR_ROLE"));
		await expect(change(owner, a.users.owner.userId, "admin")).rejects.toEqual(refused("LAST_OWNER"));
	});

	test("never reaches a member, an entity or a role of another company", async () => {
		const change = (input: Partial<Parameters<typeof owner.trpc.users.changeRole.mutate>[0]>) =>
			owner.trpc.users.changeRole.mutate({ userId: a.users.analyst.userId, role: "analyst", ...input });
		await expect(change({ userId: b.users.analyst.userId })).rejects.toEqual(refused("NOT_FOUND"));
		await expect(change({ entityIds: [b.entityId] })).rejects.toEqual(refused("NOT_FOUND"));
		await expect(change({ role: "custom", roleId: randomUUID() })).rejects.toEqual(refused("NOT_FOUND"));
	});

	test("two owners who step down at the same moment leave one", async () => {
		await owner.trpc.users.changeRole.mutate({ userId: a.users.admin.userId, role: "owner" });
		const second = await api.as(a.users.admin.email);
		const outcomes = await Promise.allSettled([
			owner.trpc.users.changeRole.mutate({ userId: a.users.owner.userId, role: "admin" }),
			second.trpc.users.changeRole.mutate({ userId: a.users.admin.userId, role: "admin" }),
		]);
		expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
		const owners = await db.withTenant(a, (em) =>
			em.execute("select user_id from memberships where tenant_id = ? and role = 'owner'", [a.tenantId]),
		);
		expect(owners).toHaveLength(1);
		// As it was before.
		const left = outcomes[0]?.status === "fulfilled" ? second : owner;
		await left.trpc.users.changeRole.mutate({ userId: a.users.owner.userId, role: "owner" });
		await owner.trpc.users.changeRole.mutate({ userId: a.users.admin.userId, role: "admin" });
	});
});

describe("a member limited to one entity", () => {
	const preparer = "preparer";

	test("sees that entity's connections, rows, pages and jobs, and another entity's as if they didn't exist", async () => {
		const { userId, email } = a.users[preparer];
		const person = await api.as(email);
		const seen = async () => ({
			entities: (await person.trpc.entities.list.query()).map(({ id }) => id),
			connections: (await person.trpc.connections.list.query()).rows.map(({ id }) => id).sort(),
			rows: (await person.trpc.explorer.rows.query({ kind: "balance_entry", limit: 100 })).rows.length,
			jobs: (await person.trpc.jobs.list.query({})).rows
				.map(({ id }) => id)
				.filter((id) => id === own.jobId || id === other.jobId)
				.sort(),
		});
		const all = await seen();
		expect(all).toMatchObject({
			connections: [own.connectionId, other.connectionId].sort(),
			rows: 6,
			jobs: [own.jobId, other.jobId].sort(),
		});

		await owner.trpc.users.changeRole.mutate({ userId, role: preparer, entityIds: [a.entityId] });
		expect(await seen()).toEqual({ entities: [a.entityId], connections: [own.connectionId], rows: 3, jobs: [own.jobId] });
		await expect(person.trpc.connections.get.query({ id: other.connectionId })).rejects.toEqual(refused("NOT_FOUND"));
		await expect(person.trpc.connections.sync.mutate({ id: other.connectionId })).rejects.toEqual(refused("NOT_FOUND"));
		await expect(person.trpc.reconciliations.start.mutate({ entityId: otherEntity, month: "2026-10" })).rejects.toEqual(
			refused("NOT_FOUND"),
		);
		await expect(person.trpc.explorer.custody.query({ canonicalId: other.rows[0]?.canonicalId ?? "" })).rejects.toEqual(
			refused("NOT_FOUND"),
		);
		expect((await person.trpc.auth.me.query()).entityIds).toEqual([a.entityId]);

		await owner.trpc.users.changeRole.mutate({ userId, role: preparer });
		expect(await seen()).toEqual(all);
	});

	test("an export holds only that entity's rows", async () => {
		const { userId, email } = a.users[preparer];
		await owner.trpc.users.changeRole.mutate({ userId, role: preparer, entityIds: [otherEntity] });
		const person = await api.as(email);
		const columns = [{ id: "naturalKey", title: "Key" }];
		const list = { list: "explorer", format: "csv", title: "Rows", columns, filter: { kind: "balance_entry", sort: "naturalKey" } };
		const response = await person.fetch("/exports", {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify(list),
		});
		const text = await response.text();
		expect([response.status, text.includes("txn_EUR_0"), text.includes("txn_USD_0")]).toEqual([200, true, false]);
		await owner.trpc.users.changeRole.mutate({ userId, role: preparer });
	});

	test("keeps no permission that reaches over the whole company, whatever the role", async () => {
		const { userId, email } = a.users.admin;
		await owner.trpc.users.changeRole.mutate({ userId, role: "admin", entityIds: [a.entityId] });
		const person = await api.as(email);
		await expect(person.trpc.users.remove.mutate({ userId: a.users.analyst.userId })).rejects.toEqual(refused("FORBIDDEN"));
		await expect(person.trpc.keys.status.query()).rejects.toEqual(refused("FORBIDDEN"));
		expect((await person.trpc.connections.list.query()).rows).toHaveLength(1);
		await owner.trpc.users.changeRole.mutate({ userId, role: "admin" });
	});
});

describe("removing a person", () => {
	test("ends their access with their next request, keeps what they did, and restoring gives it back", async () => {
		const { userId, email, name } = a.users.approver;
		const person = await api.as(email);
		await person.trpc.jobs.list.query({});
		await owner.trpc.users.remove.mutate({ userId, reason: "Left the company" });
		await expect(person.trpc.jobs.list.query({})).rejects.toMatchObject({
			data: { httpStatus: expect.toSatisfy((status: number) => status === 401 || status === 403) },
		});
		expect((await owner.trpc.users.list.query({ status: "gone" })).rows).toMatchObject([{ userId, name, status: "removed" }]);
		await expect(owner.trpc.users.changeRole.mutate({ userId, role: "admin" })).rejects.toEqual(refused("NOT_A_MEMBER"));
		await owner.trpc.users.restore.mutate({ userId });
		const again = await api.as(email);
		await again.trpc.jobs.list.query({});
		expect((await audited("users.remove"))[0]).toMatchObject({ resource: userId, after: { status: "removed" } });
	});
});

describe("a plan", () => {
	const setPlan = (plan: string) => db.withTenant(a, (em) => em.execute("update tenants set plan = ? where id = ?", [plan, a.tenantId]));

	test("that is full refuses another person, another job and what it lacks, each with the plan that goes further", async () => {
		const { userId } = a.users.auditor;
		await owner.trpc.users.remove.mutate({ userId });
		await setPlan("starter");
		await expect(owner.trpc.users.restore.mutate({ userId })).rejects.toMatchObject({
			message: expect.stringMatching(/The plan Starter allows 5 people; \d+ have access now. Growth allows 50 people/),
			data: { code: "PLAN_LIMIT", httpStatus: 402, facts: { quota: "seats", next: "growth" } },
		});
		await expect(
			owner.trpc.users.changeRole.mutate({ userId: a.users.analyst.userId, role: "analyst", entityIds: [a.entityId] }),
		).rejects.toEqual(refused("PLAN_FEATURE"));
		await expect(
			owner.trpc.invitations.create.mutate({ email: "limited@alder.example", role: "analyst", entityIds: [a.entityId] }),
		).rejects.toEqual(refused("PLAN_FEATURE"));
		await db.withTenant(a, (em) =>
			em.execute(
				`insert into jobs (tenant_id, id, kind, title, business_key, workflow_id, first_run_id, correlation_id, status, closed_at, rows_read)
				select ?::uuid, gen_random_uuid(), 'sync', 'Sync', 'x', 'w' || n, 'r' || n, 'c', 'done', now(), 1000000 from generate_series(1, 2) n`,
				[a.tenantId],
			),
		);
		await expect(owner.trpc.connections.sync.mutate({ id: own.connectionId })).rejects.toMatchObject({
			data: { code: "PLAN_LIMIT", facts: { quota: "rows" } },
		});
		const plan = await owner.trpc.tenant.plan.query();
		expect(plan.usage).toContainEqual({ quota: "rows", name: "rows read", used: expect.any(Number), limit: 1_000_000, per: "month" });
		await setPlan("growth");
		await owner.trpc.users.restore.mutate({ userId });
		expect(await owner.trpc.connections.sync.mutate({ id: own.connectionId })).toMatchObject({ jobId: expect.any(String) });
	});

	test("counts the whole company also for somebody who sees one entity of it", async () => {
		const { userId, email } = a.users.preparer;
		await owner.trpc.users.changeRole.mutate({ userId, role: "preparer", entityIds: [otherEntity] });
		await setPlan("starter");
		const person = await api.as(email);
		await expect(person.trpc.connections.sync.mutate({ id: other.connectionId })).rejects.toEqual(refused("PLAN_LIMIT"));
		expect((await person.trpc.connections.list.query()).rows).toHaveLength(1);
		await setPlan("growth");
		await owner.trpc.users.changeRole.mutate({ userId, role: "preparer" });
	});

	test("is asked for by who manages the company, and kept for who runs the platform", async () => {
		await owner.trpc.tenant.askForPlan.mutate({ plan: "scale", note: "Two more entities in January" });
		expect((await owner.trpc.tenant.plan.query()).asked).toMatchObject({ plan: "scale", note: "Two more entities in January" });
		await expect(owner.trpc.tenant.askForPlan.mutate({ plan: "growth" })).rejects.toEqual(refused("CONFLICT"));
	});
});

test("settings are the company's own, and the change is audited field by field", async () => {
	const settings = { legalName: "Alder Outdoor Inc.", contactEmail: "books@alder.example", country: "US" };
	await owner.trpc.tenant.update.mutate({ name: a.name, settings });
	expect((await owner.trpc.tenant.get.query()).settings).toEqual(settings);
	const neighbour = await api.as(b.users.owner.email);
	expect(await neighbour.trpc.tenant.get.query()).toMatchObject({ id: b.tenantId, settings: { legalName: "" } });
	expect((await audited("tenant.update"))[0]?.after).toMatchObject({ legalName: "Alder Outdoor Inc." });
});
